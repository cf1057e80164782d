package plumbline.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import plumbline.checker.linearize.HistoryRecorder;
import plumbline.checker.linearize.Linearizability;
import plumbline.checker.linearize.Model;
import plumbline.checker.linearize.Report;
import plumbline.checker.linearize.Verdict;

/**
 * Three real processes under fire while clients read and write. In every test: what was acknowledged stays, no term has two
 * leaders, and the history of all clients, with a last look at every key, is linearizable.
 */
class FaultsTest {
    /** How often each fault strikes: three times in a build, 50 times with -Pdeep. */
    private static final int ROUNDS = Integer.getInteger("faults.rounds", 3);

    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final Path LOGS = Path.of("target", "faults");

    @TempDir
    private Path directory;

    private final HistoryRecorder history = new HistoryRecorder();
    private final Random random = new Random(2014);
    private final Map<Integer, Path> data = new TreeMap<>();
    private Path logs;
    private FaultCluster cluster;
    private Clients clients;

    @BeforeEach
    void place(TestInfo test) {
        FaultCluster.SERVERS.forEach(server -> data.put(server, directory.resolve("data-" + server)));
        logs = LOGS.resolve(test.getTestMethod().orElseThrow().getName());
    }

    private void start() throws IOException, InterruptedException {
        cluster = new FaultCluster(data, logs);
        clients = new Clients(cluster.addresses(), history);
        clients.awaitMore(100, RECOVERY);
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        if (clients != null) {
            clients.end();
            clients = null;
        }
        if (cluster != null) {
            cluster.end();
            cluster = null;
        }
    }

    private void judge() throws IOException, InterruptedException {
        judge(Verdict.LINEARIZABLE);
        cluster.requireOneLeaderATerm();
    }

    private void judge(Verdict expected) throws IOException, InterruptedException {
        clients.awaitMore(100, RECOVERY);
        clients.finish();
        Path file = logs.resolve("history.jsonl");
        history.write(file);
        Report report = Linearizability.check(history.history(Model.KEY_VALUE), Model.KEY_VALUE);
        System.out.println(logs.getFileName() + ": " + clients.acknowledged() + " operations acknowledged, "
                + clients.unknown() + " of unknown outcome, leaders by term " + cluster.leaders() + ", "
                + report.verdict().title());
        assertEquals(expected, report.verdict(), () -> "plumb linearize " + file + " --model kv");
    }

    private void aMoment() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(250));
    }

    private int leader() throws IOException {
        return cluster.lastLeader().orElseThrow();
    }

    @Test
    void eachServerInTurnIsKilledAndComesBack() throws IOException, InterruptedException {
        start();
        for (int round = 0; round < ROUNDS; round++) {
            ServerProcess victim = cluster.server(1 + round % FaultCluster.SERVERS.size());
            aMoment();
            victim.kill();
            clients.awaitMore(50, RECOVERY);
            victim.start();
            clients.awaitMore(50, RECOVERY);
        }
        judge();
    }

    @Test
    void allServersAreKilledAtOnceAndComeBack() throws IOException, InterruptedException {
        start();
        for (int round = 0; round < ROUNDS; round++) {
            aMoment();
            for (int server : FaultCluster.SERVERS) {
                cluster.server(server).kill();
            }
            for (int server : FaultCluster.SERVERS) {
                cluster.server(server).start();
            }
            clients.awaitMore(50, RECOVERY);
        }
        judge();
    }

    /** What the other tests rest on: servers that lose what they acknowledged do not go unseen. */
    @Test
    void disksThatForgetAreNoticed() throws IOException, InterruptedException {
        start();
        for (int server : FaultCluster.SERVERS) {
            cluster.server(server).kill();
        }
        for (int server : FaultCluster.SERVERS) {
            Files.move(data.get(server), directory.resolve("lost-" + server));
            cluster.server(server).start();
        }
        judge(Verdict.VIOLATED);
    }

    @Test
    void aLeaderThatIsFrozenIsReplacedAndComesBackAsAFollower() throws IOException, InterruptedException {
        start();
        for (int round = 0; round < ROUNDS; round++) {
            int frozen = leader();
            cluster.server(frozen).signal("STOP");
            try {
                clients.awaitMore(50, RECOVERY);
                assertTrue(leader() != frozen, "another leader");
            } finally {
                cluster.server(frozen).signal("CONT");
            }
            aMoment();
        }
        judge();
    }

    @Test
    void aLeaderThatIsCutOffIsReplaced() throws IOException, InterruptedException {
        start();
        for (int round = 0; round < ROUNDS; round++) {
            int lonely = leader();
            for (int other : FaultCluster.SERVERS) {
                if (other != lonely) {
                    cluster.cut(lonely, other);
                    cluster.cut(other, lonely);
                }
            }
            clients.awaitMore(50, RECOVERY);
            assertTrue(leader() != lonely, "another leader");
            cluster.mend();
            aMoment();
        }
        judge();
    }

    @Test
    void aLeaderThatIsNotHeardIsReplaced() throws IOException, InterruptedException {
        start();
        for (int round = 0; round < ROUNDS; round++) {
            int unheard = leader();
            for (int other : FaultCluster.SERVERS) {
                if (other != unheard) {
                    cluster.cut(unheard, other);
                }
            }
            clients.awaitMore(50, RECOVERY);
            assertTrue(leader() != unheard, "another leader");
            cluster.mend();
            aMoment();
        }
        judge();
    }

    /** Its heartbeats keep the others from electing anyone, so nothing is promised but that nothing goes wrong. */
    @Test
    void aLeaderThatHearsNobodyDoesNoHarm() throws IOException, InterruptedException {
        start();
        for (int round = 0; round < ROUNDS; round++) {
            int deaf = leader();
            for (int other : FaultCluster.SERVERS) {
                if (other != deaf) {
                    cluster.cut(other, deaf);
                }
            }
            TimeUnit.MILLISECONDS.sleep(700);
            cluster.mend();
            clients.awaitMore(50, RECOVERY);
        }
        judge();
    }

    @Test
    void aServerWhoseDiskIsFullStopsLoudlyAndTheOthersGoOn() throws IOException, InterruptedException {
        Path disk = Files.createDirectories(directory.resolve("small-disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.toString()),
                "no small disk to fill: that takes the right to mount one");
        try {
            data.put(1, disk.resolve("data"));
            start();
            Path filler = disk.resolve("filler");
            fill(filler);
            // Room that was set aside for the log before is used up first.
            clients.writeMuchWhile(cluster.server(1)::isAlive, RECOVERY);
            assertEquals(1, cluster.server(1).awaitEnd(RECOVERY.toSeconds()));
            String last = cluster.server(1).logged().stream()
                    .filter(line -> line.startsWith("plumb-kv: "))
                    .reduce("", (before, line) -> line);
            assertTrue(last.contains("server 1 failed"), last);
            clients.awaitMore(100, RECOVERY);

            Files.delete(filler);
            cluster.server(1).start();
            clients.awaitMore(100, RECOVERY);
            assertTrue(cluster.server(1).isAlive());
            judge();
        } finally {
            end();
            assertTrue(run("umount", disk.toString()));
        }
    }

    private static void fill(Path file) throws IOException {
        byte[] block = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            // As meant.
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }
}
