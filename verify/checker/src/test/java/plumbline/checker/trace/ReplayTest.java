package plumbline.checker.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import plumbline.checker.Mutants;
import plumbline.checker.property.Violation;
import plumbline.checker.trace.Replay.Impossible;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Network;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.ClientRequest;
import plumbline.core.Command;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;

class ReplayTest {
    private static final Set<plumbline.checker.property.Property> ALL =
            EnumSet.allOf(plumbline.checker.property.Property.class);

    @Test
    void theMutantBreaksWhatTheTraceSaysAtItsLastStep() {
        Trace trace = Traces.votesTwice();
        Replay.Result result = Replay.of(trace, Mutants.VOTES_TWICE).run(trace);
        assertEquals(trace.violation(), result.violation());
        assertEquals(trace.choices().size(), result.steps());
    }

    @Test
    void theFirstPropertyToBreakIsFoundWhenAllAreChecked() {
        Replay.Result result = new Replay(Mutants.VOTES_TWICE, ALL, Impossible.REFUSED).run(Traces.votesTwice());
        assertEquals(
                Optional.of(new Violation(
                        plumbline.checker.property.Property.ONE_VOTE_PER_TERM,
                        "server 3 voted for server 1 in term 1 and now has voted for server 2")),
                result.violation());
        assertEquals(4, result.steps());
    }

    @Test
    void theCoreDoesNotMakeTheSameSchedulePossible() {
        Trace trace = Traces.votesTwice();
        ImpossibleTraceException e = assertThrows(
                ImpossibleTraceException.class,
                () -> Replay.of(trace, StepFunction.RAFT).run(trace));
        assertEquals("line 7: server 2 was never sent this message", e.getMessage());
        assertEquals(7, e.line());
    }

    @Test
    void theCoreBreaksNothingWhereTheSameScheduleIsPossible() {
        List<Integer> skipped = new ArrayList<>();
        Replay.Result result = new Replay(StepFunction.RAFT, ALL, Impossible.SKIPPED).run(Traces.votesTwice(), step -> {
            if (step.skipped().isPresent()) {
                skipped.add(step.number());
            }
        });
        assertEquals(Optional.empty(), result.violation());
        assertEquals(List.of(6), skipped);
        assertEquals(
                Set.of(
                        plumbline.checker.property.Property.CAN_REACH_LEADER,
                        plumbline.checker.property.Property.CAN_REACH_COMMIT),
                result.notJudged());
    }

