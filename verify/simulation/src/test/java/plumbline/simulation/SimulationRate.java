package plumbline.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import plumbline.core.Command;
import plumbline.core.Event;
import plumbline.core.ServerState;
import plumbline.core.Step;
import plumbline.runtime.RaftConfiguration;
import plumbline.runtime.memory.LinkBehaviour;

/**
 * How fast simulated time passes for three servers with ten heartbeats a second and everything checked: idle, and with
 * clients. Not a test; run {@code main} with the test class path. Each figure is per second of processor time, so that
 * others on the machine do not count; of several rounds the first warm the JVM up.
 */
final class SimulationRate {
    private static final int ROUNDS = 7;

    private SimulationRate() {}

    /** Runs the rounds. */
    public static void main(String[] arguments) {
        for (int round = 1; round <= ROUNDS; round++) {
            measure("idle", 0, Duration.ofHours(3));
            measure("16 clients", 16, Duration.ofMinutes(2));
        }
    }

    private static final class Counting implements StepRecorder {
        long steps;

        @Override
        public void stepped(ServerState before, Event event, Step step) {
            steps++;
        }
    }

    private static void measure(String what, int clients, Duration duration) {
        Counting counting = new Counting();
        SimulatedPace pace = new SimulatedPace(1);
        RaftConfiguration configuration = RaftConfiguration.defaults()
                .withTimes(Duration.ofMillis(300), Duration.ofMillis(600), Duration.ofMillis(100));
        try (WatchedCluster cluster =
                new WatchedCluster(WatchedCluster.Parts.of(3, configuration).with(counting), pace)) {
            cluster.network().behave(LinkBehaviour.delayed(100_000, 1_000_000));
            cluster.runFor(Duration.ofSeconds(3));
            ClientHistory history = new ClientHistory(cluster.agreed());
            List<Client> all = new ArrayList<>();
            for (int number = 1; number <= clients; number++) {
                String name = number + ".";
                all.add(new Client(
                        cluster,
                        history,
                        number,
                        new Client.Habits(
                                request -> Command.of(name + request), 100_000_000, 5_000_000_000L, 1_000_000)));
            }
            all.forEach(Client::begin);
            long events = pace.clock().tasksGiven();
            long steps = counting.steps;
            double begun = processorSeconds();
            cluster.runFor(duration);
            double seconds = processorSeconds() - begun;
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %,10.0f simulated seconds, %,10.0f steps, %,10.0f events, %,8.0f answers%n",
                    what,
                    duration.toSeconds() / seconds,
                    (counting.steps - steps) / seconds,
                    (pace.clock().tasksGiven() - events) / seconds,
                    history.answered() / seconds);
        }
    }

    private static double processorSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }
}
