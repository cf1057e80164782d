package plumbline.checker.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import plumbline.checker.explore.WorldGraph;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;

/** What TLC writes, cut off and garbled anywhere: refused with its place, or noticed as another set of states. */
class DumpTest {
    private static final Bounds BOUNDS = Bounds.of(2, 1, 1, 0);
    private static final WorldGraph GRAPH = WorldGraph.of(BOUNDS, StepFunction.RAFT);

    private static final Map<Kind, String> DUMPS = new EnumMap<>(Kind.class);

    /** What TLC can write. */
    enum Kind {
        STATES("states.dump") {
            @Override
            void read(String dump, StateSet states) throws IOException {
                StateDump.read(new StringReader(dump), "dump", WorldReader.VARIABLES, (number, variables) -> {
                    states.add(variables);
                    return true;
                });
            }
        },
        GRAPH("graph.dot") {
            @Override
            void read(String dump, StateSet states) throws IOException {
                DotGraph.read(new BufferedReader(new StringReader(dump)), "dump", new StepSet.Builder(states));
            }
        };

        private final String file;

        Kind(String file) {
            this.file = file;
        }

        abstract void read(String dump, StateSet states) throws IOException;

        /** All that TLC wrote. */
        String whole() {
            return DUMPS.getOrDefault(this, "");
        }

        long statesIn(String dump) throws IOException {
            StateSet states = new StateSet(DumpTest.GRAPH);
            read(dump, states);
            return states.size() - states.onlySpec();
        }
    }

    @BeforeAll
    static void letTlcWrite() throws IOException {
        for (Kind kind : Kind.values()) {
            List<String> options = List.of("-dump", kind == Kind.GRAPH ? "dot,actionlabels" : kind.file, kind.file);
            try (Tlc.Run run = Tlc.here()
                    .run(
                            Spec.ours(),
                            "",
                            "Raft",
                            SpecConfig.states(BOUNDS, "Spec"),
                            kind == Kind.GRAPH ? options : options.subList(0, 2))) {
                DUMPS.put(kind, Files.readString(run.file(kind.file)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWholeHasAllStates(Kind kind) throws IOException {
        assertEquals(GRAPH.size(), kind.statesIn(kind.whole()));
    }

    @ParameterizedTest
    @EnumSource
    void whereverItIsCutOffItHasFewerStatesOrIsRefusedWithItsPlace(Kind kind) {
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            String cut = kind.whole().substring(0, random.nextInt(kind.whole().length() - 3));
            try {
                assertTrue(kind.statesIn(cut) < GRAPH.size());
            } catch (IOException refused) {
                isOneLineWithAPlace(refused);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whateverIsGarbledIsReadOrRefusedWithItsPlace(Kind kind) {
        Random random = new Random(2);
        for (int i = 0; i < 50; i++) {
            StringBuilder garbled = new StringBuilder(kind.whole());
            garbled.setCharAt(random.nextInt(garbled.length()), (char) (' ' + random.nextInt(100)));
            try {
                assertTrue(kind.statesIn(garbled.toString()) <= GRAPH.size());
            } catch (IOException refused) {
                isOneLineWithAPlace(refused);
            }
        }
    }

    private static void isOneLineWithAPlace(IOException refused) {
        assertTrue(refused.getMessage().matches("dump: line \\d+, column \\d+: [^\\n]+"), refused::toString);
    }

    @ParameterizedTest
    @EnumSource
    void anotherFileIsRefused(Kind kind) {
        for (String other : List.of("{\"version\": 1}", "PK\u0003\u0004", "State 2:\n/\\ server = 1\n")) {
            isOneLineWithAPlace(assertThrows(TlaFormatException.class, () -> kind.statesIn(other)));
        }
    }
}
