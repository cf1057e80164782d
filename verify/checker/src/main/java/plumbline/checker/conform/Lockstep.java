package plumbline.checker.conform;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import plumbline.checker.simulate.Faults;
import plumbline.checker.simulate.RandomSchedule;
import plumbline.checker.simulate.Shrinker;
import plumbline.checker.trace.Obstacle;
import plumbline.checker.world.Action;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.World;

/**
 * Runs whole random clusters of which the implementation plays every server, beside the core, and compares each step.
 * Unlike with vectors its servers live on from step to step, with whatever state they keep besides.
 */
final class Lockstep<S> {
    private final Bounds bounds;
    private final Subject<S> subject;
    private final Dialect dialect;
    private final LongConsumer progress;
    private final Map<Action, Long> agreed = new EnumMap<>(Action.class);
    /** False while a schedule is made shorter. */
    private boolean counting = true;

    private Lockstep(Bounds bounds, Subject<S> subject, LongConsumer progress) {
        this.bounds = bounds;
        this.subject = subject;
        this.progress = progress;
        dialect = subject.profile().dialect();
    }

    /**
     * Runs schedules up to the first step that disagrees.
     *
     * @param schedules how many
     * @param length how many choices in each
     * @param seed the same seed gives the same schedules
     * @param progress is told how many steps were compared
     */
    static <S> ConformanceReport run(
            Bounds bounds, int schedules, int length, long seed, Subject<S> subject, LongConsumer progress) {
        return new Lockstep<>(bounds, subject, progress).run(schedules, length, seed);
    }

    /** A run of one schedule. */
    private record Run(
            List<Choice> made, Findings findings, @Nullable Mismatch mismatch) {}

    /** The step that disagreed. */
    private record Mismatch(Action action, Rule rule, String field) {
        static Mismatch of(TestVector vector, List<Difference> differences) {
            Difference first = Diagnosis.first(differences);
            return new Mismatch(
                    vector.transition().choice().action(), Diagnosis.of(vector.transition(), first), first.kind());
        }
    }

    /** The adapter failed at some step of a schedule. */
    private static final class FailedAtException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Failure failure;

        FailedAtException(Failure failure) {
            super(failure.reason());
            this.failure = failure;
        }
    }

    private ConformanceReport run(int schedules, int length, long seed) {
        try {
            for (int number = 0; number < schedules; number++) {
                Faults faults = Faults.draw(new Random(seed + number));
                Run run = run(RandomSchedule.of(seed + number, bounds, length, faults, dialect));
                if (run.mismatch != null) {
                    counting = false;
                    Run shortest = run(shortest(run.made, run.mismatch));
                    ConformanceReport report = shortest.findings.report(Optional.empty(), vector -> shortest.made);
                    return new ConformanceReport(agreeing() + 1, agreed, report.disagreements(), Optional.empty());
                }
            }
        } catch (FailedAtException e) {
            return new ConformanceReport(agreeing(), agreed, List.of(), Optional.of(e.failure));
        }
        return new ConformanceReport(agreeing(), agreed, List.of(), Optional.empty());
    }

    private long agreeing() {
        return agreed.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Makes the choices that can be made, up to the first step that disagrees. */
    private Run run(List<Choice> choices) {
        World world = World.initial(bounds);
        List<S> servers = new ArrayList<>();
        world.servers().forEach(state -> servers.add(subject.load(state)));
        Findings findings = new Findings(bounds, dialect);
        List<Choice> made = new ArrayList<>();
        for (Choice choice : choices) {
            if (Obstacle.to(choice, world, bounds).isPresent()) {
                continue;
            }
            int server = choice.server();
            TestVector vector = TestVector.of(TestVector.transition(world.server(server), choice, dialect), dialect);
            made.add(choice);
            Subject.Answer<S> answer = answer(vector, servers.get(server - 1), made.size());
            List<Difference> differences = Comparison.of(vector, answer, subject.profile());
            findings.take(vector, answer, subject.profile());
            if (!differences.isEmpty()) {
                return new Run(made, findings, Mismatch.of(vector, differences));
            }
            if (counting) {
                agreed.merge(choice.action(), 1L, Long::sum);
                progress.accept(agreeing());
            }
            servers.set(server - 1, answer.server());
            world = world.after(choice, dialect, bounds);
        }
        return new Run(made, findings, null);
    }

    private Subject.Answer<S> answer(TestVector vector, S server, int number) {
        try {
            subject.ask(vector.id(), server, vector.transition().choice());
            return subject.answer();
        } catch (SubjectFailedException e) {
            throw new FailedAtException(new Failure(
                    "step " + number + " of a random schedule: "
                            + ReportWords.state(vector.transition().before()) + ". " + ReportWords.step(vector),
                    vector.id(),
                    String.valueOf(e.getMessage())));
        }
    }

    /** The same mismatch with as few choices as can be: none can be left out alone. */
    private List<Choice> shortest(List<Choice> schedule, Mismatch mismatch) {
        return Shrinker.shrink(schedule, choices -> mismatch.equals(run(choices).mismatch));
    }
}
