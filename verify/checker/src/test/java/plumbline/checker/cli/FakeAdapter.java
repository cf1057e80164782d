package plumbline.checker.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** An adapter in a process of its own that keeps the state as it is, and goes wrong as told at its fifth question. */
final class FakeAdapter {
    private static final int WHEN = 5;

    private FakeAdapter() {}

    /** The command that starts it. */
    static List<String> command(String mode) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FakeAdapter.class.getName(),
                mode);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String mode = arguments[0];
        ObjectMapper json = new ObjectMapper();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (mode.equals("bad-profile")) {
            System.out.println("{\"profile\":{\"lacks\":[\"term\"]}}");
        }
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode question = json.readTree(line);
            ObjectNode reply = json.createObjectNode();
            reply.set("id", question.path("id"));
            reply.set("state", question.path("state"));
            reply.putArray("messages");
            number++;
            if (number == WHEN) {
                switch (mode) {
                    case "crash" -> throw new IllegalStateException("out of ideas");
                    case "hang" -> Thread.sleep(60_000);
                    case "garbage" -> System.out.println("Segmentation fault");
                    case "wrong-id" -> reply.put("id", "nobody");
                    case "no-id" -> reply.remove("id");
                    case "exit" -> System.exit(3);
                    case "error" -> reply.put("error", "not implemented");
                    case "no-state" -> reply.put("state", "fine");
                    case "no-messages" -> reply.put("messages", 7);
                    case "endless-line" -> endless();
                    default -> {}
                }
            }
            System.out.println(reply);
        }
    }

    private static void endless() {
        for (int i = 0; i < 2000; i++) {
            System.out.print("x".repeat(1000));
        }
        System.out.println();
    }
}
