package plumbline.bench.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import plumbline.bench.Measurement;

/** {@code bench aims}: what the store is meant to reach beside throughput, and whether it does. */
@Command(
        name = "aims",
        description = {
            "Measures the replicated store on loopback TCP, everything synced: the pause when a leader ends, the"
                    + " restart with a long log, the heap that a long log takes, and what a commit costs behind one.",
            "Exit code 0: all that was measured is within its aim."
        },
        mixinStandardHelpOptions = true)
public final class AimsCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "AIM",
            description = "failover, restart, memory, append; default: all.")
    private List<String> only = Arrays.stream(Aim.values()).map(Aim::title).toList();

    @Option(
            names = "--fraction",
            paramLabel = "F",
            description = "Of the numbers of entries, stops and turns; the aims are about ${DEFAULT-VALUE}.")
    private double fraction = 1;

    @Mixin
    private DataFolders folders;

    AimsCommand() {}

    @Override
    public Integer call() throws IOException {
        List<Aim> aims;
        try {
            aims = only.stream().map(Aim::of).toList();
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), "--only: " + unknown.getMessage());
        }
        folders.print("| aim | median (least to most, how many) | wanted | |");
        folders.print("|---|---|---|---|");
        boolean met = true;
        for (Aim aim : aims) {
            met &= measure(aim);
        }
        return met ? 0 : 1;
    }

    private boolean measure(Aim aim) throws IOException {
        Measurement run = folders.inNewFolder(data -> {
            Measurement prepared = run(aim, "prepare", data);
            return good(prepared) ? run(aim, "measure", data) : prepared;
        });
        boolean met = good(run) && run.number("median") < aim.most();
        folders.print(line(aim, run, met));
        return met;
    }

    private static boolean good(Measurement run) {
        return run.finished() && run.exitCode() == 0;
    }

    private Measurement run(Aim aim, String part, Path data) {
        return Measurement.ofJava(
                List.of(
                        "-Xmx" + aim.heap(),
                        "-Djava.net.preferIPv4Stack=true",
                        AimRun.class.getName(),
                        aim.title(),
                        part,
                        data.toString(),
                        Double.toString(fraction)),
                LIMIT);
    }

    private static String line(Aim aim, Measurement run, boolean met) {
        if (!good(run)) {
            return "| " + aim.title() + " | failed: " + run.lastLine() + " | | |";
        }
        return String.format(
                Locale.ROOT,
                "| %s | %.2f (%.2f to %.2f, %.0f) %s | under %s | %s |",
                aim.title(),
                run.number("median"),
                run.number("least"),
                run.number("most"),
                run.number("count"),
                aim.meaning(),
                aim.most(),
                met ? "met" : "missed");
    }
}
