package plumbline.checker.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import plumbline.checker.property.Property;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Trace;

/** The page of one trace. */
public final class TracePage {
    /** Most choices that a page shows. A browser could draw more, but nobody could look at it. */
    public static final int MOST_CHOICES = 5_000;

    private TracePage() {}

    /**
     * The HTML of the page that shows {@code trace} as {@code replay} finds it.
     *
     * @param bounds the trace's bounds in words
     * @throws IllegalArgumentException if the trace has more than {@link #MOST_CHOICES}
     * @throws plumbline.checker.trace.ImpossibleTraceException if the replay does
     */
    public static String of(Trace trace, Replay replay, String bounds) {
        if (trace.choices().size() > MOST_CHOICES) {
            throw new IllegalArgumentException(
                    "has " + trace.choices().size() + " choices, a page shows at most " + MOST_CHOICES);
        }
        Trace.Header header = trace.header();
        ObjectNode data = RunJson.of(Run.of(trace, replay));
        data.put("name", header.name()).put("bounds", bounds);
        header.story().forEach(data.putArray("story")::add);
        data.put(
                "rules",
                header.rules().orElse("the core")
                        + (replay.impossible() == Replay.Impossible.SKIPPED ? ", run with others" : ""));
        data.put("about", header.property().map(Property::title).orElse(null));
        return Page.alone(header.name(), data);
    }
}
