package plumbline.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench ladder}: ever larger bounds, each in a JVM of its own. */
@Command(
        name = "ladder",
        description = "Explores ever larger bounds, all properties and all reductions on, each in a JVM of its own.",
        mixinStandardHelpOptions = true)
final class LadderCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rows",
            split = ",",
            converter = Row.Converter.class,
            paramLabel = "ROW",
            description = "servers/terms/entries/restarts, several of them with commas between; default: the ladder.")
    private List<Row> rows = Row.LADDER.stream().map(Row::of).toList();

    @Option(names = "--xmx", paramLabel = "SIZE", description = "Heap of each JVM; default ${DEFAULT-VALUE}.")
    private String heap = "12g";

    @Option(names = "--limit", paramLabel = "SECONDS", description = "For each row; default ${DEFAULT-VALUE}.")
    private int limit = 600;

    @Override
    public Integer call() {
        print("| servers/terms/entries/restarts | worlds | transitions | seconds | worlds/s | peak MiB | verdict |");
        print("|---|---|---|---|---|---|---|");
        boolean good = true;
        for (Row row : rows) {
            Measurement run = Measurement.ofJava(
                    List.of("-Xmx" + heap, ExplorerRun.class.getName(), row.toString(), ExplorerRun.REDUCED),
                    Duration.ofSeconds(limit));
            good &= run.value("verdict").filter("holds"::equals).isPresent();
            print(line(row, run));
        }
        return good ? 0 : 1;
    }

    private String line(Row row, Measurement run) {
        if (!run.finished()) {
            return "| " + row + " | | | | | " + run.peakMebibytes() + " | did not finish within " + limit + " s |";
        }
        if (run.exitCode() != 0) {
            return "| " + row + " | | | | | " + run.peakMebibytes() + " | failed: " + run.lastLine() + " |";
        }
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | %.2f (JVM start included: %.2f) | %,.0f | %,d | %s |",
                row,
                run.number("worlds"),
                run.number("transitions"),
                run.number("seconds"),
                run.seconds(),
                run.number("worlds") / run.number("seconds"),
                run.peakMebibytes(),
                run.value("verdict").orElseThrow().replace('_', ' '));
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
