package plumbline.checker.spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a spec with the constants, variables and actions of {@code spec/Raft.tla}.
 *
 * @param module the name of its module
 * @param text the module
 * @param file what to call it in complaints
 * @param directory where modules that it extends are, if it came from a file
 */
public record Spec(String module, String text, String file, Optional<Path> directory) {
    private static final String RESOURCE = "/plumbline/spec/Raft.tla";
    private static final Pattern HEADER = Pattern.compile("-{4,}\\s*MODULE\\s+(\\w+)\\s*-{4,}");

    /** The spec that this code was compiled with. */
    public static Spec ours() {
        try (InputStream in = Spec.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8), "Raft.tla");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The spec in {@code file}.
     *
     * @throws TlaFormatException if it is no module
     * @throws IOException if it cannot be read
     */
    public static Spec read(Path file) throws IOException {
        Spec spec;
        try {
            spec = of(Files.readString(file), file.toString());
        } catch (CharacterCodingException e) {
            throw new TlaFormatException(file.toString(), 1, 1, "the file is not UTF-8");
        }
        return new Spec(
                spec.module,
                spec.text,
                spec.file,
                Optional.ofNullable(file.toAbsolutePath().getParent()));
    }

    /**
     * The spec that {@code text} is.
     *
     * @throws TlaFormatException if it is no module
     */
    public static Spec of(String text, String file) throws TlaFormatException {
        Matcher header = HEADER.matcher(text);
        if (!header.find()) {
            throw new TlaFormatException(file, 1, 1, "no line like '---- MODULE Raft ----' in this file");
        }
        return new Spec(header.group(1), text, file, Optional.empty());
    }

    /**
     * This spec with one rule changed.
     *
     * @throws IllegalArgumentException if {@code rule} is not in it exactly once
     */
    public Spec with(String rule, String other) {
        int first = text.indexOf(rule);
        if (first < 0 || text.indexOf(rule, first + 1) >= 0) {
            throw new IllegalArgumentException("the spec has " + (first < 0 ? "no '" : "more than one '") + rule + "'");
        }
        return new Spec(module, text.replace(rule, other), file, directory);
    }
}
