package plumbline.checker.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import plumbline.checker.Mutants;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.knownbug.PlainReplay;
import plumbline.checker.property.Property;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Network;
import plumbline.checker.world.StepFunction;
import plumbline.core.Cluster;

class ReductionsTest {
    private static final int UNLIMITED = Cluster.UNLIMITED;
    private static final Set<Reduction> EVERY = EnumSet.allOf(Reduction.class);
    /** Each alone, pairs that work on each other's results, and all. */
    private static final List<Set<Reduction>> USEFUL = List.of(
            EnumSet.of(Reduction.SATURATION),
            EnumSet.of(Reduction.DEAD_MESSAGES),
            EnumSet.of(Reduction.FUSION),
            EnumSet.of(Reduction.UNHEEDED),
            EnumSet.of(Reduction.SYMMETRY),
            EnumSet.of(Reduction.SATURATION, Reduction.DEAD_MESSAGES),
            EnumSet.of(Reduction.SATURATION, Reduction.FUSION),
            EnumSet.of(Reduction.SATURATION, Reduction.UNHEEDED),
            EnumSet.of(Reduction.FUSION, Reduction.UNHEEDED),
            EVERY);

    private static final Set<Property> CAN_REACH_LEADER = Set.of(Property.CAN_REACH_LEADER);
    private static final long MOST_WORLDS = 2_000_000;

    static Stream<Bounds> boundsOfTheCore() {
        return Stream.of(
                new Bounds(1, 2, 2, 2, 2, 1, UNLIMITED, Network.SET),
                Bounds.of(2, 2, 0, 1),
                Bounds.of(2, 2, 1, 0),
                Bounds.of(2, 1, 1, 2),
                new Bounds(2, 1, 2, 2, 1, 0, UNLIMITED, Network.SET),
                new Bounds(2, 1, 2, 1, 2, 0, 1, Network.SET),
                Bounds.of(3, 1, 0, 1),
                Bounds.of(2, 1, 0, 1).with(Network.bag(1, 1)),
                Bounds.of(2, 1, 1, 0).with(Network.bag(0, 1)),
                Bounds.of(3, 1, 0, 0).with(Network.bag(0, 0)));
    }

    static Stream<Bounds> largerBoundsOfTheCore() {
        return Stream.of(
                Bounds.of(2, 2, 1, 1),
                Bounds.of(2, 2, 2, 0),
                Bounds.of(2, 2, 2, 0).withWindow(1),
                new Bounds(2, 1, 2, 2, 2, 0, UNLIMITED, Network.SET),
                Bounds.of(2, 3, 0, 1),
                Bounds.of(2, 2, 0, 1).with(Network.bag(1, 1)),
                Bounds.of(3, 1, 1, 0),
                Bounds.of(3, 1, 1, 1),
                new Bounds(3, 1, 1, 2, 1, 0, UNLIMITED, Network.SET),
                Bounds.of(3, 1, 1, 0).with(Network.bag(0, 0)));
    }

    @ParameterizedTest
    @MethodSource("boundsOfTheCore")
    void reductionsAreExactForTheCore(Bounds bounds) {
        assertExact(bounds, StepFunction.RAFT);
    }

    @Tag("deep")
    @ParameterizedTest
    @MethodSource("largerBoundsOfTheCore")
    void everySetOfReductionsIsExactForTheCoreFurtherOut(Bounds bounds) {
        assertExact(bounds, StepFunction.RAFT, Exactness.sets());
    }

    static List<KnownBug> knownBugs() {
        return KnownBug.all();
    }

    @ParameterizedTest
    @MethodSource("knownBugs")
    void reductionsAreExactForAKnownBug(KnownBug bug) {
        assertExact(Bounds.of(2, 2, 0, bug.bounds().restarts()), bug.rules());
        assertExact(Bounds.of(2, 1, 1, bug.bounds().restarts()), bug.rules());
    }

    @Tag("deep")
    @ParameterizedTest
    @MethodSource("knownBugs")
    void everySetOfReductionsIsExactForAKnownBugFurtherOut(KnownBug bug) {
        assertExact(Bounds.of(2, 2, 1, bug.bounds().restarts()), bug.rules(), Exactness.sets());
        assertExact(Bounds.of(3, 1, 1, 0), bug.rules(), Exactness.sets());
        assertExact(Bounds.of(3, 1, 0, 1), bug.rules(), Exactness.sets());
    }

