package plumbline.checker.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Network;
import plumbline.core.Cluster;

/** How far to explore, with the defaults of every command that asks. */
final class BoundsOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE})";
    private static final String UNLIMITED = "unlimited";

    @Option(
            names = "--servers",
            paramLabel = "N",
            defaultValue = "3",
            converter = Numbers.Whole.class,
            description = "Servers in the cluster, 1 to 9" + DEFAULT + ".")
    private int servers;

    @Option(
            names = "--terms",
            paramLabel = "N",
            defaultValue = "3",
            converter = Numbers.Whole.class,
            description = "Highest term in which an election begins" + DEFAULT + ".")
    private int terms;

    @Option(
            names = "--entries",
            paramLabel = "N",
            defaultValue = "1",
            converter = Numbers.Whole.class,
            description = "Entries in the longest log" + DEFAULT + ".")
    private int entries;

    @Option(
            names = "--commands",
            paramLabel = "N",
            defaultValue = "1",
            converter = Numbers.Whole.class,
            description = "Different commands that clients ask for" + DEFAULT + ".")
    private int commands;

    @Option(
            names = "--burst",
            paramLabel = "N",
            defaultValue = "1",
            converter = Numbers.Whole.class,
            description = "Most commands in one client request" + DEFAULT + ".")
    private int burst;

    @Option(
            names = "--restarts",
            paramLabel = "N",
            defaultValue = "1",
            converter = Numbers.Whole.class,
            description = "Crashes with restart, of all servers together" + DEFAULT + ".")
    private int restarts;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = UNLIMITED,
            converter = Window.class,
            description = "Most unacknowledged entries under way to one follower" + DEFAULT + ".")
    private int window;

    @Option(
            names = "--network",
            paramLabel = "KIND",
            defaultValue = "set",
            converter = Kind.class,
            description = {
                "set: whatever was sent may arrive at any time, any number of times, or never;",
                "bag: what arrived is gone" + DEFAULT + "."
            })
    private Network.Kind network = Network.Kind.SET;

    @Option(
            names = "--drops",
            paramLabel = "N",
            defaultValue = "0",
            converter = Numbers.Whole.class,
            description = "Messages that a bag network loses" + DEFAULT + ".")
    private int drops;

    @Option(
            names = "--duplicates",
            paramLabel = "N",
            defaultValue = "0",
            converter = Numbers.Whole.class,
            description = "Messages that a bag network delivers and keeps" + DEFAULT + ".")
    private int duplicates;

    /** @throws BadUsageException naming the option that is out of range */
    Bounds bounds() {
        try {
            return new Bounds(
                    servers,
                    terms,
                    entries,
                    commands,
                    burst,
                    restarts,
                    window,
                    new Network(network, drops, duplicates));
        } catch (IllegalArgumentException e) {
            throw new BadUsageException("--" + e.getMessage());
        }
    }

    /** Whether any of these options is on the command line. */
    static boolean given(ParseResult parsed) {
        return CommandSpec.forAnnotatedObject(new BoundsOptions()).options().stream()
                .anyMatch(option -> parsed.hasMatchedOption(option.longestName()));
    }

    /** The bounds in words. */
    static String describe(Bounds bounds) {
        List<String> words = new ArrayList<>(List.of(
                Numbers.counted(bounds.servers(), "server"),
                "terms up to " + bounds.terms(),
                "logs up to " + bounds.entries(),
                Numbers.counted(bounds.commands(), "command") + " in bursts up to " + bounds.burst(),
                Numbers.counted(bounds.restarts(), "restart")));
        if (bounds.window() != Cluster.UNLIMITED) {
            words.add("window " + bounds.window());
        }
        Network network = bounds.network();
        words.add(
                network.consumes()
                        ? "bag network with " + Numbers.counted(network.drops(), "drop") + " and "
                                + Numbers.counted(network.duplicates(), "duplicate")
                        : "set network");
        return String.join(", ", words);
    }

    /** The bounds in a file's name: servers, terms, entries, restarts, and what is not as usual. */
    static String slug(Bounds bounds) {
        Network network = bounds.network();
        return bounds.servers() + "-" + bounds.terms() + "-" + bounds.entries() + "-" + bounds.restarts()
                + unless(1, "commands", bounds.commands())
                + unless(1, "burst", bounds.burst())
                + unless(Cluster.UNLIMITED, "window", bounds.window())
                + (network.consumes() ? "-bag" : "")
                + unless(0, "drops", network.drops())
                + unless(0, "duplicates", network.duplicates());
    }

    private static String unless(int usual, String name, int value) {
        return value == usual ? "" : "-" + name + value;
    }

    /** A window: a number, or none. */
    static final class Window implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return text.equals(UNLIMITED) ? (Integer) Cluster.UNLIMITED : new Numbers.Whole().convert(text);
        }
    }

    /** {@code set} or {@code bag}. */
    static final class Kind implements ITypeConverter<Network.Kind> {
        @Override
        public Network.Kind convert(String text) {
            for (Network.Kind kind : Network.Kind.values()) {
                if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return kind;
                }
            }
            throw new TypeConversionException("'" + text + "' is neither set nor bag");
        }
    }
}
