package plumbline.concurrency;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;

/**
 * What two threads do at once, and what one does afterwards: operations with their number, if they take one, as in
 * {@code "offer 1, take"}.
 */
public record Scenario(String oneThread, String otherThread, String afterwards) {
    ExecutionScenario of(Class<?> tested) {
        return new ExecutionScenario(
                List.of(),
                List.of(operations(tested, oneThread), operations(tested, otherThread)),
                operations(tested, afterwards),
                null);
    }

    private static List<Actor> operations(Class<?> tested, String listed) {
        List<Actor> operations = new ArrayList<>();
        for (String operation : listed.split(", ", -1)) {
            String[] words = operation.split(" ", -1);
            List<Integer> numbers = words.length == 1 ? List.of() : List.of(Integer.valueOf(words[1]));
            operations.add(new Actor(method(tested, words[0]), numbers));
        }
        return operations;
    }

    private static Method method(Class<?> tested, String name) {
        for (Method method : tested.getMethods()) {
            if (method.getName().equals(name)) {
                return method;
            }
        }
        throw new IllegalArgumentException(tested.getName() + " has no operation " + name);
    }
}
