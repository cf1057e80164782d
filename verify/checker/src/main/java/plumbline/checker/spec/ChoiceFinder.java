package plumbline.checker.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import plumbline.checker.spec.TlaValue.Elements;
import plumbline.checker.spec.TlaValue.Fields;
import plumbline.checker.spec.TlaValue.Sequence;
import plumbline.checker.spec.TlaValue.Text;
import plumbline.checker.spec.TlaValue.Whole;
import plumbline.checker.world.Action;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.ClientRequest;
import plumbline.core.Command;
import plumbline.core.ServerState;

/**
 * Finds the choice behind a step of the spec. TLC names the action and shows both states, but not the server, message or
 * commands. Where the code has a choice of that action that leads to the same state, that is it. Else it is the choice at
 * the server whose state changes, answering those who are answered, after which the least is different.
 */
final class ChoiceFinder {
    private static final int UNLIKELY = 1000;

    private final Bounds bounds;
    private final StepFunction rules;

    ChoiceFinder(Bounds bounds, StepFunction rules) {
        this.bounds = bounds;
        this.rules = rules;
    }

    /**
     * A choice, and what the code makes of it.
     *
     * @param choice the choice
     * @param refusal why the code refuses it, if it does
     * @param after the code's world after it
     * @param differences where that is not the spec's state
     */
    record Found(Choice choice, Optional<String> refusal, World after, List<ValueDifference> differences) {}

    /** The choice of {@code action} that leads from {@code before} to {@code target}, if there is any of that action. */
    Optional<Found> find(World before, String action, Map<String, TlaValue> target) {
        Map<String, TlaValue> from = WorldValues.of(before, bounds.terms());
        Found best = null;
        int least = Integer.MAX_VALUE;
        for (Choice choice : candidates(before, action, target)) {
            Found found = attempt(before, choice, target);
            int score = found.differences.isEmpty()
                    ? -1
                    : found.differences.size() + unlikely(choice, from, target) * UNLIKELY;
            if (score < least) {
                least = score;
                best = found;
            }
        }
        return Optional.ofNullable(best);
    }

    private Found attempt(World before, Choice choice, Map<String, TlaValue> target) {
        Optional<String> refusal = Optional.empty();
        World after = before;
        try {
            after = before.after(choice, rules, bounds);
        } catch (RuntimeException e) {
            refusal = Optional.of(String.valueOf(e.getMessage()));
        }
        return new Found(
                choice, refusal, after, ValueDifference.between(target, WorldValues.of(after, bounds.terms())));
    }

    private List<Choice> candidates(World before, String action, Map<String, TlaValue> target) {
        if (action.equals(Action.CLIENT_REQUEST.specName())) {
            return requests(before, target);
        }
        // Requests are found otherwise, and there may be very many.
        Bounds few = new Bounds(
                bounds.servers(), bounds.terms(), 0, 1, 1, bounds.restarts(), bounds.window(), bounds.network());
        return before.choices(few).stream()
                .filter(choice -> choice.action().specName().equals(action))
                .toList();
    }

    private List<Choice> requests(World before, Map<String, TlaValue> target) {
        List<Choice> requests = new ArrayList<>();
        for (ServerState server : before.servers()) {
            int known = (int) server.log().lastIndex();
            List<Command> commands = new ArrayList<>();
            if (server(target, server.id()) instanceof Fields fields
                    && fields.values().get("log") instanceof Sequence log) {
                for (TlaValue entry : log.values()
                        .subList(
                                Math.min(known, log.values().size()),
                                log.values().size())) {
                    if (entry instanceof Fields parts && parts.values().get("command") instanceof Text command) {
                        commands.add(Command.of(command.value()));
                    }
                }
            }
            if (!commands.isEmpty()) {
                requests.add(Choice.clientRequest(server.id(), new ClientRequest(commands)));
            }
        }
        return requests;
    }

    private static TlaValue server(Map<String, TlaValue> state, int id) {
        return state.get("server") instanceof Sequence servers
                        && servers.values().size() >= id
                ? servers.values().get(id - 1)
                : new Whole(0);
    }

    /** How much speaks against {@code choice}: other servers change, others send, others are answered. */
    private int unlikely(Choice choice, Map<String, TlaValue> from, Map<String, TlaValue> target) {
        int reasons = 0;
        for (int id = 1; id <= bounds.servers(); id++) {
            if (id != choice.server() && !server(from, id).equals(server(target, id))) {
                reasons++;
            }
        }
        Set<TlaValue> known = messages(from);
        for (TlaValue message : messages(target)) {
            if (!known.contains(message) && message instanceof Fields sent) {
                boolean answers = sent.values().get("type") instanceof Text type
                        && type.value().endsWith("Response");
                if (!new Whole(choice.server()).equals(sent.values().get("from"))) {
                    reasons++;
                }
                if (answers
                        && choice instanceof Choice.Deliver deliver
                        && !new Whole(deliver.message().from())
                                .equals(sent.values().get("to"))) {
                    reasons++;
                }
            }
        }
        return reasons;
    }

    private static Set<TlaValue> messages(Map<String, TlaValue> state) {
        return state.get("messages") instanceof Elements messages ? messages.values() : Set.of();
    }
}
