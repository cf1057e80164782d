package plumbline.checker.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import plumbline.checker.explore.Verdict;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.ClientRequest;
import plumbline.core.Command;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;
import plumbline.core.ServerState;
import plumbline.core.Step;

/** A story of the core, told choice by choice; what is sent and not mentioned never arrives. */
final class Scenario {
    private final String name;
    private final List<String> story;
    private final Bounds bounds;
    private final boolean twice;
    private final List<Choice> choices = new ArrayList<>();
    private final List<Message> sent = new ArrayList<>();
    private World world;

    private Scenario(String name, List<String> story, Bounds bounds, boolean twice) {
        this.name = name;
        this.story = story;
        this.bounds = bounds;
        this.twice = twice;
        world = World.initial(bounds);
    }

    Scenario(String name, String what, String point, Bounds bounds) {
        this(name, List.of(what, point), bounds, false);
    }

    /** The same, but each message that arrives arrives twice. */
    Scenario twice() {
        return new Scenario(name, story, bounds, true);
    }

    Trace trace() {
        return new Trace(
                new Trace.Header(name, story, bounds, Optional.empty(), Verdict.HOLDS), choices, Optional.empty());
    }

    ServerState server(int id) {
        return world.server(id);
    }

    World world() {
        return world;
    }

    private List<Message> take(Choice choice) {
        List<Message> now = new ArrayList<>();
        StepFunction rules = new StepFunction() {
            @Override
            public Step step(ServerState state, Event event) {
                Step step = StepFunction.RAFT.step(state, event);
                now.addAll(step.messages());
                return step;
            }
        };
        world = world.after(choice, rules, bounds);
        choices.add(choice);
        sent.addAll(now);
        return now;
    }

    void timesOut(int server) {
        take(Choice.electionTimeout(server));
    }

    void heartbeats(int leader) {
        take(Choice.heartbeatTimeout(leader));
    }

    void crashes(int server) {
        take(new Choice.Restart(server));
    }

    void asked(int server, String... commands) {
        List<Command> all = new ArrayList<>();
        for (String command : commands) {
            all.add(Command.of(command));
        }
        take(Choice.clientRequest(server, new ClientRequest(all)));
    }

    /** A server receives what another sent it last of a kind; says what it answered. */
    List<Message> receives(int server, int from, Class<? extends Message> kind) {
        Message last = null;
        for (Message message : sent) {
            if (message.to() == server && message.from() == from && kind.isInstance(message)) {
                last = message;
            }
        }
        if (last == null) {
            throw new AssertionError("server " + from + " sent server " + server + " no " + kind.getSimpleName());
        }
        List<Message> answers = take(new Choice.Deliver(last, true));
        if (twice) {
            take(new Choice.Deliver(last, true));
        }
        return answers;
    }

    /** A voter is asked, and its answer arrives. */
    void votes(int voter, int candidate) {
        receives(voter, candidate, RequestVoteRequest.class);
        receives(candidate, voter, RequestVoteResponse.class);
    }

    void elected(int candidate, int... voters) {
        timesOut(candidate);
        for (int voter : voters) {
            votes(voter, candidate);
        }
        if (!server(candidate).isLeader()) {
            throw new AssertionError("server " + candidate + " was not elected");
        }
    }

    /** What the leader sent the follower last arrives, and the answer, until there is no more to send. */
    void replicates(int leader, int follower) {
        boolean more = true;
        while (more) {
            receives(follower, leader, AppendEntriesRequest.class);
            more = receives(leader, follower, AppendEntriesResponse.class).stream()
                    .anyMatch(message -> message.to() == follower);
        }
    }

    void replicates(int leader, int... followers) {
        for (int follower : followers) {
            replicates(leader, follower);
        }
    }
}
