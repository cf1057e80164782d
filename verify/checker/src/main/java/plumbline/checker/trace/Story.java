package plumbline.checker.trace;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import plumbline.checker.property.Property;
import plumbline.checker.property.Property.Scope;
import plumbline.checker.property.Violation;
import plumbline.checker.world.Choice;
import plumbline.core.Message;
import plumbline.core.ServerState;

/** A schedule told in words: one numbered line per choice, then what broke, and why. */
public final class Story {
    private Story() {}

    /**
     * The story of {@code trace} as {@code replay} finds it, one line per choice. The step that breaks a property is
     * marked, and is the last.
     *
     * @throws ImpossibleTraceException if the replay does
     */
    public static String of(Trace trace, Replay replay) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        tell(trace, replay, out);
        out.flush();
        return text.toString();
    }

    /** Writes the story to {@code out} as the replay goes on, so that it may be of any length. */
    public static Replay.Result tell(Trace trace, Replay replay, PrintWriter out) {
        return tell(trace, replay, out, step -> {});
    }

    /**
     * Writes the story to {@code out} as the replay goes on.
     *
     * @param afterLine is told each step after its line was written
     */
    public static Replay.Result tell(Trace trace, Replay replay, PrintWriter out, Consumer<ReplayedStep> afterLine) {
        int width = String.valueOf(trace.choices().size()).length();
        String gutter = "%s %" + width + "d. %s\n";
        Replay.Result result = replay.run(trace, step -> {
            out.printf(gutter, step.violation().isPresent() ? ">" : " ", step.number(), StepWords.of(step));
            afterLine.accept(step);
        });
        out.print("\n" + ending(trace, result));
        return result;
    }

    /** One step of one server in words: what happened, what it changed, what was sent. */
    public static String sentence(ServerState before, Choice choice, ServerState after, List<Message> sent) {
        return StepWords.of(before, choice, after, sent);
    }

    /** The log of {@code state}, as in {@code [1:c1, 2:c2]}: term and command. */
    public static String log(ServerState state) {
        return MessageWords.entries(state.log().entries());
    }

    /** What {@code step} changed and sent, a line for each. */
    public static List<String> details(ReplayedStep step) {
        List<String> lines = new ArrayList<>();
        FieldChange.of(step).forEach(change -> lines.add(change.toString()));
        for (Message message : step.sent()) {
            lines.add("sent to server " + message.to() + ": " + MessageWords.type(message) + " ("
                    + MessageWords.content(message) + ")");
        }
        return lines;
    }

    private static String ending(Trace trace, Replay.Result result) {
        if (result.violation().isPresent()) {
            return broken(result.violation().get());
        }
        Optional<Violation> recorded = trace.violation();
        if (recorded.isEmpty()) {
            return "No property that one schedule can break is broken.\n";
        }
        Property property = recorded.get().property();
        if (property.scope() == Scope.GRAPH) {
            return broken(recorded.get()) + "That was found by looking at every world that can follow. "
                    + "Replaying one schedule can lead there, but cannot judge it.\n";
        }
        return "The trace records that " + property.title() + " broke here; in this replay it did not.\n";
    }

    private static String broken(Violation violation) {
        Property property = violation.property();
        return property.title() + " is violated: " + Printable.of(violation.reason()) + ".\n" + "It says that "
                + property.statement() + ".\n";
    }
}
