package plumbline.checker.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import plumbline.checker.world.Choice;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.ClientRequest;
import plumbline.core.ElectionTimeout;
import plumbline.core.Event;
import plumbline.core.IndexByServer;
import plumbline.core.Log;
import plumbline.core.Message;
import plumbline.core.PersistentState;
import plumbline.core.RequestVoteResponse;
import plumbline.core.Role;
import plumbline.core.ServerState;

/** One replayed step in words: what happened, what it changed on its server, what that server sent. */
final class StepWords {
    private final List<String> effects = new ArrayList<>();

    private StepWords() {}

    static String of(ReplayedStep step) {
        boolean copied = step.after().duplicates() > step.before().duplicates();
        String what = what(step.choice()) + (copied ? ", of which a copy stays under way" : "");
        if (step.skipped().isPresent()) {
            return what + ": passed over, " + step.skipped().get() + ".";
        }
        if (step.choice() instanceof Choice.Drop) {
            return what + ".";
        }
        int id = step.choice().server();
        if (step.refusal().isPresent()) {
            return what + ": refuses it, " + Printable.of(step.refusal().get()) + ".";
        }
        return what + ": "
                + effects(step.before().server(id), step.choice(), step.after().server(id), step.sent()) + ".";
    }

    static String of(ServerState before, Choice choice, ServerState after, List<Message> sent) {
        return what(choice) + ": " + effects(before, choice, after, sent) + ".";
    }

    private static String effects(ServerState before, Choice choice, ServerState after, List<Message> sent) {
        StepWords words = new StepWords();
        words.changes(before, after);
        words.sent(choice, sent);
        if (choice instanceof Choice.Restart) {
            words.keeps(after);
        }
        return words.effects.isEmpty() ? "nothing changes" : String.join(", ", words.effects);
    }

    private static String what(Choice choice) {
        if (choice instanceof Choice.Internal internal) {
            return event(internal.server(), internal.event());
        }
        if (choice instanceof Choice.Restart) {
            return "Server " + choice.server() + " crashes and restarts";
        }
        if (choice instanceof Choice.Drop drop) {
            Message message = drop.message();
            return MessageWords.type(message) + " from server " + message.from() + " to server " + message.to() + " ("
                    + MessageWords.content(message) + ") is lost";
        }
        Message message = ((Choice.Deliver) choice).message();
        return "Server " + message.to() + " receives " + MessageWords.type(message) + " from server " + message.from()
                + " (" + MessageWords.content(message) + ")";
    }

    private static String event(int server, Event event) {
        if (event instanceof ClientRequest request) {
            return "A client asks server " + server + " for "
                    + request.commands().stream().map(Commands::show).collect(Collectors.joining(", "));
        }
        return "The " + (event instanceof ElectionTimeout ? "election" : "heartbeat") + " timeout of server " + server
                + " elapses";
    }

    private void changes(ServerState before, ServerState after) {
        long term = after.currentTerm();
        boolean newTerm = term != before.currentTerm();
        boolean newRole = !after.role().getClass().equals(before.role().getClass());
        if (newTerm && term < before.currentTerm()) {
            effects.add("goes back to term " + term);
        } else if (newTerm && !(after.role() instanceof Role.Candidate)) {
            effects.add("adopts term " + term);
        }
        if (after.role() instanceof Role.Candidate candidate) {
            if (newRole || newTerm) {
                effects.add("becomes a candidate in term " + term);
            } else if (!candidate.equals(before.role())) {
                effects.add("has the votes of " + candidate.votesGranted());
            }
        } else if (newRole) {
            effects.add(after.isLeader() ? "becomes leader of term " + term : "becomes a follower");
        }
        vote(before, after, newTerm);
        log(before.log(), after.log());
        if (after.commitIndex() > before.commitIndex()) {
            effects.add("commits up to " + after.commitIndex());
        } else if (after.commitIndex() < before.commitIndex()) {
            effects.add("commitIndex goes back from " + before.commitIndex() + " to " + after.commitIndex());
        }
        if (before.role() instanceof Role.Leader was && after.role() instanceof Role.Leader is) {
            index("nextIndex", was.nextIndex(), is.nextIndex());
            index("matchIndex", was.matchIndex(), is.matchIndex());
        }
    }

    private void vote(ServerState before, ServerState after, boolean newTerm) {
        int vote = after.votedFor();
        if (vote == PersistentState.NOBODY) {
            if (!newTerm && before.votedFor() != PersistentState.NOBODY) {
                effects.add("forgets its vote for server " + before.votedFor());
            }
        } else if (newTerm || vote != before.votedFor()) {
            effects.add("votes for " + (vote == after.id() ? "itself" : "server " + vote));
        }
    }

    private void log(Log before, Log after) {
        if (after.equals(before)) {
            return;
        }
        long shared = 0;
        long shorter = Math.min(before.lastIndex(), after.lastIndex());
        while (shared < shorter && before.get(shared + 1).equals(after.get(shared + 1))) {
            shared++;
        }
        if (shared < before.lastIndex()) {
            effects.add("deletes " + MessageWords.entries(before.entries(shared + 1, before.lastIndex())) + " from "
                    + (shared + 1) + " on");
        }
        if (shared < after.lastIndex()) {
            effects.add("appends " + MessageWords.entries(after.entries(shared + 1, after.lastIndex())) + " at "
                    + (shared + 1));
        }
    }

    private void index(String name, IndexByServer before, IndexByServer after) {
        for (int server = 1; server <= after.servers(); server++) {
            if (before.get(server) != after.get(server)) {
                effects.add(name + " for server " + server + " goes from " + before.get(server) + " to "
                        + after.get(server));
            }
        }
    }

    private void sent(Choice choice, List<Message> messages) {
        Map<String, List<Integer>> receivers = new LinkedHashMap<>();
        for (Message message : messages) {
            boolean response = message instanceof RequestVoteResponse || message instanceof AppendEntriesResponse;
            if (response
                    && choice instanceof Choice.Deliver deliver
                    && deliver.message().from() == message.to()) {
                effects.add("answers " + MessageWords.verdict(message)
                        + (message.term() == deliver.message().term() ? "" : " (term " + message.term() + ")"));
            } else {
                String words = MessageWords.type(message) + " (" + MessageWords.content(message) + ")";
                receivers.computeIfAbsent(words, key -> new ArrayList<>()).add(message.to());
            }
        }
        receivers.forEach((words, to) -> effects.add("sends " + words + " to server" + (to.size() > 1 ? "s " : " ")
                + to.stream().map(String::valueOf).collect(Collectors.joining(" and "))));
    }

    private void keeps(ServerState state) {
        effects.add("keeps term " + state.currentTerm() + ", "
                + (state.votedFor() == PersistentState.NOBODY
                        ? "no vote"
                        : "its vote for " + (state.votedFor() == state.id() ? "itself" : "server " + state.votedFor()))
                + " and the log " + MessageWords.entries(state.log().entries()));
    }
}
