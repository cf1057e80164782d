package plumbline.server.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import plumbline.server.client.StatusProbe;
import plumbline.server.wire.Wire.StatusResponse;

/** {@code plumb-kv status}: how each server is doing. */
@Command(
        name = "status",
        description = "Asks every server how it is doing. Exit code 1: no majority of them follows one leader.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Example:", "  plumb-kv status --cluster 1=localhost:7001,2=localhost:7002,3=localhost:7003"})
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private ClientSettings settings;

    @Option(names = "--json", description = "Print one JSON object for each server and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        SortedMap<Integer, StatusProbe.Result> results = StatusProbe.ask(
                settings.cluster().addresses(), settings.cluster().tls(), settings.timeout());
        PrintStream out = System.out;
        if (!json) {
            out.printf(
                    "%-8s%-11s%8s%8s%12s%12s%12s  %s%n",
                    "server", "role", "term", "leader", "committed", "applied", "last", "lag");
        }
        results.forEach((server, result) -> out.println(json ? StatusJson.line(server, result) : row(server, result)));
        return hasQuorum(results) ? ExitCode.DONE : ExitCode.NO;
    }

    private static String row(int server, StatusProbe.Result result) {
        Optional<StatusResponse> answer = result.status();
        if (answer.isEmpty()) {
            return String.format(Locale.ROOT, "%-8d%s", server, result.failure());
        }
        StatusResponse status = answer.get();
        return String.format(
                Locale.ROOT,
                "%-8d%-11s%8d%8s%12d%12d%12d  %s",
                server,
                status.getRole().name().toLowerCase(Locale.ROOT),
                status.getTerm(),
                status.getLeader() == 0 ? "-" : status.getLeader(),
                status.getCommitIndex(),
                status.getAppliedIndex(),
                status.getLastIndex(),
                lag(status));
    }

    private static String lag(StatusResponse status) {
        StringBuilder text = new StringBuilder();
        for (int server = 1; server <= status.getLagCount(); server++) {
            if (server != status.getServer()) {
                text.append(text.length() == 0 ? "" : ", ").append(server + ": " + status.getLag(server - 1));
            }
        }
        return text.toString();
    }

    /** Whether more than half of the servers are in one term and know one leader of it, which is among them. */
    private static boolean hasQuorum(SortedMap<Integer, StatusProbe.Result> results) {
        return results.values().stream()
                .flatMap(result -> result.status().stream())
                .filter(status -> status.getRole() == StatusResponse.Role.LEADER)
                .anyMatch(leader -> results.values().stream()
                                .flatMap(result -> result.status().stream())
                                .filter(status -> status.getTerm() == leader.getTerm()
                                        && status.getLeader() == leader.getServer())
                                .count()
                        > results.size() / 2);
    }
}
