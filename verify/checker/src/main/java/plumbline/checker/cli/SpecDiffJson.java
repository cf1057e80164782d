package plumbline.checker.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import plumbline.checker.spec.Comparison;
import plumbline.checker.spec.Difference;
import plumbline.checker.world.Bounds;

/** What {@code plumb spec diff} says to programs. */
final class SpecDiffJson {
    private SpecDiffJson() {}

    /** All of it, as one line. */
    static String of(List<SpecDiffCommand.Result> results) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(
                "verdict",
                verdict(results.stream().allMatch(result -> result.comparison().equal())));
        ArrayNode comparisons = json.putArray("comparisons");
        results.forEach(result -> comparisons.add(of(result)));
        return json + "\n";
    }

    private static String verdict(boolean equal) {
        return equal ? "equal" : "different";
    }

    private static ObjectNode of(SpecDiffCommand.Result result) {
        Comparison found = result.comparison();
        Bounds bounds = result.asked().bounds();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("servers", bounds.servers())
                .put("terms", bounds.terms())
                .put("entries", bounds.entries())
                .put("restarts", bounds.restarts())
                .put("verdict", verdict(found.equal()))
                .put("specStates", found.specStates())
                .put("codeStates", found.codeStates())
                .put("onlySpec", found.onlySpec())
                .put("onlyCode", found.onlyCode())
                .put("specDepth", found.specDepth())
                .put("codeDepth", found.codeDepth());
        if (result.asked().steps()) {
            json.put("specSteps", found.specSteps()).put("codeSteps", found.codeSteps());
        }
        found.difference().ifPresent(difference -> json.set("difference", of(difference)));
        result.file().map(Path::toString).ifPresent(file -> json.put("trace", file));
        return json.put("seconds", Math.round(result.seconds() * 1000) / 1000.0);
    }

    /** A difference. */
    static ObjectNode of(Difference difference) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("step", difference.schedule().size())
                .put("action", difference.action())
                .put("reason", difference.reason());
        ArrayNode values = json.putArray("values");
        difference
                .values()
                .forEach(value -> values.addObject()
                        .put("field", value.field())
                        .put("spec", value.spec())
                        .put("code", value.code()));
        return json;
    }
}
