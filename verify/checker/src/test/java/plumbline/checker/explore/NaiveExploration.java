package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import plumbline.checker.world.Action;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.History;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.ServerState;
import plumbline.core.Step;

/** Breadth first over plain worlds, with nothing clever in it: what the explorer has to agree with. */
record NaiveExploration(long worlds, long transitions, int depth, long serverTuples, long localTransitions) {
    /** All servers and the history. */
    private record Tuple(List<ServerState> servers, History history) {}

    /** One server's state and what happened to it. */
    private record Local(ServerState state, Object event) {}

    static NaiveExploration of(Bounds bounds, StepFunction rules) {
        Set<World> seen = new HashSet<>();
        Set<Tuple> tuples = new HashSet<>();
        Set<Local> locals = new HashSet<>();
        long transitions = 0;
        int depth = -1;
        List<World> level = List.of(World.initial(bounds));
        seen.addAll(level);
        while (!level.isEmpty()) {
            depth++;
            List<World> next = new ArrayList<>();
            for (World world : level) {
                tuples.add(new Tuple(world.servers(), world.history()));
                for (Choice choice : world.choices(bounds)) {
                    transitions++;
                    if (choice.action() != Action.DROP_MESSAGE) {
                        locals.add(new Local(world.server(choice.server()), happening(choice)));
                    }
                    World after = after(world, choice, rules, bounds);
                    if (seen.add(after)) {
                        next.add(after);
                    }
                }
            }
            level = next;
        }
        return new NaiveExploration(seen.size(), transitions, depth, tuples.size(), locals.size());
    }

    /** What the explorer says in the same terms. */
    static NaiveExploration of(Report report) {
        return new NaiveExploration(
                report.worlds(),
                report.transitions(),
                report.depth(),
                report.serverTuples(),
                report.localTransitions());
    }

    private static Object happening(Choice choice) {
        return choice instanceof Choice.Deliver deliver
                ? deliver.message()
                : choice instanceof Choice.Internal internal ? internal.event() : "restart";
    }

    /** A server that refuses a message ignores it; a network that consumes has consumed it. */
    private static World after(World world, Choice choice, StepFunction rules, Bounds bounds) {
        try {
            return world.after(choice, rules, bounds);
        } catch (IllegalArgumentException refused) {
            return world.after(choice, (state, event) -> new Step(state, List.of()), bounds);
        }
    }
}
