package plumbline.checker.walk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import plumbline.checker.explore.BoundsTooLargeException;
import plumbline.checker.explore.Explorer;
import plumbline.checker.explore.Options;
import plumbline.checker.explore.Progress;
import plumbline.checker.explore.Reduction;
import plumbline.checker.explore.Report;
import plumbline.checker.property.Property;
import plumbline.checker.trace.ReplayJson;
import plumbline.checker.trace.ReplayedStep;
import plumbline.checker.trace.Trace;
import plumbline.checker.view.Page;
import plumbline.checker.view.RunJson;

/**
 * What the page of {@code plumb explore} shows, and its answers. It remembers nothing: every question says where the
 * person is, so that going back, two windows and a kept address all work.
 */
final class WalkPages {
    /** Most steps of one random run. */
    static final int MOST_RANDOM = 200;

    private static final String NAME = "[a-z0-9]{1,40}(-[a-z0-9]{1,40}){0,10}";

    private final WalkSettings settings;
    private final ReentrantLock exploring = new ReentrantLock();

    WalkPages(WalkSettings settings) {
        this.settings = settings;
    }

    /** The page, at the initial world. */
    String page() {
        return Page.withChoices("plumb explore", show(walk(List.of())));
    }

    /**
     * The answer to a question.
     *
     * @param question what it is: walk, random, violation, reach or save
     * @param body what it says, {@code path} always
     * @throws IllegalArgumentException saying what is wrong with it
     * @throws IOException if a trace cannot be written
     */
    ObjectNode answer(String question, JsonNode body) throws IOException {
        Walk walk = walk(path(body));
        return switch (question) {
            case "walk" -> show(walk);
            case "random" -> show(walk.onAtRandom(whole(body, "steps", MOST_RANDOM), new Random()));
            case "violation" -> violation(property(body, "property"));
            case "reach" -> reach(walk, property(body, "property").orElseThrow(() -> wrong("property", "is missing")));
            case "save" -> save(walk, text(body, "name"));
            default -> throw new IllegalArgumentException("there is no question " + question);
        };
    }

    private Walk walk(List<Integer> path) {
        return Walk.along(path, settings.bounds(), settings.rules());
    }

    private ObjectNode show(Walk walk) {
        ObjectNode json = RunJson.of(walk.run());
        json.put("name", "plumb explore").put("bounds", settings.boundsInWords());
        json.put("rules", settings.rulesName().orElse("the core"));
        walk.path().forEach(json.putArray("path")::add);
        ArrayNode choices = json.putArray("choices");
        for (ReplayedStep step : walk.next()) {
            ObjectNode choice = ReplayJson.of(step).put("server", step.choice().server());
            choices.add(choice.put("changes", !step.after().equals(step.before())));
        }
        return json;
    }

    /** A shortest run that breaks a property, looked for among all schedules, not only those that go on from here. */
    private ObjectNode violation(Optional<Property> property) {
        // One search takes a good part of the memory: two at once would both fail.
        if (!exploring.tryLock()) {
            throw new IllegalArgumentException("another search is going on");
        }
        try {
            Report report = Explorer.explore(options(property), Progress.NONE);
            return report.counterexample()
                    .map(found -> show(Walk.of(found.schedule(), settings.bounds(), settings.rules()))
                            .put(
                                    "note",
                                    "A shortest run that breaks "
                                            + found.violation().property().title() + ": "
                                            + found.violation().reason() + "."))
                    .orElseGet(() -> JsonNodeFactory.instance
                            .objectNode()
                            .put(
                                    "note",
                                    report.incomplete()
                                            .map(reason ->
                                                    "None was found, and not everything was looked at: " + reason + ".")
                                            .orElse("There is none: looked at every schedule within these bounds.")));
        } catch (BoundsTooLargeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } finally {
            exploring.unlock();
        }
    }

    private Options options(Optional<Property> property) {
        return new Options(
                settings.bounds(),
                settings.rules(),
                property.map(Set::of).orElseGet(() -> Set.copyOf(Property.all())),
                EnumSet.allOf(Reduction.class),
                settings.maxWorlds());
    }

    private static ObjectNode reach(Walk walk, Property property) {
        String note = walk.holds(property)
                .map(holds -> holds
                        ? property.title() + " holds here: " + property.statement()
                                + ", or the bounds leave no room for it."
                        : property.title() + " is violated here: no schedule that goes on from here leads there.")
                .orElse("Too many worlds can follow to say whether " + property.title() + " holds here.");
        return JsonNodeFactory.instance.objectNode().put("note", note);
    }

    private ObjectNode save(Walk walk, String name) throws IOException {
        if (!name.matches(NAME)) {
            throw wrong("name", "must be small letters and digits, with hyphens between words");
        }
        Trace trace = walk.trace(name, settings.rulesName());
        Path file = settings.keeper().keep(trace);
        return JsonNodeFactory.instance.objectNode().put("note", "Saved as " + file + ".");
    }

    private static List<Integer> path(JsonNode body) {
        JsonNode path = body.path("path");
        if (!path.isArray()) {
            throw wrong("path", "must be a list");
        }
        List<Integer> places = new ArrayList<>();
        for (JsonNode place : path) {
            if (!place.isInt()) {
                throw wrong("path", "must be a list of whole numbers");
            }
            places.add(place.intValue());
        }
        return places;
    }

    private static int whole(JsonNode body, String field, int most) {
        JsonNode value = body.path(field);
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > most) {
            throw wrong(field, "must be 1 to " + most);
        }
        return value.intValue();
    }

    private static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isTextual()) {
            throw wrong(field, "must be a text");
        }
        return value.textValue();
    }

    private static Optional<Property> property(JsonNode body, String field) {
        if (!body.has(field)) {
            return Optional.empty();
        }
        Optional<Property> property = Property.named(text(body, field));
        if (property.isEmpty()) {
            throw wrong(field, "must be one of " + Property.titles());
        }
        return property;
    }

    private static IllegalArgumentException wrong(String field, String reason) {
        return new IllegalArgumentException(field + " " + reason);
    }
}
