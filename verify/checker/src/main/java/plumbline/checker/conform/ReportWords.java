package plumbline.checker.conform;

import java.util.Locale;
import plumbline.checker.trace.Story;
import plumbline.core.PersistentState;
import plumbline.core.Role;
import plumbline.core.ServerState;

/** Reports in words. */
public final class ReportWords {
    private ReportWords() {}

    /** The whole report, but for the schedules. */
    static String of(ConformanceReport report) {
        StringBuilder text = new StringBuilder(summary(report));
        int number = 0;
        for (Disagreement disagreement : report.disagreements()) {
            text.append("\n").append(of(disagreement, ++number));
        }
        report.failure().ifPresent(failure -> text.append("\n").append(of(failure)));
        return text.toString();
    }

    /** How many agree. */
    public static String summary(ConformanceReport report) {
        long differ = report.asked() - report.agreeing();
        String counts = report.failure().isPresent()
                ? String.format(Locale.ROOT, "%,d answers agree, %,d differ.%n", report.agreeing(), differ)
                : String.format(Locale.ROOT, "%,d of %,d agree.%n", report.agreeing(), report.asked());
        int kinds = report.disagreements().size();
        return kinds == 0
                ? counts
                : counts
                        + String.format(
                                Locale.ROOT,
                                "%,d differ, in %d way%s, smallest state first:%n",
                                differ,
                                kinds,
                                kinds == 1 ? "" : "s");
    }

    /** One kind of disagreement. */
    public static String of(Disagreement disagreement, int number) {
        StringBuilder text = new StringBuilder();
        TestVector example = disagreement.example();
        Rule rule = disagreement.rule();
        line(
                text,
                "%d. %s: %s (%,d times)",
                number,
                disagreement.action().specName(),
                disagreement.field(),
                disagreement.count());
        line(text, "   rule      %s:", rule.source());
        line(text, "             %s.", rule.statement());
        line(text, "   vector    %s", example.id());
        line(text, "   state     %s", state(example.transition().before()));
        line(text, "   step      %s", step(example));
        for (Difference difference : disagreement.differences()) {
            line(text, "   field     %s", difference.field());
            line(text, "     expected  %s", difference.expected());
            line(text, "     actual    %s", difference.actual());
        }
        return text.toString();
    }

    /** Why the examination ended early. */
    public static String of(Failure failure) {
        return String.format(
                Locale.ROOT,
                "The adapter %s.%n%s%s%n",
                failure.reason(),
                failure.id().isEmpty() ? "" : "   vector    " + failure.id() + System.lineSeparator(),
                "   asked     " + failure.question());
    }

    private static void line(StringBuilder text, String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
    }

    /** What happens in {@code vector}, and what must come of it. */
    static String step(TestVector vector) {
        return Story.sentence(
                vector.transition().before(),
                vector.transition().choice(),
                vector.transition().after(),
                vector.transition().messages());
    }

    /** As in {@code server 2 of 3, a follower in term 1, voted for server 1, log [1:c1], commitIndex 0}. */
    static String state(ServerState state) {
        StringBuilder words = new StringBuilder("server " + state.id() + " of "
                + state.cluster().size() + ", a "
                + state.role().getClass().getSimpleName().toLowerCase(Locale.ROOT) + " in term "
                + state.currentTerm());
        words.append(
                state.votedFor() == PersistentState.NOBODY
                        ? ", voted for nobody"
                        : ", voted for " + (state.votedFor() == state.id() ? "itself" : "server " + state.votedFor()));
        words.append(", log ").append(Story.log(state)).append(", commitIndex ").append(state.commitIndex());
        if (state.role() instanceof Role.Candidate candidate) {
            words.append(", votes of ").append(candidate.votesGranted());
        } else if (state.role() instanceof Role.Leader leader) {
            for (int server = 1; server <= state.cluster().size(); server++) {
                if (server != state.id()) {
                    words.append(", server ")
                            .append(server)
                            .append(": nextIndex ")
                            .append(leader.nextIndex().get(server))
                            .append(" matchIndex ")
                            .append(leader.matchIndex().get(server));
                }
            }
        }
        return words.toString();
    }
}
