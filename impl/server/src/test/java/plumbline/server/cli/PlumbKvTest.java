package plumbline.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plumbline.server.LocalCluster;

class PlumbKvTest {
    @TempDir
    private Path directory;

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final InputStream realIn = System.in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(realOut);
        System.setErr(realErr);
        System.setIn(realIn);
    }

    private int kv(String... arguments) {
        out.reset();
        err.reset();
        return PlumbKv.run(System.err, arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static String option(LocalCluster cluster) {
        return cluster.addresses().servers().entrySet().stream()
                .map(server ->
                        server.getKey() + "=127.0.0.1:" + server.getValue().getPort())
                .collect(Collectors.joining(","));
    }

    @Test
    void theDemoLosesNothing() {
        assertEquals(ExitCode.DONE, kv("demo"), this::err);
        assertTrue(out().contains("Of 2000 acknowledged writes 2000 are there"), out());
    }

    @Test
    void keysAreReadAndWritten() throws Exception {
        try (LocalCluster cluster = LocalCluster.start(3, directory, UnaryOperator.identity())) {
            String all = option(cluster);
            assertEquals(ExitCode.NO, kv("get", "--cluster", all, "k"), this::err);
            assertEquals("", out());
            assertEquals(ExitCode.DONE, kv("put", "--cluster", all, "k", "hello"), this::err);
            assertEquals(ExitCode.DONE, kv("append", "--cluster", all, "k", " world"));
            assertEquals(ExitCode.DONE, kv("get", "--cluster", all, "k"));
            assertEquals("hello world\n", out());
            assertEquals(ExitCode.NO, kv("cas", "--cluster", all, "k", "--expect", "other", "x"));
            assertEquals(ExitCode.DONE, kv("cas", "--cluster", all, "k", "--expect", "hello world", "x"));
            assertEquals(ExitCode.NO, kv("cas", "--cluster", all, "k", "--absent", "y"));
            assertEquals(ExitCode.DONE, kv("delete", "--cluster", all, "k"));
            assertEquals(ExitCode.NO, kv("delete", "--cluster", all, "k"));

            assertEquals(ExitCode.DONE, kv("put", "--cluster", all, "--base64", "AP8=", "/wA="));
            assertEquals(ExitCode.DONE, kv("get", "--cluster", all, "--base64", "AP8="));
            assertEquals("/wA=\n", out());
            System.setIn(new ByteArrayInputStream("from input".getBytes(StandardCharsets.UTF_8)));
            assertEquals(ExitCode.DONE, kv("put", "--cluster", all, "k", "-"));
            assertEquals(ExitCode.DONE, kv("get", "--cluster", all, "k"));
            assertEquals("from input\n", out());

            assertEquals(ExitCode.BAD_USAGE, kv("put", "--cluster", all, "k".repeat(1_025), "v"));
            assertTrue(err().contains("the key has 1025 bytes, must have 1 to 1024"), err());
            assertEquals(1, err().lines().count(), err());

            assertEquals(ExitCode.DONE, kv("status", "--cluster", all));
            assertEquals(4, out().lines().count(), out());
            assertEquals(ExitCode.DONE, kv("status", "--cluster", all, "--json"));
            JsonNode first =
                    new ObjectMapper().readTree(out().lines().findFirst().orElseThrow());
            assertEquals(1, first.get("server").asInt());
            assertTrue(first.get("currentTerm").asInt() > 0);
        }
    }

    @Test
    void benchMeasures() throws IOException {
        assertEquals(
                ExitCode.DONE,
                kv(
                        "bench",
                        "--threads",
                        "4",
                        "--seconds",
                        "1",
                        "--warmup",
                        "0",
                        "--json",
                        "--data",
                        directory.toString()),
                this::err);
        JsonNode result = new ObjectMapper().readTree(out());
        assertTrue(result.get("writesPerSecond").asDouble() > 0, out());
        assertTrue(result.get("p99Ms").asDouble() >= result.get("p50Ms").asDouble(), out());
        assertEquals(
                ExitCode.DONE, kv("bench", "--client", "--threads", "2", "--seconds", "1", "--warmup", "0"), this::err);
        assertTrue(out().contains("through the client library"), out());
    }

    @Test
    void nobodyThereIsSaidInOneLine() {
        assertEquals(ExitCode.INCOMPLETE, kv("get", "--cluster", "1=127.0.0.1:1", "--timeout", "0.3", "k"));
        assertTrue(err().startsWith("plumb-kv: not done: no answer within 300 ms; last: server 1:"), err());
        assertEquals(1, err().lines().count(), err());
        assertEquals(ExitCode.NO, kv("status", "--cluster", "1=127.0.0.1:1", "--timeout", "5"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serve                                              | --id",
                "serve --id 1 --data d                              | --cluster",
                "serve --id 4 --data d --cluster 1=a:1              | --id: there is no server 4",
                "serve --id x --data d --cluster 1=a:1              | --id",
                "serve --id 1 --data d --cluster 1=a                | '1=a' is not of the form ID=HOST:PORT",
                "serve --id 1 --data d --cluster 1=a:b              | the port is 'b'",
                "serve --id 1 --data d --cluster 1=a:70000          | the port is '70000'",
                "serve --id 1 --data d --cluster 1=a:1,1=b:2        | server 1 is given twice",
                "serve --id 1 --data d --cluster 1=a:1,3=b:2        | the servers are [1, 3], must be 1 to 2",
                "serve --id 1 --data d --cluster 1=::1:7            | needs brackets",
                "serve --id 1 --data d --cluster 1=a:1 --election-timeout 1 | --election-timeout is 1",
                "serve --id 1 --data d --cluster 1=a:1 --http x     | --http is 'x'",
                "serve --id 1 --data d --cluster 1=a:1 --listen x   | --listen is 'x'",
                "serve --id 1 --data d --cluster 1=a:1 --tls-key k  | go together",
                "put --cluster 1=a:1 k                              | VALUE",
                "get k                                              | --cluster",
                "get --cluster 1=a:1 --timeout 0 k                  | --timeout is 0.0",
                "get --cluster 1=a:1 --base64 %                     | '%' is not Base64",
                "cas --cluster 1=a:1 k v                            | either --expect VALUE or --absent",
                "bench --threads 0                                  | --threads is 0",
                "frobnicate                                         | 'frobnicate' does not belong here",
                "get --frob --cluster 1=a:1 k                       | unknown option: '--frob'"
            })
    void badUsageIsOneLine(String arguments, String complaint) {
        assertEquals(ExitCode.BAD_USAGE, kv(arguments.strip().split(" +")));
        assertTrue(err().contains(complaint), err());
        assertEquals(1, err().lines().count(), err());
        assertEquals("", out());
    }

    @Test
    void dataAndAddressesThatCannotBeUsedAreOneLine() throws Exception {
        try (LocalCluster cluster = LocalCluster.start(1, directory, UnaryOperator.identity())) {
            String used = option(cluster);
            Path fresh = directory.resolve("fresh");
            assertEquals(ExitCode.BAD_USAGE, kv("serve", "--id", "1", "--cluster", used, "--data", fresh.toString()));
            assertTrue(err().contains("cannot listen at 127.0.0.1:"), err());
            assertEquals(1, err().lines().count(), err());
        }
        Path file = Files.writeString(directory.resolve("file"), "");
        assertEquals(
                ExitCode.BAD_USAGE, kv("serve", "--id", "1", "--cluster", "1=127.0.0.1:1", "--data", file + "/below"));
        assertTrue(err().contains("data in " + file), err());
        assertEquals(1, err().lines().count(), err());
    }

    @Test
    void helpTells() {
        assertEquals(ExitCode.DONE, kv("--help"));
        for (String command :
                new String[] {"serve", "demo", "put", "get", "append", "delete", "cas", "status", "bench"}) {
            assertTrue(out().contains(command), command);
        }
        assertEquals(ExitCode.DONE, kv("serve", "--help"));
        assertTrue(out().contains("Example"), out());
        assertFalse(out().contains("null"), out());
    }
}
