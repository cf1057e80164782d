package plumbline.bench.store;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import plumbline.bench.Measurement;
import plumbline.bench.Spread;

/** {@code bench store}: commits per second and latency, ours beside the peers, in turns. */
@Command(
        name = "store",
        description = {
            "Measures the replicated store beside other Java implementations of Raft: three servers and a closed loop"
                    + " of clients in one JVM, all writes synced to disk, 16-byte keys, 100-byte values.",
            "They take turns, each time in a JVM of its own; medians and spreads are printed."
        },
        mixinStandardHelpOptions = true)
public final class StoreCommand implements Callable<Integer> {
    private static final Duration SLACK = Duration.ofSeconds(90);

    @Option(names = "--threads", split = ",", paramLabel = "N", description = "Clients; default ${DEFAULT-VALUE}.")
    private List<Integer> threads = List.of(1, 16, 64);

    @Option(names = "--seconds", paramLabel = "S", description = "Measured in each run; default ${DEFAULT-VALUE}.")
    private double seconds = 10;

    @Option(names = "--warm-up", paramLabel = "S", description = "Before that; default ${DEFAULT-VALUE}.")
    private double warmUp = 5;

    @Option(names = "--rounds", paramLabel = "N", description = "Default ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataFolders folders;

    private record Cell(Contestant contestant, int threads) {}

    StoreCommand() {}

    @Override
    public Integer call() throws IOException {
        if (threads.stream().anyMatch(clients -> clients < 1) || rounds < 1 || seconds <= 0 || warmUp < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--threads, --rounds and --seconds must be above 0, --warm-up not below");
        }
        Map<Cell, List<Measurement>> runs = new HashMap<>();
        folders.print("| clients | implementation | commits/s | p50 ms | p99 ms | CPU s per 100,000 commits |");
        folders.print("|---|---|---|---|---|---|");
        boolean good = true;
        for (int clients : threads) {
            for (int round = 0; round < rounds; round++) {
                for (Contestant contestant : Contestant.values()) {
                    runs.computeIfAbsent(new Cell(contestant, clients), cell -> new ArrayList<>())
                            .add(run(contestant, clients));
                }
            }
            for (Contestant contestant : Contestant.values()) {
                List<Measurement> cell = runs.getOrDefault(new Cell(contestant, clients), List.of());
                good &= cell.stream().allMatch(run -> run.exitCode() == 0);
                folders.print(line(contestant, clients, cell));
            }
        }
        return good ? 0 : 1;
    }

    private Measurement run(Contestant contestant, int clients) throws IOException {
        return folders.inNewFolder(data -> Measurement.ofJava(
                List.of(
                        "-Xmx2g",
                        "-Djava.net.preferIPv4Stack=true",
                        StoreRun.class.getName(),
                        contestant.title(),
                        Integer.toString(clients),
                        Double.toString(warmUp),
                        Double.toString(seconds),
                        data.toString()),
                SLACK.plusMillis((long) (1_000 * (warmUp + seconds)))));
    }

    private String line(Contestant contestant, int clients, List<Measurement> cell) {
        String start = "| " + clients + " | " + contestant.title() + " | ";
        for (Measurement run : cell) {
            if (!run.finished() || run.exitCode() != 0) {
                return start + "failed: " + run.lastLine() + " | | | |";
            }
        }
        double window = warmUp + seconds;
        return start
                + String.join(
                        " | ",
                        Spread.of(cell, run -> run.number("commits")),
                        Spread.number(Spread.median(cell, run -> run.number("p50"))),
                        Spread.number(Spread.median(cell, run -> run.number("p99"))),
                        Spread.number(Spread.median(
                                cell, run -> 1e5 * run.processorSeconds() / (run.number("commits") * window))))
                + " |";
    }
}
