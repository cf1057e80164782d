package plumbline.checker.trace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import plumbline.checker.explore.Counterexample;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.property.Violation;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Network;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.ClientRequest;
import plumbline.core.Cluster;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.core.Message;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;

/** Traces to test with. */
final class Traces {
    private static final List<Command> ODD_COMMANDS = List.of(
            Command.of("c1"),
            Command.of(""),
            Command.of("naïve \"quoted\" \\ 🦊"),
            Command.of("two\nlines\t"),
            Command.of("\u2028\u200b\ufeff\ufffd"),
            Command.of(new byte[] {(byte) 0xff, 0, 13, (byte) 0xc0, (byte) 0x80}));

    private Traces() {}

    /** Server 3 votes for servers 1 and 2 in term 1, so both are elected. */
    static Trace votesTwice() {
        Violation violation = new Violation(
                Property.ELECTION_SAFETY, "server 2 was elected in term 1, in which server 1 was elected before");
        return new Trace(
                new Trace.Header(
                        "server-votes-twice",
                        List.of(
                                "Server 3 votes for server 1, and then for server 2 in the same term.",
                                "Each has a majority with its own vote, so term 1 has two leaders."),
                        Bounds.of(3, 1, 1, 0),
                        Optional.of(Property.ELECTION_SAFETY),
                        Verdict.VIOLATED),
                List.of(
                        Choice.electionTimeout(1),
                        Choice.electionTimeout(2),
                        deliver(new RequestVoteRequest(1, 3, 1, 0, 0)),
                        deliver(new RequestVoteRequest(2, 3, 1, 0, 0)),
                        deliver(new RequestVoteResponse(3, 1, 1, true)),
                        deliver(new RequestVoteResponse(3, 2, 1, true))),
                Optional.of(violation));
    }

    static Choice deliver(Message message) {
        return new Choice.Deliver(message, true);
    }

    static Trace holds(Bounds bounds, List<Choice> choices) {
        return new Trace(
                new Trace.Header("a test", List.of("One.", "Two."), bounds, Optional.empty(), Verdict.HOLDS),
                choices,
                Optional.empty());
    }

    static Bounds bounds(Random random) {
        Network network = random.nextBoolean() ? Network.SET : Network.bag(random.nextInt(3), random.nextInt(3));
        return new Bounds(
                1 + random.nextInt(5),
                1 + random.nextInt(4),
                random.nextInt(5),
                1 + random.nextInt(3),
                1 + random.nextInt(3),
                random.nextInt(3),
                random.nextBoolean() ? Cluster.UNLIMITED : 1 + random.nextInt(3),
                network);
    }

    /** A schedule of up to {@code length} choices, each drawn from those that are enabled. */
    static List<Choice> walk(Random random, Bounds bounds, StepFunction rules, int length) {
        List<Choice> walk = new ArrayList<>();
        World world = World.initial(bounds);
        for (int i = 0; i < length; i++) {
            List<Choice> choices = world.choices(bounds);
            if (choices.isEmpty()) {
                break;
            }
            Choice choice = choices.get(random.nextInt(choices.size()));
            walk.add(choice);
            world = world.after(choice, rules, bounds);
        }
        return walk;
    }

    /** Any trace that can be written: its choices need not be possible. */
    static Trace any(Random random) {
        Bounds bounds = bounds(random);
        List<Choice> choices = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            choices.add(anyChoice(random, bounds.network().consumes()));
        }
        if (random.nextBoolean()) {
            Trace.Header header = new Trace.Header(
                    "a test",
                    List.of("One.", "Two."),
                    random.nextBoolean() ? Optional.of("voter-forgets-its-vote") : Optional.empty(),
                    bounds,
                    Optional.empty(),
                    Verdict.HOLDS);
            return new Trace(header, choices, Optional.empty());
        }
        List<Property> properties = Property.all();
        Violation violation =
                new Violation(properties.get(random.nextInt(properties.size())), "a \"reason\"\nwith odd\u0000 text");
        return Trace.of("n-" + random.nextInt(), bounds, new Counterexample(violation, choices));
    }

    private static Choice anyChoice(Random random, boolean consumes) {
        int server = 1 + random.nextInt(5);
        return switch (random.nextInt(6)) {
            case 0 -> Choice.electionTimeout(server);
            case 1 -> Choice.heartbeatTimeout(server);
            case 2 -> Choice.clientRequest(server, new ClientRequest(List.of(command(random), command(random))));
            case 3 -> new Choice.Restart(server);
            case 4 -> new Choice.Drop(message(random));
            default -> new Choice.Deliver(message(random), !consumes || random.nextBoolean());
        };
    }

    private static Message message(Random random) {
        int from = 1 + random.nextInt(5);
        int to = 1 + from % 5;
        long term = 1L + random.nextInt(9);
        return switch (random.nextInt(6)) {
            case 0 -> new RequestVoteRequest(from, to, term, random.nextInt(3) + 1L, 1);
            case 1 -> new RequestVoteResponse(from, to, term, random.nextBoolean());
            case 2 -> AppendEntriesResponse.accepted(from, to, term, Long.MAX_VALUE - random.nextInt(3));
            case 3 -> AppendEntriesResponse.conflicting(from, to, term, 1, 1 + random.nextInt(3));
            case 4 -> AppendEntriesResponse.stale(from, to, term);
            default ->
                new AppendEntriesRequest(
                        from,
                        to,
                        term,
                        0,
                        0,
                        List.of(new Entry(1, command(random)), new Entry(term, command(random))),
                        random.nextInt(5));
        };
    }

    private static Command command(Random random) {
        return ODD_COMMANDS.get(random.nextInt(ODD_COMMANDS.size()));
    }

    static String write(Trace trace) {
        try {
            StringBuilder text = new StringBuilder();
            TraceWriter.write(trace, text);
            return text.toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Trace read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    static Trace read(byte[] bytes) throws IOException {
        return TraceReader.read(new ByteArrayInputStream(bytes), "t.jsonl");
    }
}
