package plumbline.checker.linearize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import plumbline.checker.linearize.Operation.Outcome;

class HistoryReaderTest {
    @TempDir
    Path directory;

    private History read(Model model, String text) throws IOException {
        return read(model, false, text);
    }

    private History read(Model model, boolean independent, String text) throws IOException {
        Path file = directory.resolve("history");
        Files.writeString(file, text);
        return new HistoryReader(model, independent).read(file);
    }

    private static String words(History history) {
        return history.operations().stream()
                .map(operation -> operation.process() + ": " + operation.words() + ", " + operation.lines())
                .collect(Collectors.joining("\n"));
    }

    private HistoryFormatException refusal(Model model, String text) {
        return assertThrows(HistoryFormatException.class, () -> read(model, text));
    }

    // Jepsen's lines

    @Test
    void jepsensLogLinesAreReadWhateverIsBeforeAndBetween() throws IOException {
        History history = read(Model.CAS_REGISTER, """
                INFO  jepsen.core - Run, with op
                INFO  jepsen.util - 4\t:invoke\t:write\t3
                INFO [2018-03-21 16:38:16,112] jepsen worker 0 - jepsen.util 0 :invoke :read nil
                0 :ok :read nil
                WARN  something - else: 4 things
                INFO  jepsen.util - :nemesis :info :start "Cut off {:n1 #{:n2}}"
                INFO  jepsen.util - 4 :ok :write 3
                INFO  jepsen.util - 1 :invoke :cas [2 4]
                INFO  jepsen.util - 2 :invoke :cas [3 4]
                INFO  jepsen.util - 1 :fail :cas [2 4]
                INFO  jepsen.util - 2 :info :cas :timed-out
                INFO  jepsen.util - 3 :invoke :read nil
                INFO  jepsen.util - 3 :fail :read :timed-out
                INFO  jepsen.util - 5 :invoke :write 1
                INFO  jepsen.util - 5 :fail :write "no leader, try (later"
                INFO  jepsen.util - 6 :invoke :write -1
                """);
        assertEquals("""
                4: write 3, lines 2-7
                0: read gives nil, lines 3-4
                1: cas 2 to 4 (refused: another value), lines 8-10
                2: cas 3 to 4 (outcome unknown), line 9, never answered
                6: write -1 (outcome unknown), line 16, never answered""", words(history));
        assertEquals(2, history.failed());
        assertEquals(3, history.ignored());
    }

    @Test
    void aProcessMayGoOnAfterAnUnknownOutcome() throws IOException {
        History history = read(Model.REGISTER, """
                0 :invoke :write 1
                0 :info :write :timed-out
                0 :info :something :else
                0 :invoke :read nil
                0 :ok :read 1
                """);
        assertEquals(
                List.of(Outcome.UNKNOWN, Outcome.OK),
                history.operations().stream().map(Operation::outcome).toList());
    }

    @Test
    void independentValuesArePairsOfAKeyAndAValue() throws IOException {
        History history = read(Model.CAS_REGISTER, true, """
                INFO - jepsen.util 0 :invoke :write [7 4]
                INFO - jepsen.util 0 :ok :write [7 4]
                INFO - jepsen.util 0 :invoke :cas [8 [4 0]]
                INFO - jepsen.util 0 :fail :cas [8 [4 0]]
                INFO - jepsen.util 1 :invoke :read [7 nil]
                INFO - jepsen.util 1 :ok :read [7 4]
                INFO - jepsen.util 1 :invoke :read [7 nil]
                INFO - jepsen.util 1 :info :read :timed-out
                """);
        assertEquals("""
                0: put 7 4, lines 1-2
                0: cas 8 4 to 0 (refused: another value), lines 3-4
                1: get 7 gives 4, lines 5-6
                1: get 7 (outcome unknown), line 7, never answered""", words(history));
    }

    // EDN

