package plumbline.checker.trace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import plumbline.checker.explore.Verdict;
import plumbline.checker.world.Action;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Network;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.ClientRequest;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.core.Message;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;

/** Traces that other packages' tests tell and draw. */
public final class SampleTraces {
    private static final Entry C1 = new Entry(1, Command.of("c1"));

    private SampleTraces() {}

    /** Server 3 votes for servers 1 and 2 in term 1, so both are elected. */
    public static Trace votesTwice() {
        return Traces.votesTwice();
    }

    /** A trace of one choice with this name. */
    public static Trace named(String name) {
        return new Trace(
                new Trace.Header(name, List.of("One.", "Two."), Bounds.of(3, 1, 0, 0), Optional.empty(), Verdict.HOLDS),
                List.of(Choice.electionTimeout(1)),
                Optional.empty());
    }

    /** A life with an election, a replicated command, a deposed leader, a conflict, a loss, a copy and a crash. */
    public static Trace everyKindOfStep() {
        Bounds bounds = new Bounds(3, 3, 3, 2, 2, 1, 1, Network.bag(1, 1));
        ClientRequest both = new ClientRequest(List.of(Command.of("c1"), Command.of("c2")));
        ClientRequest second = new ClientRequest(List.of(Command.of("c2")));
        return Traces.holds(
                bounds,
                List.of(
                        Choice.electionTimeout(1),
                        consumed(new RequestVoteRequest(1, 2, 1, 0, 0)),
                        new Choice.Drop(new RequestVoteRequest(1, 3, 1, 0, 0)),
                        consumed(new RequestVoteResponse(2, 1, 1, true)),
                        Choice.heartbeatTimeout(1),
                        Choice.clientRequest(1, both),
                        consumed(new AppendEntriesRequest(1, 2, 1, 0, 0, List.of(C1), 0)),
                        consumed(AppendEntriesResponse.accepted(2, 1, 1, 1)),
                        Choice.electionTimeout(2),
                        consumed(new RequestVoteRequest(2, 3, 2, 1, 1)),
                        consumed(new RequestVoteResponse(3, 2, 2, true)),
                        consumed(new AppendEntriesRequest(2, 3, 2, 1, 1, List.of(), 0)),
                        consumed(AppendEntriesResponse.conflicting(3, 2, 2, 0, 1)),
                        Choice.clientRequest(2, second),
                        consumed(new AppendEntriesRequest(2, 1, 2, 1, 1, List.of(), 0)),
                        consumed(AppendEntriesResponse.accepted(1, 2, 2, 1)),
                        consumed(new AppendEntriesRequest(2, 1, 2, 1, 1, List.of(new Entry(2, Command.of("c2"))), 0)),
                        Traces.deliver(new AppendEntriesRequest(1, 3, 1, 0, 0, List.of(C1), 0)),
                        new Choice.Restart(1)));
    }

    private static Choice consumed(Message message) {
        return new Choice.Deliver(message, false);
    }

    /** Steps of the core, of which each changes something; always the same ones. */
    public static Trace walk(int servers, int steps) {
        Bounds bounds = new Bounds(servers, 6, 8, 3, 2, 2, Integer.MAX_VALUE, Network.SET);
        Random random = new Random(2);
        List<Choice> choices = new ArrayList<>();
        Set<Choice> arrived = new HashSet<>();
        World world = World.initial(bounds);
        while (choices.size() < steps) {
            World now = world;
            boolean led = now.servers().stream().anyMatch(plumbline.core.ServerState::isLeader);
            List<Choice> likely = now.choices(bounds).stream()
                    .filter(choice ->
                            !now.after(choice, StepFunction.RAFT, bounds).equals(now))
                    .filter(choice -> !arrived.contains(choice))
                    .filter(choice -> !(choice.action() == Action.ELECTION_TIMEOUT && (led || !choices.isEmpty()))
                            || random.nextInt(40) == 0)
                    .filter(choice -> choice.action() != Action.RESTART || random.nextInt(20) == 0)
                    .filter(choice -> choice.action() != Action.CLIENT_REQUEST || random.nextInt(8) == 0)
                    .toList();
            if (likely.isEmpty()) {
                continue;
            }
            Choice choice = likely.get(random.nextInt(likely.size()));
            choices.add(choice);
            if (choice instanceof Choice.Deliver) {
                arrived.add(choice);
            }
            world = now.after(choice, StepFunction.RAFT, bounds);
        }
        return Traces.holds(bounds, choices);
    }
}
