package plumbline.faults;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import plumbline.server.cli.PlumbKv;

/** One server of the store in a process of its own: {@code plumb-kv serve}. What it logs is kept over its lives. */
final class ServerProcess {
    private final List<String> command = new ArrayList<>();
    private final Path log;
    private @Nullable Process process;

    ServerProcess(int id, String cluster, int port, Path data, Path log) {
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
        command.add(PlumbKv.class.getName());
        command.addAll(List.of("serve", "--id", Integer.toString(id), "--cluster", cluster));
        command.addAll(List.of("--listen", "127.0.0.1:" + port, "--data", data.toString()));
        this.log = log;
    }

    /** Starts it, for the first time or from what its disk holds. */
    void start() throws IOException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Sends {@code STOP} or {@code CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(process().pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + " ended with " + code);
        }
    }

    /** The exit code, once it has ended by itself. */
    int awaitEnd(long seconds) throws InterruptedException {
        if (!process().waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + seconds + " s, see " + log);
        }
        return process().exitValue();
    }

    private Process process() {
        if (process == null) {
            throw new IllegalStateException("never started");
        }
        return process;
    }

    /** All that it has logged in all its lives. */
    List<String> logged() throws IOException {
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }
}
