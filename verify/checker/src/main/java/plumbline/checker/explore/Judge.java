package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import plumbline.checker.property.Property;
import plumbline.checker.property.StepProperties;
import plumbline.checker.property.Violation;
import plumbline.checker.property.WorldProperties;
import plumbline.checker.world.Committed;
import plumbline.checker.world.History;
import plumbline.checker.world.StepFunction;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.ServerState;
import plumbline.core.Step;

/**
 * Checks the properties. Whatever depends on one server's state, on two, or on one beside the committed entries is judged
 * once and remembered. Safe for several threads.
 */
final class Judge {
    /** How many committed entries a remembered verdict has a bit for. */
    private static final int REMEMBERED_ENTRIES = 55;

    private final Tables tables;
    private final Contexts contexts;
    private final StepFunction rules;
    private final List<Property> stepProperties;
    private final List<Property> serverProperties;
    private final boolean electionSafety;
    private final boolean logMatching;
    private final boolean onMajority;
    private final boolean refusals;

    private final SharedMemory serverVerdicts = new SharedMemory();
    private final SharedMemory pairVerdicts = new SharedMemory();
    private final SharedMemory answers = new SharedMemory();

    Judge(Tables tables, Contexts contexts, StepFunction rules, Set<Property> properties) {
        this.tables = tables;
        this.contexts = contexts;
        this.rules = rules;
        stepProperties = inScope(properties, Property.Scope.STEP);
        serverProperties = inScope(properties, Property.Scope.SERVER);
        electionSafety = serverProperties.contains(Property.ELECTION_SAFETY);
        logMatching = properties.contains(Property.LOG_MATCHING);
        onMajority = properties.contains(Property.COMMITTED_ON_MAJORITY);
        refusals = properties.contains(Property.NO_MESSAGE_REFUSED);
    }

    private static List<Property> inScope(Set<Property> properties, Property.Scope scope) {
        return properties.stream()
                .filter(property -> property.scope() == scope)
                .sorted()
                .toList();
    }

    private long key(int number, int server, int state) {
        return ((long) number << 32) | (tables.firstState[server] + state);
    }

    /** The violation in a world with these states of its servers, in this context. */
    @Nullable
    Violation judge(int[] states, int context) {
        for (int server = 0; server < states.length; server++) {
            if (electionSafety) {
                Violation violation = violation(Property.ELECTION_SAFETY, states, server, context);
                if (violation != null) {
                    return violation;
                }
            }
            int verdict = (int) verdict(context, server, states[server]) & 0xFF;
            if (verdict != 0) {
                return violation(serverProperties.get(verdict - 1), states, server, context);
            }
            for (int other = 0; logMatching && other < server; other++) {
                if (!match(other, states[other], server, states[server])) {
                    return new Violation(
                            Property.LOG_MATCHING,
                            WorldProperties.explainLogMatching(state(states, other), state(states, server))
                                    .orElseThrow());
                }
            }
        }
        return onMajority && !committedOnMajority(states, context)
                ? new Violation(
                        Property.COMMITTED_ON_MAJORITY,
                        WorldProperties.explainCommittedOnMajority(states(states), contexts.history(context))
                                .orElseThrow())
                : null;
    }

    private @Nullable Violation violation(Property property, int[] states, int server, int context) {
        return WorldProperties.explain(property, state(states, server), contexts.history(context))
                .map(reason -> new Violation(property, reason))
                .orElse(null);
    }

    /**
     * Low 8 bits: 0, or 1 plus the place of the violated property; above them a bit for each committed entry it has. Of
     * the history only the committed entries matter here.
     */
    private long verdict(int context, int server, int number) {
        long key = key(contexts.committedNumber(context), server, number);
        long known = serverVerdicts.get(key);
        if (known == SharedMemory.ABSENT) {
            ServerState state = tables.servers[server].states.get(number);
            History history = contexts.history(context);
            known = stored(state, history) << 8;
            for (int i = 0; i < serverProperties.size(); i++) {
                Property property = serverProperties.get(i);
                if (property != Property.ELECTION_SAFETY
                        && WorldProperties.explain(property, state, history).isPresent()) {
                    known |= i + 1;
                    break;
                }
            }
            serverVerdicts.put(key, known);
        }
        return known;
    }

    private static long stored(ServerState state, History history) {
        long stored = 0;
        List<Committed> committed = history.committed();
        for (int i = 0; i < Math.min(committed.size(), REMEMBERED_ENTRIES); i++) {
            if (WorldProperties.holds(state.log(), i + 1, committed.get(i).entry())) {
                stored |= 1L << i;
            }
        }
        return stored;
    }

    private boolean match(int one, int oneState, int other, int otherState) {
        long key = key(tables.firstState[one] + oneState, other, otherState);
        long known = pairVerdicts.get(key);
        if (known == SharedMemory.ABSENT) {
            known = WorldProperties.explainLogMatching(
                                    tables.servers[one].states.get(oneState),
                                    tables.servers[other].states.get(otherState))
                            .isPresent()
                    ? 0
                    : 1;
            pairVerdicts.put(key, known);
        }
        return known == 1;
    }

    private boolean committedOnMajority(int[] states, int context) {
        int entries = contexts.history(context).committed().size();
        if (entries > REMEMBERED_ENTRIES) {
            return WorldProperties.explainCommittedOnMajority(states(states), contexts.history(context))
                    .isEmpty();
        }
        for (int entry = 0; entry < entries; entry++) {
            int holders = 0;
            for (int server = 0; server < states.length; server++) {
                holders += (int) (verdict(context, server, states[server]) >>> (8 + entry)) & 1;
            }
            if (holders < tables.bounds.cluster().majority()) {
                return false;
            }
        }
        return true;
    }

    /** The violation in one local step, {@code event} being null for a restart. */
    @Nullable
    Violation judgeStep(ServerState before, @Nullable Event event) {
        Step step;
        try {
            step = event == null ? new Step(rules.restart(before), List.of()) : rules.step(before, event);
        } catch (RuntimeException refusal) {
            return refusals
                    ? new Violation(
                            Property.NO_MESSAGE_REFUSED,
                            "server " + before.id() + " refuses what was sent to it: " + refusal.getMessage())
                    : null;
        }
        for (Property property : stepProperties) {
            Optional<String> reason =
                    StepProperties.explain(property, before, event == null, step.state(), step.messages());
            if (reason.isPresent()) {
                return new Violation(property, reason.get());
            }
        }
        return null;
    }

    /** Whether a server may send {@code sent} in answer to a message that leaves it in {@code state}. */
    boolean mayAnswer(int server, int state, int sent) {
        long key = key(sent, server, state);
        long known = answers.get(key);
        if (known == SharedMemory.ABSENT) {
            ServerState same = tables.servers[server].states.get(state);
            List<Message> messages = tables.messages(sent);
            known = stepProperties.stream()
                            .allMatch(property -> StepProperties.explain(property, same, false, same, messages)
                                    .isEmpty())
                    ? 1
                    : 0;
            answers.put(key, known);
        }
        return known == 1;
    }

    /** Whether a refused message is a violation, or just lost. */
    boolean mindsRefusals() {
        return refusals;
    }

    private ServerState state(int[] states, int server) {
        return tables.servers[server].states.get(states[server]);
    }

    /** The servers' states in plain form. */
    List<ServerState> states(int[] states) {
        List<ServerState> all = new ArrayList<>();
        for (int server = 0; server < states.length; server++) {
            all.add(state(states, server));
        }
        return all;
    }
}