    @Test
    void aRefusedMessageIsAViolation() {
        List<Choice> choices = new ArrayList<>(Traces.votesTwice().choices());
        choices.add(Traces.deliver(new AppendEntriesRequest(1, 2, 1, 0, 0, List.of(), 0)));
        Trace trace = Traces.holds(Bounds.of(3, 1, 1, 0), choices);
        Replay onlyRefusals = new Replay(
                Mutants.VOTES_TWICE,
                Set.of(plumbline.checker.property.Property.NO_MESSAGE_REFUSED),
                Impossible.REFUSED);
        Replay.Result result = onlyRefusals.run(trace);
        assertEquals(
                "server 2 refuses it: from is 1, which says it leads term 1; so does this server",
                result.violation().orElseThrow().reason());
        assertTrue(Story.of(trace, onlyRefusals).contains("leaderCommit 0): refuses it, from is 1, which"));
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void aChoiceIsPossibleExactlyIfTheWorldOffersIt(@ForAll long seed) {
        Random random = new Random(seed);
        Bounds bounds = Traces.bounds(random);
        List<Choice> seen = new ArrayList<>(Traces.any(random).choices());
        for (Choice choice : Traces.walk(random, bounds, StepFunction.RAFT, 30)) {
            seen.add(choice);
            if (choice instanceof Choice.Deliver deliver) {
                seen.add(new Choice.Deliver(deliver.message(), !deliver.kept()));
                seen.add(new Choice.Drop(deliver.message()));
            }
        }
        bounds.clientRequests().forEach(request -> seen.add(Choice.clientRequest(1, request)));
        World world = World.initial(bounds);
        for (Choice next : Traces.walk(random, bounds, StepFunction.RAFT, 30)) {
            List<Choice> offered = world.choices(bounds);
            seen.addAll(offered);
            for (Choice choice : seen) {
                assertEquals(
                        offered.contains(choice),
                        Obstacle.to(choice, world, bounds).isEmpty(),
                        () -> choice + " in " + bounds);
            }
            seen.removeAll(offered);
            seen.add(next);
            world = world.after(next, StepFunction.RAFT, bounds);
        }
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void theCoreBreaksNothingInRandomSchedules(@ForAll long seed) {
        Random random = new Random(seed);
        Bounds bounds = Traces.bounds(random);
        Trace trace = Traces.holds(bounds, Traces.walk(random, bounds, StepFunction.RAFT, 100));
        Replay.Result result = Replay.of(trace, StepFunction.RAFT).run(trace);
        assertEquals(Optional.empty(), result.violation());
        assertEquals(trace.choices().size(), result.steps());
    }

    @Test
    void whatStandsInTheWayIsSaid() {
        Bounds set = Bounds.of(1, 1, 1, 0);
        obstacle(set, Choice.heartbeatTimeout(1), "line 2: server 1 is not a leader, it has no heartbeat timeout");
        obstacle(set, request("c1"), "line 2: server 1 is not a leader, it takes no client request");
        obstacle(set, new Choice.Restart(1), "line 2: restart budget 0 used up");
        obstacle(set, new Choice.Restart(7), "line 2: there is no server 7, only 1 to 1");
        obstacle(set, new Choice.Restart(-1), "line 2: there is no server -1, only 1 to 1");
        Choice elected = Choice.electionTimeout(1);
        obstacle(set, elected, elected, "line 3: server 1 is a leader, its election timeout cannot elapse");
        obstacle(set, elected, request("c2"), "line 3: command c2 is not among c1 to c1");
        obstacle(set, elected, request("\n"), "line 3: command base64 Cg== is not among c1 to c1");
        obstacle(set, elected, request("c1", "c1"), "line 3: the request has 2 commands, the bounds allow 1");
        obstacle(
                Bounds.of(1, 1, 0, 0),
                elected,
                request("c1"),
                "line 3: the log of server 1 would grow to 1 entries, the bounds allow 0");
        Bounds two = Bounds.of(2, 1, 1, 1);
        obstacle(two, elected, elected, "line 3: server 1 is in term 1, the bounds allow no election beyond term 1");
        RequestVoteRequest vote = new RequestVoteRequest(1, 2, 1, 0, 0);
        obstacle(two, Traces.deliver(vote), "line 2: server 2 was never sent this message");
        obstacle(
                two,
                elected,
                new Choice.Drop(vote),
                "line 3: the set network drops no message, it only may never deliver it");
        Bounds bag = two.with(Network.bag(0, 0));
        Choice received = new Choice.Deliver(vote, false);
        obstacle(bag, elected, Traces.deliver(vote), "line 3: duplicate budget 0 used up");
        obstacle(bag, elected, new Choice.Drop(vote), "line 3: drop budget 0 used up");
        obstacle(bag, received, "line 2: server 2 has no such message under way to it: never sent, or gone");
        obstacle(
                bag,
                new Choice.Deliver(new RequestVoteResponse(1, 9, 1, true), false),
                "line 2: there is no server 9, only 1 to 2");
    }

    private static Choice request(String... commands) {
        return Choice.clientRequest(
                1, new ClientRequest(List.of(commands).stream().map(Command::of).toList()));
    }

    private static void obstacle(Bounds bounds, Choice choice, String message) {
        impossible(bounds, List.of(choice), message);
    }

    private static void obstacle(Bounds bounds, Choice first, Choice second, String message) {
        impossible(bounds, List.of(first, second), message);
    }

    private static void impossible(Bounds bounds, List<Choice> choices, String message) {
        Trace trace = Traces.holds(bounds, choices);
        ImpossibleTraceException e = assertThrows(
                ImpossibleTraceException.class,
                () -> Replay.of(trace, StepFunction.RAFT).run(trace));
        assertEquals(message, e.getMessage());
    }

    @Test
    void boundsThatAllowAstronomicallyManyRequestsCostNothing() {
        Bounds bounds = new Bounds(1, 64, 64, 64, 64, 64, 1, Network.SET);
        Trace trace = Traces.holds(bounds, List.of(Choice.electionTimeout(1), request("c1", "c64")));
        assertEquals(2, Replay.of(trace, StepFunction.RAFT).run(trace).steps());
    }
}
