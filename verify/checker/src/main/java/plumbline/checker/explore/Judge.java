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
 * Keeps the histories and checks the properties of packed worlds. Whatever depends on one server's state, on two, or on
 * one beside a history is judged once and remembered.
 */
final class Judge {
    /** How many committed entries a remembered verdict has a bit for. */
    private static final int REMEMBERED_ENTRIES = 56;

    private final Tables tables;
    private final Layout layout;
    private final StepFunction rules;
    private final List<Property> stepProperties;
    private final List<Property> serverProperties;
    private final boolean electionSafety;
    private final boolean logMatching;
    private final boolean onMajority;
    private final boolean refusals;

    private final Interner<History> histories = new Interner<>();
    /** By number of a history: the number of its committed entries as a list. */
    private final List<Integer> committed = new ArrayList<>();

    private final Interner<List<Committed>> committedLists = new Interner<>();
    private final LongToLong after = new LongToLong();
    private final LongToLong serverVerdicts = new LongToLong();
    private final LongToLong pairVerdicts = new LongToLong();
    private final LongToLong answers = new LongToLong();
    /** States of all servers are numbered through; by server, the number of its state 0. */
    private final int[] firstState;
    /** By server and state: whether stepping there can add to a history. */
    private final boolean[][] eventful;

    Judge(Tables tables, Layout layout, StepFunction rules, Set<Property> properties) {
        this.tables = tables;
        this.layout = layout;
        this.rules = rules;
        stepProperties = inScope(properties, Property.Scope.STEP);
        serverProperties = inScope(properties, Property.Scope.SERVER);
        electionSafety = serverProperties.contains(Property.ELECTION_SAFETY);
        logMatching = properties.contains(Property.LOG_MATCHING);
        onMajority = properties.contains(Property.COMMITTED_ON_MAJORITY);
        refusals = properties.contains(Property.NO_MESSAGE_REFUSED);
        number(History.EMPTY);
        firstState = new int[tables.servers.length];
        eventful = new boolean[tables.servers.length][];
        int states = 0;
        for (int server = 0; server < firstState.length; server++) {
            firstState[server] = states;
            List<ServerState> own = tables.servers[server].states;
            states += own.size();
            eventful[server] = new boolean[own.size()];
            for (int state = 0; state < own.size(); state++) {
                eventful[server][state] =
                        own.get(state).isLeader() || own.get(state).commitIndex() > 0;
            }
        }
    }

    private static List<Property> inScope(Set<Property> properties, Property.Scope scope) {
        return properties.stream()
                .filter(property -> property.scope() == scope)
                .sorted()
                .toList();
    }

    /** The number of a history that may be new. */
    int number(History history) {
        int number = histories.number(history);
        if (number == committed.size()) {
            committed.add(committedLists.number(history.committed()));
        }
        return number;
    }

    History history(int number) {
        return histories.value(number);
    }

    /** The history after {@code server} stepped to {@code state}. */
    int after(int history, int server, int state) {
        if (!eventful[server][state] || !histories.value(history).changesAt(tables.servers[server].states.get(state))) {
            return history;
        }
        long key = key(history, server, state);
        long known = after.get(key);
        if (known == LongToLong.ABSENT) {
            known = number(histories.value(history).after(tables.servers[server].states.get(state)));
            after.put(key, known);
        }
        return (int) known;
    }

    private long key(int number, int server, int state) {
        return ((long) number << 32) | (firstState[server] + state);
    }

    /** The violation in a world in which any server may have stepped. */
    @Nullable
    Violation judge(long[] world) {
        for (int server = 0; server < tables.servers.length; server++) {
            Violation violation = judge(world, server, false);
            if (violation != null) {
                return violation;
            }
        }
        return null;
    }

    /** The violation in a world in which {@code stepped} has just stepped, from a world with another history or not. */
    @Nullable
    Violation judge(long[] world, int stepped, boolean newHistory) {
        int history = layout.history(world);
        int servers = tables.servers.length;
        for (int server = 0; server < servers; server++) {
            if (server == stepped || newHistory) {
                if (electionSafety) {
                    Optional<String> reason = WorldProperties.explain(
                            Property.ELECTION_SAFETY, state(world, server), histories.value(history));
                    if (reason.isPresent()) {
                        return new Violation(Property.ELECTION_SAFETY, reason.get());
                    }
                }
                int verdict = (int) verdict(history, server, layout.state(world, server)) & 0xFF;
                if (verdict != 0) {
                    Property property = serverProperties.get(verdict - 1);
                    return new Violation(
                            property,
                            WorldProperties.explain(property, state(world, server), histories.value(history))
                                    .orElseThrow());
                }
            }
            if (logMatching && server != stepped && !match(world, stepped, server)) {
                return new Violation(
                        Property.LOG_MATCHING,
                        WorldProperties.explainLogMatching(state(world, stepped), state(world, server))
                                .orElseThrow());
            }
        }
        return onMajority && !committedOnMajority(world, history)
                ? new Violation(
                        Property.COMMITTED_ON_MAJORITY,
                        WorldProperties.explainCommittedOnMajority(states(world), histories.value(history))
                                .orElseThrow())
                : null;
    }

    /**
     * Low 8 bits: 0, or 1 plus the place of the violated property; above them a bit for each committed entry it has. Of
     * the history only the committed entries matter here.
     */
    private long verdict(int history, int server, int number) {
        long key = key(committed.get(history), server, number);
        long known = serverVerdicts.get(key);
        if (known == LongToLong.ABSENT) {
            ServerState state = tables.servers[server].states.get(number);
            known = stored(state, histories.value(history)) << 8;
            for (int i = 0; i < serverProperties.size(); i++) {
                Property property = serverProperties.get(i);
                if (property != Property.ELECTION_SAFETY
                        && WorldProperties.explain(property, state, histories.value(history))
                                .isPresent()) {
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
        for (int i = 0; i < committed.size(); i++) {
            if (WorldProperties.holds(state.log(), i + 1, committed.get(i).entry())) {
                stored |= 1L << i;
            }
        }
        return stored;
    }

    private boolean match(long[] world, int one, int other) {
        int first = Math.min(one, other);
        int second = Math.max(one, other);
        int firstNumber = layout.state(world, first);
        long key = key(firstState[first] + firstNumber, second, layout.state(world, second));
        long known = pairVerdicts.get(key);
        if (known == LongToLong.ABSENT) {
            known = WorldProperties.explainLogMatching(state(world, first), state(world, second))
                            .isPresent()
                    ? 0
                    : 1;
            pairVerdicts.put(key, known);
        }
        return known == 1;
    }

    private boolean committedOnMajority(long[] world, int history) {
        int entries = histories.value(history).committed().size();
        if (entries > REMEMBERED_ENTRIES) {
            return WorldProperties.explainCommittedOnMajority(states(world), histories.value(history))
                    .isEmpty();
        }
        for (int entry = 0; entry < entries; entry++) {
            int holders = 0;
            for (int server = 0; server < tables.servers.length; server++) {
                holders += (int) (verdict(history, server, layout.state(world, server)) >>> (8 + entry)) & 1;
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
        if (known == LongToLong.ABSENT) {
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

    private ServerState state(long[] world, int server) {
        return tables.servers[server].states.get(layout.state(world, server));
    }

    List<ServerState> states(long[] world) {
        List<ServerState> states = new ArrayList<>();
        for (int server = 0; server < tables.servers.length; server++) {
            states.add(state(world, server));
        }
        return states;
    }
}