    @Tag("deep")
    @Test
    void everySetOfReductionsIsExactForTheBugThatBlocksCommits() {
        KnownBug bug = KnownBug.named("C09").orElseThrow();
        assertExact(bug.bounds(), bug.rules(), Exactness.sets());
    }

    static Stream<StepFunction> oddRules() {
        return Stream.of(
                OddRules.TREATS_SERVER_ONE_DIFFERENTLY,
                OddRules.ANSWERS_OLD_REQUESTS_BY_ITS_VOTE,
                OddRules.SWITCHES_ITS_VOTE,
                OddRules.HEARS_THE_FIRST_REQUEST_LATE,
                OddRules.DEAF_UNTIL_RESTARTED,
                OddRules.REFUSES_CLIENTS_AND_RESTARTS,
                Mutants.VOTES_TWICE,
                ReachabilityTest.NOBODY_VOTES,
                ReachabilityTest.NOBODY_COMMITS,
                ReachabilityTest.DEAF_AFTER_TERM_ONE);
    }

    @ParameterizedTest
    @MethodSource("oddRules")
    void reductionsAreExactForOddRules(StepFunction rules) {
        assertExact(Bounds.of(2, 2, 0, 1), rules);
        assertExact(Bounds.of(2, 1, 1, 1), rules);
    }

