package plumbline.checker.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page: style, script and data in one file. It names no other file or host, and its Content-Security-Policy forbids
 * the browser to run or load anything but this script and this style.
 */
public final class Page {
    private static final List<String> SCRIPTS = List.of("model.js", "diagram.js", "servers.js", "page.js");
    private static final List<String> SCRIPTS_WITH_CHOICES =
            List.of("model.js", "diagram.js", "servers.js", "choices.js", "page.js");
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

    private Page() {}

    /** A page that shows {@code data} and asks for nothing more. */
    static String alone(String title, ObjectNode data) {
        return html(title, data, SCRIPTS, "'none'");
    }

    /** A page with choices, which asks the server that it came from for what they lead to. */
    public static String withChoices(String title, ObjectNode data) {
        return html(title, data, SCRIPTS_WITH_CHOICES, "'self'");
    }

    private static String html(String title, ObjectNode data, List<String> scripts, String connect) {
        String style = resource("page.css");
        String script = scripts.stream()
                .map(Page::resource)
                .collect(Collectors.joining("\n", "(() => {\n\"use strict\";\n", "})();\n"));
        Map<String, String> contents = Map.of(
                "policy",
                "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                        + "'; img-src data:; connect-src " + connect + "; base-uri 'none'; form-action 'none'",
                "title",
                escape(title),
                "style",
                style,
                "script",
                script,
                "data",
                inScript(data.toString()));
        return PLACE.matcher(resource("page.html"))
                .replaceAll(place -> Matcher.quoteReplacement(contents.get(place.group(1))));
    }

    /** JSON that no browser takes for the end of the script element that it stands in. */
    static String inScript(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
