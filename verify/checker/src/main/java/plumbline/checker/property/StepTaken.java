package plumbline.checker.property;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import plumbline.checker.world.History;
import plumbline.core.Message;
import plumbline.core.ServerState;

/**
 * One step in a whole cluster, with all that properties look at.
 *
 * @param before the server before the step
 * @param restart whether the step was a crash and restart
 * @param servers all servers after it
 * @param history the history after it
 * @param sent what it sent
 * @param refusal why the server refused the event, if it did
 */
public record StepTaken(
        ServerState before,
        boolean restart,
        List<ServerState> servers,
        History history,
        List<Message> sent,
        Optional<String> refusal) {
    /** Keeps unmodifiable copies. */
    public StepTaken {
        servers = List.copyOf(servers);
        sent = List.copyOf(sent);
    }

    /** The first of {@code properties} that does not hold after the step, in the order in which they are reported. */
    public Optional<Violation> firstViolation(Set<Property> properties) {
        if (refusal.isPresent() && properties.contains(Property.NO_MESSAGE_REFUSED)) {
            return Optional.of(new Violation(
                    Property.NO_MESSAGE_REFUSED, "server " + before.id() + " refuses it: " + refusal.get()));
        }
        for (Property property : Property.all()) {
            if (properties.contains(property)) {
                Optional<String> reason = explain(property);
                if (reason.isPresent()) {
                    return Optional.of(new Violation(property, reason.get()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> explain(Property property) {
        ServerState after = servers.get(before.id() - 1);
        return switch (property.scope()) {
            case STEP -> StepProperties.explain(property, before, restart, after, sent);
            case SERVER ->
                servers.stream()
                        .flatMap(state -> WorldProperties.explain(property, state, history).stream())
                        .findFirst();
            case PAIR ->
                servers.stream()
                        .filter(state -> state.id() != before.id())
                        .flatMap(state -> WorldProperties.explainLogMatching(after, state).stream())
                        .findFirst();
            case CLUSTER -> WorldProperties.explainCommittedOnMajority(servers, history);
            case GRAPH -> Optional.empty();
        };
    }
}
