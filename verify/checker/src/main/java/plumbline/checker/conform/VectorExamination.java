package plumbline.checker.conform;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import plumbline.checker.explore.LocalTransition;
import plumbline.checker.explore.LocalTransitions;
import plumbline.checker.world.Choice;

/** Asks every vector of a set, many at a time, and looks at the answers as they come. */
final class VectorExamination<S> {
    private final Subject<S> subject;
    private final Findings findings;
    private final VectorReader vectors;
    private final Dialect dialect;
    private final Deque<TestVector> open = new ArrayDeque<>();
    private final LongConsumer progress;
    private long answered;

    private VectorExamination(VectorReader vectors, Subject<S> subject, LongConsumer progress) {
        this.vectors = vectors;
        this.subject = subject;
        this.progress = progress;
        dialect = subject.profile().dialect();
        findings = new Findings(vectors.header().bounds(), vectors.header().dialect());
    }

    /**
     * What {@code subject} says to {@code vectors}.
     *
     * @param progress is told how many answers came
     * @throws IOException if the vectors are none
     */
    static <S> ConformanceReport run(VectorReader vectors, Subject<S> subject, LongConsumer progress)
            throws IOException {
        return new VectorExamination<>(vectors, subject, progress).run();
    }

    private ConformanceReport run() throws IOException {
        Optional<Failure> failure = Optional.empty();
        try {
            for (Optional<TestVector> next = vectors.next(); next.isPresent(); next = vectors.next()) {
                TestVector vector = spoken(next.get());
                open.add(vector);
                subject.ask(
                        vector.id(),
                        subject.load(vector.transition().before()),
                        vector.transition().choice());
                if (open.size() == subject.window()) {
                    answer();
                }
            }
            while (!open.isEmpty()) {
                answer();
            }
        } catch (SubjectFailedException e) {
            TestVector vector = open.element();
            failure = Optional.of(new Failure(ReportWords.step(vector), vector.id(), String.valueOf(e.getMessage())));
        }
        return findings.report(failure, new Schedules()::of);
    }

    /** The vector in the dialect of the one who is asked. */
    private TestVector spoken(TestVector vector) {
        if (dialect == vectors.header().dialect()) {
            return vector;
        }
        LocalTransition transition = vector.transition();
        TestVector spoken =
                TestVector.of(TestVector.transition(transition.before(), transition.choice(), dialect), dialect);
        return new TestVector(vector.id(), spoken.state(), spoken.event(), spoken.transition());
    }

    private void answer() throws SubjectFailedException {
        findings.take(open.element(), subject.answer(), subject.profile());
        open.remove();
        progress.accept(++answered);
    }

    /** Finds schedules, for which the graph is explored once. */
    private final class Schedules {
        private Optional<LocalTransitions> reached = Optional.empty();

        List<Choice> of(TestVector vector) {
            Dialect rules = vectors.header().dialect();
            LocalTransitions transitions = reached.orElseGet(
                    () -> LocalTransitions.reached(vectors.header().bounds(), rules));
            reached = Optional.of(transitions);
            LocalTransition transition = vector.transition();
            return transitions.scheduleTo(transition.before(), transition.choice());
        }
    }
}