    @Test
    void ednMapsAreReadOneByOneOrInAVector() throws IOException {
        String maps = """
                {:process 0, :type :invoke, :f :append, :key "0", :value "x 0 0 y"}
                {:process :nemesis, :type :info, :f :start, :value {:a #{1 2}, :b [#"re" \\c 1.5 1/2]}}
                {:index 2, :time 17N, :process 0, :type :ok, :f :append, :key "0", :value "x 0 0 y"}
                #jepsen.history.Op{:process 1 :type :invoke :f :get :key "0" :value nil} ; all of it
                #_ {:not "read"} {:process 1, :type :ok, :f :get, :key "0", :value "x 0 0 y"}
                {:process 1, :type :invoke, :f :put, :key "1", :value "a \\"quoted\\" \\u00e9"}
                {:process 1, :type :fail, :f :put, :key "1", :error [:no-leader nil]}
                {:process 1, :type :invoke, :f :get, :key "none", :value nil}
                {:process 1, :type :ok, :f :get, :key "none", :value nil}
                """;
        String expected = """
                0: append "0" "x 0 0 y", lines 1-3
                1: get "0" gives "x 0 0 y", lines 4-5
                1: get "none" gives "", lines 8-9""";
        for (String text : List.of(maps, "[" + maps + "]", "; of a test\n(" + maps + "\n)\n", "[]" + maps)) {
            History history = read(Model.KEY_VALUE, text);
            int shift = text.startsWith(";") ? 1 : 0;
            assertEquals(3, history.operations().size(), text);
            assertEquals(1 + shift, history.operations().get(0).callLine());
            if (shift == 0) {
                assertEquals(expected, words(history));
            }
            assertEquals("", history.initial());
            assertEquals(1, history.failed());
            assertEquals(1, history.ignored());
        }
    }

    @Test
    void inEdnAFailureSaysNothingAboutTheValue() throws IOException {
        History history = read(Model.CAS_REGISTER, """
                [{:process 78, :type :invoke, :f :cas, :value [2 1]}
                 {:process 78, :type :fail, :f :cas, :value [2 1]}
                 {:type :invoke, :f :write, :value 0, :process 0}]
                """);
        assertEquals("0: write 0 (outcome unknown), line 3, never answered", words(history));
        assertEquals(1, history.failed());
    }

    // JSON

