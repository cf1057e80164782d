package plumbline.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import plumbline.checker.property.Property;
import plumbline.checker.world.Action;
import plumbline.core.Event;
import plumbline.core.Message;

/** One word, four places: the spec's action, the core's handler, the trace's line, the coverage report. */
class NamesTest {
    private static final Path SPEC = Path.of("../../spec/Raft.tla");

    /** What only the bag network has, and so not the spec. */
    private static final Set<Action> NOT_IN_SPEC = EnumSet.of(Action.DROP_MESSAGE);

    @Test
    void everyActionIsDefinedInTheSpec() throws IOException {
        String spec = Files.readString(SPEC);
        for (Action action : Action.values()) {
            boolean defined = Pattern.compile("^" + action.specName() + "(\\(.*\\))? ==", Pattern.MULTILINE)
                    .matcher(spec)
                    .find();
            assertEquals(!NOT_IN_SPEC.contains(action), defined, action.specName());
        }
    }

    @Test
    void everyHandlerIsNamedLikeItsAction() {
        Set<String> handlers = Arrays.stream(Event.Cases.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> actions = Arrays.stream(Action.values())
                .filter(action -> action != Action.RESTART && action != Action.DROP_MESSAGE)
                .map(Action::specName)
                .map(name -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(actions, handlers);
    }

    @Test
    void everyFieldOfAMessageIsAFieldInTheSpec() throws IOException {
        String spec = Files.readString(SPEC);
        for (Class<?> type : Message.class.getPermittedSubclasses()) {
            for (RecordComponent component : type.getRecordComponents()) {
                assertTrue(
                        Pattern.compile("\\b" + component.getName() + " \\|->")
                                .matcher(spec)
                                .find(),
                        type.getSimpleName() + "." + component.getName());
            }
            assertTrue(spec.contains("\"" + type.getSimpleName() + "\""), type.getSimpleName());
        }
    }

    @Test
    void everyInvariantOfTheSpecIsAPropertyUnderTheSameName() throws IOException {
        String spec = Files.readString(SPEC);
        for (Property property : Property.all()) {
            boolean invariant = property.scope() != Property.Scope.GRAPH && property != Property.NO_MESSAGE_REFUSED;
            boolean defined = Pattern.compile("^" + property.title() + " ==", Pattern.MULTILINE)
                    .matcher(spec)
                    .find();
            assertEquals(invariant, defined, property.title());
        }
    }
}
