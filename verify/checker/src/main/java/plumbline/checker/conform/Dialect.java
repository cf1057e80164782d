package plumbline.checker.conform;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import plumbline.checker.world.StepFunction;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.Raft;
import plumbline.core.Role;
import plumbline.core.ServerState;
import plumbline.core.Step;

/**
 * The core's rules for implementations whose rejections of AppendEntries say less than ours. The fields that a dialect
 * lacks are 0 in every message, and do not appear in JSON.
 *
 * <p>A dialect is another Raft, with a graph of its own. It can be explored like the core, and vectors of it are as good a
 * certificate as vectors of the core.
 */
public enum Dialect implements StepFunction {
    /** All fields. */
    FULL("full"),
    /** A rejection says where to try next, and nothing of terms: the leader goes where it is told (§5.3). */
    WITHOUT_CONFLICT_TERM("without-conflict-term"),
    /** A rejection says no more than no: the leader goes back by one (Figure 2, Leaders, 3). */
    WITHOUT_CONFLICT_INDEX("without-conflict-index");

    private final String title;

    Dialect(String title) {
        this.title = title;
    }

    /** The name in traces. */
    public String title() {
        return title;
    }

    /** The fields of AppendEntriesResponse that it does without. */
    public List<String> lacks() {
        return switch (this) {
            case FULL -> List.of();
            case WITHOUT_CONFLICT_TERM -> List.of("conflictTerm");
            case WITHOUT_CONFLICT_INDEX -> List.of("conflictTerm", "conflictIndex");
        };
    }

    /** The dialect that lacks these fields and no others. */
    public static Optional<Dialect> lacking(List<String> fields) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.lacks().stream()
                        .sorted()
                        .toList()
                        .equals(fields.stream().sorted().toList()))
                .findFirst();
    }

    /** The dialect called {@code title}. */
    public static Optional<Dialect> named(String title) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.title.equals(title))
                .findFirst();
    }

    /** What may be lacking, for complaints. */
    static String choices() {
        return Arrays.stream(values())
                .map(dialect -> dialect.lacks().stream()
                        .map(field -> "\"" + field + "\"")
                        .toList()
                        .toString())
                .collect(Collectors.joining(" or "));
    }

    @Override
    public Step step(ServerState state, Event event) {
        if (this == FULL) {
            return Raft.step(state, event);
        }
        Step step = Raft.step(state, event instanceof AppendEntriesResponse response ? heard(state, response) : event);
        return new Step(
                step.state(), step.messages().stream().map(this::without).toList());
    }

    /** {@code message} as far as the dialect can say it. */
    public Message without(Message message) {
        if (!(message instanceof AppendEntriesResponse response) || response.success()) {
            return message;
        }
        return switch (this) {
            case FULL -> response;
            case WITHOUT_CONFLICT_TERM -> with(response, response.conflictIndex());
            case WITHOUT_CONFLICT_INDEX -> with(response, 0);
        };
    }

    /** What a leader makes of a rejection that says nothing of where to try next: one before what it sent last. */
    private AppendEntriesResponse heard(ServerState state, AppendEntriesResponse response) {
        AppendEntriesResponse said = (AppendEntriesResponse) without(response);
        boolean rejected = !said.success() && said.term() == state.currentTerm();
        return this == WITHOUT_CONFLICT_INDEX && rejected && state.role() instanceof Role.Leader leader
                ? with(said, Math.max(1, leader.nextIndex().get(said.from()) - 1))
                : said;
    }

    private static AppendEntriesResponse with(AppendEntriesResponse response, long conflictIndex) {
        return AppendEntriesResponse.conflicting(response.from(), response.to(), response.term(), 0, conflictIndex);
    }
}