    @Test
    void ourOwnLinesAreRead() throws IOException {
        History history = read(Model.KEY_VALUE, """
                {"format":"plumbline-history","version":1}
                {"process":0,"type":"invoke","f":"put","key":"k","value":"x","time":12}
                {"process":0,"type":"ok","f":"put","key":"k"}

                {"process":1,"type":"invoke","f":"cas","key":"k","value":[null,"z"]}
                {"process":1,"type":"ok","f":"cas","key":"k","mismatch":true}
                {"process":1,"type":"invoke","f":"get","key":"q"}
                {"process":1,"type":"ok","f":"get","key":"q","value":null}
                {"process":2,"type":"invoke","f":"delete","key":"q"}
                {"process":2,"type":"info","f":"delete","key":"q","error":"timed out"}
                """);
        assertEquals("""
                0: put "k" "x", lines 2-3
                1: cas "k" nil to "z" (refused: another value), lines 5-6
                1: get "q" gives nil, lines 7-8
                2: delete "q" (outcome unknown), line 9, never answered""", words(history));
        assertNull(history.initial());
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void whatTheRecorderWritesIsReadAsWhatItTookDown(Model model) throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            HistoryRecorder recorder = RandomHistory.record(model, 4, 50, 3, 0.1, new Random(seed));
            Path file = directory.resolve("recorded.jsonl");
            recorder.write(file);
            assertEquals(recorder.history(model), new HistoryReader(model, false).read(file));
        }
        try (var left = Files.list(directory)) {
            assertEquals(1, left.count());
        }
    }

    // What is wrong

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 :invoke :write 1%0 :invoke :write 2 | 2 | process 0 calls, but has not been answered what it called in line 1
            0 :ok :read 1 | 1 | process 0 is answered, but has not called
            0 :invoke :write 1%0 :ok :read 1 | 2 | process 0 is answered read, but called write in line 1
            0 :invoke :write 1%0 :ok :write 2 | 2 | the answer's value is 2, the call's in line 1 is 1
            0 :invoke :enqueue 1 | 1 | a cas-register has no operation enqueue
            0 :invoke :cas 1 | 1 | a cas's value is 1, must be [expected new]
            0 :invoke :cas [1 2 | 1 | the text ends before a ']'
            0 :invoke :write nil | 1 | nothing is written
            nothing at all | 0 | no operation is in it
            '' | 0 | no operation is in it
            {:process 0 :type :invoke :f :read}%{:process 0 :type :ok | 2 | the text ends before a '}'
            {:process 0 :type :invoke :f} | 1 | :f has no value
            {:process 0 :f :read} | 1 | an event has no :type
            {:process 0 :type :done :f :read} | 1 | the type is done, must be invoke, ok, fail or info
            {:process 0 :type "ok" :f :read} | 1 | :type is "ok", must be a keyword
            {:process 0 :type :invoke :f :read} garbage | 1 | an event is garbage, must be a map
            {:process 0 :type :invoke :f :read :key 1}%{:process 1 :type :invoke :f :read} | 2 | it has no key, others have
            [{:process 0 :type :invoke :f :read} | 1 | the text ends within a vector
            {"process":0,"type":"invoke","f":"read"}%{"process":0,"type":"ok" | 2 | it is not JSON: Unexpected end-of-input: expected close marker for Object
            {"process":"a","type":"invoke","f":"read"} | 1 | process is "a", must be a whole number
            {"process":0,"type":"invoke","f":"read","kye":1} | 1 | "kye" is not a known field
            {"process":0,"type":"invoke"} | 1 | f is missing, must be a text
            {"process":0,"type":"invoke","f":"write","value":{}} | 1 | the value is {}, must be a text, a whole number, or a list of such
            {"process":0,"type":"invoke","f":"cas","value":[1,2],"mismatch":true} | 1 | mismatch is true, but this is not an ok cas
            {"format":"other","version":1} | 1 | the format is "other", must be "plumbline-history"
            {"format":"plumbline-history","version":2} | 1 | the version is 2, must be 1
            """)
    void aBadHistoryIsRefusedWithLineAndReason(String text, int line, String reason) {
        HistoryFormatException refusal = refusal(Model.CAS_REGISTER, text.replace("%", "\n"));
        assertEquals(reason, refusal.reason());
        assertEquals(line, refusal.line());
    }

    @Test
    void aStoreHoldsTextsByKey() {
        assertEquals(
                "it has no key", refusal(Model.KEY_VALUE, "0 :invoke :read nil").reason());
        assertEquals(
                "the value is [1], must be a text",
                refusal(Model.KEY_VALUE, "{:process 0 :type :invoke :f :put :key 1 :value [1]}")
                        .reason());
    }

    @Test
    void formsWithinFormsWithinFormsDoNotOverflow() {
        assertEquals(
                "more than 100 forms within each other",
                refusal(Model.REGISTER, "{:process " + "[".repeat(100_000)).reason());
        assertEquals(
                "it is not JSON: Document nesting depth (1001) exceeds the maximum allowed (1000, from "
                        + "`StreamReadConstraints.getMaxNestingDepth()`)",
                refusal(Model.REGISTER, "{\"process\":" + "[".repeat(100_000)).reason());
    }

    @Test
    void whatIsNotUtf8IsRefusedWithItsLine() throws IOException {
        Path file = directory.resolve("history");
        Files.write(file, "0 :invoke :read nil\n0 :ok :read \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        HistoryFormatException refusal =
                assertThrows(HistoryFormatException.class, () -> new HistoryReader(Model.REGISTER, false).read(file));
        assertEquals(file + ": line 2: it is not UTF-8", refusal.getMessage());
    }

    /** Whatever is cut off, doubled or spoilt, the reader gives a history or says what is wrong with which line. */
    @Test
    void noGarbageBreaksTheReader() throws IOException {
        Random random = new Random(7);
        String[] texts = {
            "INFO  jepsen.util - 4\t:invoke\t:write\t3\nINFO  jepsen.util - 4\t:ok\t:write\t3\n0 :invoke :cas [1 2]\n",
            "[{:process 0, :type :invoke, :f :append, :key \"0\", :value \"x \\u00e9 y\"}\n #_{} {:process 0 :type :ok}]",
            "{\"process\":0,\"type\":\"invoke\",\"f\":\"cas\",\"key\":\"k\",\"value\":[1,\"z\"]}\n{\"process\":0}\n"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(texts[i % 3]);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setLength(Math.max(1, at));
                    case 1 -> text.setCharAt(at, "{}[]()\"\\#:;^ \n9n".charAt(random.nextInt(16)));
                    default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
                }
            }
            try {
                read(Model.KEY_VALUE, text.toString());
            } catch (HistoryFormatException e) {
                assertEquals(1, e.reason().lines().count(), () -> text + ": " + e.reason());
            }
        }
    }
}
