package plumbline.checker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import plumbline.checker.conform.ConformanceReport;
import plumbline.checker.conform.Difference;
import plumbline.checker.conform.Disagreement;

/** What an examination found, for programs: one JSON object on one line, in ASCII. */
final class ConformanceJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private ConformanceJson() {}

    static String of(ConformanceReport report, Map<Disagreement, Path> traces) {
        ObjectNode json = JSON.createObjectNode();
        json.put("agrees", report.agrees());
        json.put("asked", report.asked());
        json.put("agreed", report.agreeing());
        ArrayNode disagreements = json.putArray("disagreements");
        for (Disagreement disagreement : report.disagreements()) {
            write(disagreement, disagreements.addObject()).put("trace", String.valueOf(traces.get(disagreement)));
        }
        if (report.failure().isPresent()) {
            json.putObject("failure")
                    .put("vector", report.failure().get().id())
                    .put("asked", report.failure().get().question())
                    .put("reason", report.failure().get().reason());
        } else {
            json.putNull("failure");
        }
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode write(Disagreement disagreement, ObjectNode json) {
        json.put("action", disagreement.action().specName());
        json.put("field", disagreement.field());
        json.put("rule", disagreement.rule().name());
        json.put("source", disagreement.rule().source());
        json.put("statement", disagreement.rule().statement());
        json.put("count", disagreement.count());
        json.put("vector", disagreement.example().id());
        json.set("state", disagreement.example().state());
        json.set("event", disagreement.example().event());
        ArrayNode differences = json.putArray("differences");
        for (Difference difference : disagreement.differences()) {
            differences
                    .addObject()
                    .put("field", difference.field())
                    .put("expected", difference.expected())
                    .put("actual", difference.actual());
        }
        return json;
    }
}
