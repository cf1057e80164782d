package plumbline.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.simulate.Faults;
import plumbline.checker.simulate.RandomSchedule;
import plumbline.checker.trace.Trace;
import plumbline.checker.trace.TraceWriter;
import plumbline.checker.world.Action;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;
import plumbline.core.Event;
import plumbline.core.Message;

/**
 * One word, four places: the spec's action, the core's handler, the trace's line, the table in the spec's README. Each way:
 * what only one of them has fails, whichever it is.
 */
class NamesTest {
    private static final Path SPEC = Path.of("../../spec/Raft.tla");
    private static final Path TABLES = Path.of("../../spec/README.md");

    private static final Pattern NEXT = Pattern.compile("(?m)^Next ==\\R((?: +\\\\/.*\\R)+)");
    private static final Pattern CALL = Pattern.compile("(\\w+)\\(([^()]*)\\)$");
    private static final Pattern RECORD = Pattern.compile("\\[type \\|-> \"(\\w+)\",([^\\]]*)");
    private static final Pattern FIELD = Pattern.compile("(\\w+) \\|->");

    private static String spec() throws IOException {
        return Files.readString(SPEC);
    }

    /** The actions of the spec's Next, each with what one of its lines in a trace must say. */
    private static Map<String, Set<String>> actionsOfTheSpec() throws IOException {
        Map<String, Set<String>> messages = messagesOfTheSpec();
        Matcher next = NEXT.matcher(spec());
        assertTrue(next.find(), "the spec has a Next that is a list of actions");
        Map<String, Set<String>> actions = new TreeMap<>();
        for (String line : next.group(1).lines().toList()) {
            Matcher call = CALL.matcher(line);
            assertTrue(call.find(), line);
            String action = call.group(1);
            Set<String> fields = new TreeSet<>(Set.of("action"));
            if (call.group(2).equals("messages")) {
                fields.addAll(messages.getOrDefault(action.replaceFirst("^Handle", ""), Set.of()));
            } else {
                Arrays.stream(call.group(2).split(", ", -1))
                        .map(parameter -> parameter.equals("i") ? "server" : parameter)
                        .forEach(fields::add);
            }
            actions.put(action, fields);
        }
        return actions;
    }

    /** The types of messages that the spec ever makes, with their fields. */
    private static Map<String, Set<String>> messagesOfTheSpec() throws IOException {
        Map<String, Set<String>> messages = new TreeMap<>();
        RECORD.matcher(spec()).results().forEach(found -> {
            Set<String> fields = names(FIELD, found.group(2));
            Set<String> before = messages.put(found.group(1), fields);
            assertEquals(before == null ? fields : before, fields, found.group(1));
        });
        return messages;
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The same of the core: its events, and a restart. */
    private static Map<String, Set<String>> actionsOfTheCore() {
        Map<String, Set<String>> actions = new TreeMap<>();
        actions.put("Restart", new TreeSet<>(Set.of("action", "server")));
        for (Class<?> event : Event.class.getPermittedSubclasses()) {
            if (event != Message.class) {
                Set<String> fields = fields(event);
                fields.addAll(Set.of("action", "server"));
                actions.put(event.getSimpleName(), fields);
            }
        }
        for (Class<?> message : Message.class.getPermittedSubclasses()) {
            Set<String> fields = fields(message);
            fields.add("action");
            actions.put("Handle" + message.getSimpleName(), fields);
        }
        return actions;
    }

    private static Set<String> fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The same of traces, as they are written. */
    private static Map<String, Set<String>> actionsOfTraces() throws IOException {
        Bounds bounds = Bounds.of(3, 3, 3, 2);
        Trace.Header header = new Trace.Header("any", List.of("One.", "Two."), bounds, Optional.empty(), Verdict.HOLDS);
        StringBuilder text = new StringBuilder();
        for (int seed = 0; seed < 20; seed++) {
            TraceWriter.write(
                    new Trace(
                            header,
                            RandomSchedule.of(seed, bounds, 300, Faults.SOME, StepFunction.RAFT),
                            Optional.empty()),
                    text);
        }
        Map<String, Set<String>> actions = new TreeMap<>();
        for (String line : text.toString().lines().toList()) {
            JsonNode json = new ObjectMapper().readTree(line);
            if (json.has("action")) {
                Set<String> fields = new TreeSet<>();
                json.fieldNames().forEachRemaining(fields::add);
                Set<String> before = actions.put(json.get("action").textValue(), fields);
                assertEquals(before == null ? fields : before, fields, line);
            }
        }
        return actions;
    }

    @Test
    void specCoreAndTracesHaveTheSameActionsWithTheSameFields() throws IOException {
        assertEquals(actionsOfTheSpec(), actionsOfTheCore());
        assertEquals(actionsOfTheSpec(), actionsOfTraces());
    }

    @Test
    void specAndCoreHaveTheSameMessagesWithTheSameFields() throws IOException {
        assertEquals(
                Stream.of(Message.class.getPermittedSubclasses())
                        .collect(Collectors.toMap(Class::getSimpleName, NamesTest::fields)),
                messagesOfTheSpec());
    }

    @Test
    void everyHandlerIsNamedLikeItsAction() throws IOException {
        Set<String> handlers = Arrays.stream(Event.Cases.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(method -> method.getName().substring(0, 1).toUpperCase(Locale.ROOT)
                        + method.getName().substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
        handlers.add("Restart");
        assertEquals(actionsOfTheSpec().keySet(), handlers);
    }

    @Test
    void theCoverageReportHasTheSpecsActionsAndTheOneOfTheBagNetwork() throws IOException {
        Set<String> actions = new TreeSet<>(actionsOfTheSpec().keySet());
        actions.add(Action.DROP_MESSAGE.specName());
        assertEquals(
                actions,
                Arrays.stream(Action.values()).map(Action::specName).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void theTablesInTheSpecsReadmeHaveThemAll() throws IOException {
        String tables = Files.readString(TABLES);
        Map<String, String> traceNames = Pattern.compile("(?m)^\\| `(\\w+)\\(.*` \\| `\\S+` \\| `(\\w+)` \\|$")
                .matcher(tables)
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
        Set<String> actions = actionsOfTheSpec().keySet();
        assertEquals(actions.stream().collect(Collectors.toMap(name -> name, name -> name)), traceNames);

        Set<String> common = Set.of("from", "to", "term");
        Map<String, Set<String>> rows = Pattern.compile("(?m)^\\| `(\\w+(?:Request|Response))` \\| (.*) \\|$")
                .matcher(tables)
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> {
                    Set<String> fields = names(Pattern.compile("`(\\w+)`"), row.group(2));
                    fields.addAll(common);
                    return fields;
                }));
        assertEquals(messagesOfTheSpec(), rows);
    }

    @Test
    void everyInvariantOfTheSpecIsAPropertyUnderTheSameName() throws IOException {
        Set<String> properties = Property.all().stream()
                .filter(property -> property.scope() != Property.Scope.GRAPH && property != Property.NO_MESSAGE_REFUSED)
                .map(Property::title)
                .collect(Collectors.toCollection(TreeSet::new));
        properties.add("TypeOK");
        String config = Files.readString(Path.of("../../spec/models/servers-2-terms-2-entries-1-restarts-1.cfg"));
        Set<String> checked = Pattern.compile("(?m)^    (\\w+)$")
                .matcher(config)
                .results()
                .map((MatchResult line) -> line.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(properties, checked);
        for (String property : properties) {
            assertTrue(
                    Pattern.compile("(?m)^" + property + " ==").matcher(spec()).find(), property);
        }
    }
}
