package plumbline.checker.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import plumbline.checker.trace.Recording;
import plumbline.checker.trace.TraceFormatException;
import plumbline.checker.world.StepFunction;

/** Recordings of running servers that the user names. */
final class RecordingFile {
    private RecordingFile() {}

    /** Whether {@code file} is one, and not a trace; what cannot be read is neither. */
    static boolean is(Path file) {
        try {
            return Files.isRegularFile(file) && Recording.is(file);
        } catch (IOException e) {
            return false;
        }
    }

    /** Takes the steps in {@code file} again, says how that went, and returns the exit code. */
    static int replay(Path file, StepFunction rules, boolean json, PrintStream out) {
        Recording.Result result;
        try {
            result = Recording.replay(file, rules);
        } catch (TraceFormatException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: " + e.getMessage());
        }
        out.println(json ? json(file, result) : words(file, result));
        return result.difference().isEmpty() ? ExitCode.HOLDS : ExitCode.VIOLATED;
    }

    private static String words(Path file, Recording.Result result) {
        String steps = Numbers.grouped(result.steps()) + (result.steps() == 1 ? " step" : " steps");
        return result.difference()
                        .map(difference -> file + ": " + difference + ". The " + steps + " before are identical.")
                        .orElse(file + ": " + steps + ", taken again through the core: identical.")
                + (result.isCutOff() ? " The last line is cut off and was left out." : "");
    }

    private static ObjectNode json(Path file, Recording.Result result) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("file", file.toString());
        object.put("identical", result.difference().isEmpty());
        object.put("steps", result.steps());
        object.put("cutOff", result.isCutOff());
        result.difference().ifPresent(difference -> object.put("difference", difference));
        return object;
    }
}
