package plumbline.checker.trace;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Network;
import plumbline.core.Cluster;

/** Bounds as JSON. */
public final class BoundsJson {
    private static final String UNLIMITED = "unlimited";

    private BoundsJson() {}

    /** The bounds as one JSON object. */
    public static ObjectNode write(Bounds bounds) {
        ObjectNode fields = JsonNodeFactory.instance
                .objectNode()
                .put("servers", bounds.servers())
                .put("terms", bounds.terms())
                .put("entries", bounds.entries())
                .put("commands", bounds.commands())
                .put("burst", bounds.burst())
                .put("restarts", bounds.restarts());
        writeWindow(bounds.window(), fields);
        Network network = bounds.network();
        fields.put("network", network.consumes() ? "bag" : "set");
        if (network.consumes()) {
            fields.put("drops", network.drops()).put("duplicates", network.duplicates());
        }
        return fields;
    }

    /**
     * The bounds that {@code fields} hold, and nothing else.
     *
     * @throws BadFieldException if they are none
     */
    public static Bounds read(Fields fields) {
        boolean bag = fields.oneOf("network", "set", "bag").equals("bag");
        try {
            Bounds bounds = new Bounds(
                    fields.count("servers"),
                    fields.count("terms"),
                    fields.count("entries"),
                    fields.count("commands"),
                    fields.count("burst"),
                    fields.count("restarts"),
                    readWindow(fields),
                    bag ? Network.bag(fields.count("drops"), fields.count("duplicates")) : Network.SET);
            fields.end();
            return bounds;
        } catch (IllegalArgumentException e) {
            throw BadFieldException.refused(fields.path(), e);
        }
    }

    static void writeWindow(int window, ObjectNode fields) {
        if (window == Cluster.UNLIMITED) {
            fields.put("window", UNLIMITED);
        } else {
            fields.put("window", window);
        }
    }

    static int readWindow(Fields fields) {
        boolean unlimited = fields.any("window").isTextual();
        if (unlimited && !fields.text("window").equals(UNLIMITED)) {
            throw new BadFieldException(
                    fields.path("window"),
                    "is " + Fields.show(fields.any("window")) + ", must be a whole number or \"" + UNLIMITED + "\"");
        }
        return unlimited ? Cluster.UNLIMITED : fields.count("window");
    }
}
