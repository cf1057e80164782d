package plumbline.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import plumbline.server.LocalCluster;
import plumbline.server.net.ClusterAddresses;

/** Three servers, each a process; between each two a link for either direction. */
final class FaultCluster {
    static final Set<Integer> SERVERS = Set.of(1, 2, 3);

    private static final String NAME = "plumbline";
    private static final Pattern LEADS = Pattern.compile("server (\\d+) is LEADER in term (\\d+)");

    private record Direction(int from, int to) {}

    private final SortedMap<Integer, InetSocketAddress> addresses;
    private final SortedMap<Integer, ServerProcess> servers = new TreeMap<>();
    private final Map<Direction, Link> links = new HashMap<>();

    /** With the data of each server in a directory of its own, and the logs in {@code logs}. */
    FaultCluster(Map<Integer, Path> data, Path logs) throws IOException {
        addresses = LocalCluster.freeAddresses(SERVERS.size());
        Files.createDirectories(logs);
        for (int from : new TreeSet<>(SERVERS)) {
            SortedMap<Integer, String> seen = new TreeMap<>();
            for (int to : SERVERS) {
                int port = port(to);
                if (to != from) {
                    Link link = new Link(port);
                    links.put(new Direction(from, to), link);
                    port = link.port();
                }
                seen.put(to, to + "=127.0.0.1:" + port);
            }
            Path log = logs.resolve("server-" + from + ".log");
            Files.deleteIfExists(log);
            servers.put(
                    from, new ServerProcess(from, String.join(",", seen.values()), port(from), data.get(from), log));
        }
        for (ServerProcess server : servers.values()) {
            server.start();
        }
    }

    private int port(int server) {
        return addresses.get(server).getPort();
    }

    /** Where clients find the servers, links aside. */
    ClusterAddresses addresses() {
        return new ClusterAddresses(NAME, addresses);
    }

    ServerProcess server(int id) {
        return servers.get(id);
    }

    void cut(int from, int to) {
        links.get(new Direction(from, to)).cut();
    }

    void mend() {
        links.values().forEach(Link::mend);
    }

    /** Who was elected in each term, by their own words. */
    SortedMap<Long, Set<Integer>> leaders() throws IOException {
        SortedMap<Long, Set<Integer>> leaders = new TreeMap<>();
        for (ServerProcess server : servers.values()) {
            for (String line : server.logged()) {
                Matcher leads = LEADS.matcher(line);
                if (leads.find()) {
                    leaders.computeIfAbsent(Long.valueOf(leads.group(2)), term -> new TreeSet<>())
                            .add(Integer.valueOf(leads.group(1)));
                }
            }
        }
        return leaders;
    }

    /** The server that was elected last. */
    Optional<Integer> lastLeader() throws IOException {
        SortedMap<Long, Set<Integer>> leaders = leaders();
        return leaders.isEmpty()
                ? Optional.empty()
                : leaders.get(leaders.lastKey()).stream().findFirst();
    }

    /** ElectionSafety (Figure 3), as far as the logs tell. */
    void requireOneLeaderATerm() throws IOException {
        Map<Long, Set<Integer>> several = leaders().entrySet().stream()
                .filter(term -> term.getValue().size() > 1)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (!several.isEmpty()) {
            throw new AssertionError("several leaders in one term: " + several);
        }
    }

    /** Kills what still runs. */
    void end() throws IOException, InterruptedException {
        for (ServerProcess server : servers.values()) {
            server.kill();
        }
        for (Link link : links.values()) {
            link.close();
        }
    }
}
