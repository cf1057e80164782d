package plumbline.checker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;
import plumbline.checker.explore.Report;

/** A report for programs: one JSON object on one line, in ASCII. */
final class ReportJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private ReportJson() {}

    static String of(Report report, Optional<Path> trace, Optional<Path> page) {
        ObjectNode json = JSON.createObjectNode();
        json.put("verdict", report.verdict().title());
        json.put("worlds", report.worlds());
        json.put("transitions", report.transitions());
        json.put("depth", report.depth());
        json.put("serverTuples", report.serverTuples());
        json.put("localTransitions", report.localTransitions());
        json.put("seconds", Math.round(report.seconds() * 1000) / 1000.0);
        json.put("peakBytes", report.peakBytes());
        json.put("worldBytes", report.worldBytes());
        ObjectNode properties = json.putObject("properties");
        report.properties().forEach((property, verdict) -> properties.put(property.title(), verdict.title()));
        ObjectNode coverage = json.putObject("coverage");
        report.coverage().forEach((action, count) -> coverage.put(action.specName(), count));
        ArrayNode reductions = json.putArray("reductions");
        report.reductions().forEach(reduction -> reductions.add(reduction.title()));
        json.put("trace", trace.map(Path::toString).orElse(null));
        page.ifPresent(path -> json.put("page", path.toString()));
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
