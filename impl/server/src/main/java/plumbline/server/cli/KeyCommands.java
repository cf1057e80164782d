package plumbline.server.cli;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import plumbline.server.client.KvClient;

/** The commands that read and write keys. */
final class KeyCommands {
    private static final String EXAMPLE = "--cluster 1=localhost:7001,2=localhost:7002,3=localhost:7003";

    private KeyCommands() {}

    /** What they have in common. */
    private abstract static class KeyCommand implements Callable<Integer> {
        @Mixin
        private ClientSettings settings;

        @Option(names = "--base64", description = "Keys and values are in Base64, for bytes that are not text.")
        private boolean base64;

        @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
        private String key = "";

        @Override
        public Integer call() throws IOException {
            ByteString wanted = bytes(key);
            try (KvClient client = settings.connect()) {
                return call(client, wanted);
            }
        }

        abstract int call(KvClient client, ByteString wanted) throws IOException;

        /** What an argument stands for; {@code -} is standard input. */
        ByteString bytes(String argument) {
            if (!base64) {
                return ByteString.copyFromUtf8(argument);
            }
            try {
                return ByteString.copyFrom(Base64.getDecoder().decode(argument));
            } catch (IllegalArgumentException wrong) {
                throw new BadUsageException("'" + argument + "' is not Base64");
            }
        }

        ByteString value(String argument) throws IOException {
            return argument.equals("-") ? ByteString.readFrom(System.in) : bytes(argument);
        }

        void print(ByteString value) throws IOException {
            PrintStream out = System.out;
            if (base64) {
                out.println(Base64.getEncoder().encodeToString(value.toByteArray()));
            } else {
                value.writeTo(out);
                out.println();
            }
        }

        static int answer(boolean yes, String otherwise) {
            if (!yes) {
                System.err.println(otherwise);
            }
            return yes ? ExitCode.DONE : ExitCode.NO;
        }
    }

    /** {@code put}. */
    @Command(
            name = "put",
            description = "Sets a key's value.",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            footer = {"", "Example:", "  plumb-kv put " + EXAMPLE + " greeting hello"})
    static final class Put extends KeyCommand {
        @Parameters(index = "1", paramLabel = "VALUE", description = "The value; - reads it from standard input.")
        private String value = "";

        @Override
        int call(KvClient client, ByteString wanted) throws IOException {
            client.put(wanted, value(value));
            return ExitCode.DONE;
        }
    }

    /** {@code get}. */
    @Command(
            name = "get",
            description =
                    "Prints a key's value, as it is when the command runs (linearizable). Exit code 1: no such key.",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            footer = {"", "Example:", "  plumb-kv get " + EXAMPLE + " greeting"})
    static final class Get extends KeyCommand {
        @Override
        int call(KvClient client, ByteString wanted) throws IOException {
            Optional<ByteString> value = client.get(wanted);
            if (value.isPresent()) {
                print(value.get());
            }
            return answer(value.isPresent(), "no such key");
        }
    }

    /** {@code append}. */
    @Command(
            name = "append",
            description = "Puts bytes behind a key's value.",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            footer = {"", "Example:", "  plumb-kv append " + EXAMPLE + " greeting ' world'"})
    static final class Append extends KeyCommand {
        @Parameters(index = "1", paramLabel = "VALUE", description = "The bytes; - reads them from standard input.")
        private String value = "";

        @Override
        int call(KvClient client, ByteString wanted) throws IOException {
            client.append(wanted, value(value));
            return ExitCode.DONE;
        }
    }

    /** {@code delete}. */
    @Command(
            name = "delete",
            description = "Removes a key. Exit code 1: there was none.",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            footer = {"", "Example:", "  plumb-kv delete " + EXAMPLE + " greeting"})
    static final class Delete extends KeyCommand {
        @Override
        int call(KvClient client, ByteString wanted) {
            return answer(client.delete(wanted), "no such key");
        }
    }

    /** {@code cas}. */
    @Command(
            name = "cas",
            description = "Sets a key's value if it is as expected. Exit code 1: it was not, and nothing changed.",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            footer = {
                "",
                "Examples:",
                "  plumb-kv cas " + EXAMPLE + " greeting --expect hello goodbye",
                "  plumb-kv cas " + EXAMPLE + " greeting --absent hello"
            })
    static final class CompareAndSet extends KeyCommand {
        @Option(names = "--expect", paramLabel = "VALUE", description = "The value that it must have.")
        private @Nullable String expected;

        @Option(names = "--absent", description = "There must be no such key.")
        private boolean absent;

        @Parameters(index = "1", paramLabel = "VALUE", description = "The new value; - reads it from standard input.")
        private String value = "";

        @Override
        int call(KvClient client, ByteString wanted) throws IOException {
            if (absent == (expected != null)) {
                throw new BadUsageException("cas takes either --expect VALUE or --absent");
            }
            ByteString before = expected == null ? null : bytes(expected);
            return answer(
                    client.compareAndSet(wanted, before, value(value)), "the value is another one; nothing changed");
        }
    }
}