    @Tag("deep")
    @ParameterizedTest
    @MethodSource("oddRules")
    void everySetOfReductionsIsExactForOddRulesFurtherOut(StepFunction rules) {
        assertExact(Bounds.of(2, 2, 1, 0), rules, Exactness.sets());
        assertExact(Bounds.of(3, 1, 0, 1), rules, Exactness.sets());
        assertExact(Bounds.of(3, 1, 1, 0), rules, Exactness.sets());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3})
    void reductionsAreExactForRandomRules(long part) {
        assertExactForRandomRules(100 * part, 100 * part + 20, 2_000, USEFUL);
    }

    @Tag("deep")
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3})
    void everySetOfReductionsIsExactForManyRandomRules(long part) {
        assertExactForRandomRules(1_000 + 300 * part, 1_000 + 300 * part + 300, 20_000, Exactness.sets());
    }

    private static void assertExactForRandomRules(long from, long to, long most, List<Set<Reduction>> sets) {
        List<Bounds> bounds = List.of(
                Bounds.of(2, 2, 1, 1),
                Bounds.of(2, 2, 0, 2),
                Bounds.of(3, 1, 0, 1),
                Bounds.of(3, 1, 1, 0),
                Bounds.of(2, 3, 0, 0),
                Bounds.of(2, 1, 2, 1),
                Bounds.of(2, 2, 2, 0).withWindow(1));
        int compared = 0;
        for (long seed = from; seed < to; seed++) {
            StepFunction rules = new RandomRules(seed, seed % 3 != 0, 2 + (int) (seed % 5) * 2);
            Bounds within = bounds.get((int) (seed % bounds.size()));
            Options plain = Options.of(within).with(rules).with(Set.of());
            if (explore(plain.withMaxWorlds(most)).worlds() < most) {
                assertExact(within, rules, sets);
                compared++;
            }
        }
        assertTrue(compared >= (to - from) / 10, compared + " were small enough to compare");
    }

    private static void assertExact(Bounds bounds, StepFunction rules) {
        assertExact(bounds, rules, USEFUL);
    }

    private static void assertExact(Bounds bounds, StepFunction rules, List<Set<Reduction>> sets) {
        List<String> differences = Exactness.differences(bounds, rules, sets, LocalGraph::new);
        assertEquals(List.of(), differences, () -> bounds + " with " + rules);
    }

    // What is unsound has to be noticed.

    static Stream<Arguments> reductionsAndWhatLeadsThemAstray() {
        return Stream.of(
                Arguments.of(Reduction.DEAD_MESSAGES, OddRules.HEARS_THE_FIRST_REQUEST_LATE),
                Arguments.of(Reduction.FUSION, OddRules.DEAF_UNTIL_RESTARTED),
                Arguments.of(Reduction.UNHEEDED, OddRules.HEARS_THE_FIRST_REQUEST_LATE));
    }

    @ParameterizedTest
    @MethodSource("reductionsAndWhatLeadsThemAstray")
    void aReductionThatOverlooksWhatAServerMayBecomeIsNoticed(Reduction reduction, StepFunction rules) {
        Bounds bounds = Bounds.of(2, 2, 0, 1);
        for (Set<Reduction> set : List.of(EnumSet.of(reduction), EnumSet.of(reduction, Reduction.SATURATION), EVERY)) {
            assertEquals(List.of(), Exactness.differences(bounds, rules, List.of(set), LocalGraph::new));
            assertFalse(
                    Exactness.differences(bounds, rules, List.of(set), ReductionsTest::withoutEdges)
                            .isEmpty(),
                    set::toString);
        }
    }

    private static LocalGraph withoutEdges(Tables tables) {
        return new LocalGraph(Arrays.stream(tables.servers)
                .map(server -> new int[server.states.size()][0])
                .toArray(int[][][]::new));
    }

    @Test
    void symmetryIsOffForRulesThatTreatAServerUnlikeAnother() {
        Options options = Options.of(Bounds.of(2, 2, 0, 0)).reducedBy(EVERY);
        assertEquals(EVERY, explore(options).reductions());
        assertEquals(
                EnumSet.complementOf(EnumSet.of(Reduction.SYMMETRY)),
                explore(options.with(OddRules.TREATS_SERVER_ONE_DIFFERENTLY)).reductions());
    }

    @Test
    void onlySymmetryIsOnWhereDeliveryConsumes() {
        Options options = Options.of(Bounds.of(2, 1, 1, 0).with(Network.bag(1, 0)));
        assertEquals(
                Set.of(Reduction.SYMMETRY), explore(options.reducedBy(EVERY)).reductions());
    }

    @Test
    void aClusterThatOnlyARestartFreesIsWedgedWhenNoneIsLeft() {
        Bounds bounds = Bounds.of(2, 3, 0, 1);
        Options options = Options.of(bounds).with(OddRules.DEAF_UNTIL_RESTARTED).with(CAN_REACH_LEADER);
        Counterexample shortest = explore(options).counterexample().orElseThrow();
        Counterexample reduced =
                explore(options.reducedBy(EVERY)).counterexample().orElseThrow();
        assertEquals(
                1,
                reduced.schedule().stream()
                        .filter(Choice.Restart.class::isInstance)
                        .count());
        assertEquals(shortest.schedule().size(), reduced.schedule().size());
        PlainReplay replay = PlainReplay.of(bounds, options.rules(), reduced.schedule(), Set.of());
        assertTrue(replay.possible());
        assertFalse(replay.canReach(
                bounds, options.rules(), world -> world.servers().stream().anyMatch(server -> server.isLeader())));
    }

    // Counterexamples.

    static Stream<KnownBug> bugsThatAreFoundWithoutReductions() {
        return KnownBug.all().stream()
                .filter(bug -> bug.violates().isPresent())
                .filter(bug -> bug.bounds().terms() == 1
                        || bug.id().equals("E02")
                        || bug.id().equals("C09"));
    }

    @ParameterizedTest
    @MethodSource("bugsThatAreFoundWithoutReductions")
    void aScheduleFoundUnderReductionsReplaysAndIsAsShortAsAny(KnownBug bug) {
        Property property = bug.violates().orElseThrow();
        Options options = Options.of(bug.bounds())
                .with(bug.rules())
                .with(Set.of(property))
                .withMaxWorlds(MOST_WORLDS);
        int shortest =
                explore(options).counterexample().orElseThrow().schedule().size();
        for (Set<Reduction> set : List.of(EVERY, EnumSet.of(Reduction.SATURATION), EnumSet.of(Reduction.FUSION))) {
            List<Choice> schedule = explore(options.reducedBy(set))
                    .counterexample()
                    .orElseThrow()
                    .schedule();
            assertEquals(shortest, schedule.size(), set::toString);
            PlainReplay replay = PlainReplay.of(bug.bounds(), bug.rules(), schedule, Set.of(property));
            assertTrue(replay.possible());
            assertEquals(schedule.size(), replay.taken());
            assertEquals(
                    property.scope() != Property.Scope.GRAPH, replay.violation().isPresent());
        }
    }

    private static Report explore(Options options) {
        return Explorer.explore(options, Progress.NONE);
    }
}
