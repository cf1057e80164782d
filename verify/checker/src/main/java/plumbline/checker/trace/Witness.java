package plumbline.checker.trace;

import java.util.List;
import java.util.Optional;
import plumbline.checker.world.StepFunction;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.ServerState;
import plumbline.core.Step;

/** Watches one step: what it sends, which the world forgets where it is not new, and whether the event is refused. */
final class Witness implements StepFunction {
    private final StepFunction rules;
    private List<Message> sent = List.of();
    private Optional<String> refusal = Optional.empty();

    Witness(StepFunction rules) {
        this.rules = rules;
    }

    /** The rules' step; where they refuse, the core by its checks, a mutant in any other way, nothing happens. */
    @Override
    public Step step(ServerState state, Event event) {
        try {
            Step step = rules.step(state, event);
            sent = step.messages();
            return step;
        } catch (RuntimeException e) {
            refusal = Optional.of(String.valueOf(e.getMessage()));
            return new Step(state, List.of());
        }
    }

    @Override
    public ServerState restart(ServerState state) {
        return rules.restart(state);
    }

    List<Message> sent() {
        return sent;
    }

    Optional<String> refusal() {
        return refusal;
    }
}
