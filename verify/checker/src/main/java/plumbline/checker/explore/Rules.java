package plumbline.checker.explore;

import java.util.Optional;
import plumbline.checker.world.StepFunction;
import plumbline.core.Event;
import plumbline.core.ServerState;
import plumbline.core.Step;

/** Steps that may be refused. */
final class Rules {
    private Rules() {}

    /** The step, or nothing if the server refuses the event: the core by its checks, a mutant in any other way. */
    static Optional<Step> step(StepFunction rules, ServerState state, Event event) {
        try {
            return Optional.of(rules.step(state, event));
        } catch (RuntimeException refused) {
            return Optional.empty();
        }
    }

    /** The state after a crash, unless the rules fail at it. */
    static Optional<ServerState> restart(StepFunction rules, ServerState state) {
        try {
            return Optional.of(rules.restart(state));
        } catch (RuntimeException refused) {
            return Optional.empty();
        }
    }
}
