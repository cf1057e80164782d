package plumbline.checker.knownbug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.explore.Explorer;
import plumbline.checker.explore.Options;
import plumbline.checker.explore.Progress;
import plumbline.checker.explore.Reduction;
import plumbline.checker.explore.Report;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.ServerState;

class KnownBugsTest {
    private static final Set<Property> FIGURE_3 = EnumSet.of(
            Property.ELECTION_SAFETY,
            Property.LEADER_APPEND_ONLY,
            Property.LOG_MATCHING,
            Property.LEADER_COMPLETENESS,
            Property.STATE_MACHINE_SAFETY);

    /** By id, how many choices the schedule has that is found within the bug's bounds. All but C01's are shortest. */
    private static final Map<String, Integer> CHOICES = Map.ofEntries(
            Map.entry("E01", 6),
            Map.entry("E02", 7),
            Map.entry("E06", 7),
            Map.entry("E09", 6),
            Map.entry("E11", 9),
            Map.entry("E13", 12),
            Map.entry("E14", 14),
            Map.entry("E19", 10),
            Map.entry("P01", 7),
            Map.entry("P02", 7),
            Map.entry("P03", 7),
            Map.entry("P05", 5),
            Map.entry("R01", 7),
            Map.entry("R03", 10),
            Map.entry("R05", 7),
            Map.entry("R08", 14),
            Map.entry("R11", 6),
            Map.entry("R13", 8),
            Map.entry("C01", 20),
            Map.entry("C02", 17),
            Map.entry("C07", 4),
            Map.entry("C09", 8));

    /** Explored with reductions: without, there are tens of millions of worlds and more. */
    private static final Set<String> REDUCED = Set.of("E13", "E14", "R08", "C01", "C02");

    private static final Set<Reduction> REDUCTIONS = EnumSet.allOf(Reduction.class);

    /** Found in some 150,000 worlds, and then looked for again to find a shorter schedule. */
    private static final Set<String> DEEP = Set.of("C01");

    /**
     * Not searched here, for want of minutes and gigabytes: E17 shows only in its finished graph of 6 million worlds, with
     * a schedule of 13 choices; R09 is found among 11 million, without fusion, with one of 23.
     */
    private static final Set<String> TOO_LARGE = Set.of("E17", "R09");

    private static KnownBug bug(String id) {
        return KnownBug.named(id).orElseThrow();
    }

    static Stream<KnownBug> shallow() {
        return CHOICES.keySet().stream()
                .filter(id -> !DEEP.contains(id))
                .sorted()
                .map(KnownBugsTest::bug);
    }

    static Stream<KnownBug> deep() {
        return DEEP.stream().sorted().map(KnownBugsTest::bug);
    }

    @ParameterizedTest
    @MethodSource("shallow")
    void aBugIsCaughtAndItsScheduleReplays(KnownBug bug) {
        assertCaught(bug);
    }

    @Tag("deep")
    @ParameterizedTest
    @MethodSource("deep")
    void aDeepBugIsCaughtAndItsScheduleReplays(KnownBug bug) {
        assertCaught(bug);
    }

    private static void assertCaught(KnownBug bug) {
        Property property = bug.violates().orElseThrow();
        Report report = Explorer.explore(
                options(bug, bug.bounds(), Set.of(property))
                        .reducedBy(REDUCED.contains(bug.id()) ? REDUCTIONS : Set.of()),
                Progress.NONE);
        System.out.printf(
                "%-52s %-24s %3d choices %,12d worlds %8.2f s%n",
                bug,
                property.title(),
                report.counterexample().map(found -> found.schedule().size()).orElse(0),
                report.worlds(),
                report.seconds());
        assertEquals(Verdict.VIOLATED, report.verdict());
        assertEquals(property, report.counterexample().orElseThrow().violation().property());
        List<Choice> schedule = report.counterexample().orElseThrow().schedule();
        assertEquals(CHOICES.get(bug.id()), schedule.size());

        PlainReplay replay = PlainReplay.of(bug.bounds(), bug.rules(), schedule, Set.of(property));
        assertTrue(replay.possible());
        assertEquals(schedule.size(), replay.taken(), "only the last choice breaks the property");
        PlainReplay onTheCore =
                PlainReplay.of(bug.bounds(), StepFunction.RAFT, schedule, EnumSet.allOf(Property.class));
        assertEquals(Optional.empty(), onTheCore.violation(), "the core breaks nothing");
        if (property.scope() == Property.Scope.GRAPH) {
            Predicate<World> goal = goal(property, replay.world());
            assertFalse(replay.canReach(bug.bounds(), bug.rules(), goal));
            assertTrue(onTheCore.canReach(bug.bounds(), StepFunction.RAFT, goal));
        } else {
            assertEquals(property, replay.violation().orElseThrow().property());
        }
    }

    /** What can no longer be reached from a world where {@code property} fails. */
    private static Predicate<World> goal(Property property, World from) {
        if (property == Property.CAN_REACH_COMMIT) {
            int committed = from.history().committed().size();
            return world -> world.history().committed().size() > committed;
        }
        return world -> {
            long highest = world.servers().stream()
                    .mapToLong(ServerState::currentTerm)
                    .max()
                    .orElseThrow();
            return world.servers().stream().anyMatch(server -> server.isLeader() && server.currentTerm() == highest);
        };
    }

    @ParameterizedTest
    @MethodSource("shallow")
    void reductionsLeaveAScheduleOfTheSameLength(KnownBug bug) {
        Property property = bug.violates().orElseThrow();
        Options options = options(bug, bug.bounds(), Set.of(property)).reducedBy(REDUCTIONS);
        List<Choice> schedule = Explorer.explore(options, Progress.NONE)
                .counterexample()
                .orElseThrow()
                .schedule();
        assertEquals(CHOICES.get(bug.id()), schedule.size());
        assertTrue(PlainReplay.of(bug.bounds(), bug.rules(), schedule, Set.of(property))
                .possible());
    }

    @Test
    void theControlBreaksNothingOfFigure3() {
        assertEquals(
                Verdict.HOLDS,
                explore(bug("E08"), bug("E08").bounds(), FIGURE_3).verdict());
    }

    @Tag("deep")
    @Test
    void theControlBreaksNothingOfFigure3InTwoTerms() {
        assertEquals(
                Verdict.HOLDS,
                explore(bug("E08"), Bounds.of(3, 2, 0, 0), FIGURE_3).verdict());
    }

    @Test
    void theControlBreaksThatOneVotesOnceInATerm() {
        Report report = explore(bug("E08"), bug("E08").bounds(), Set.of(Property.ONE_VOTE_PER_TERM));
        assertEquals(Verdict.VIOLATED, report.verdict());
    }

    @Test
    void aLeaderThatResumesFillsAnIndexTwice() {
        Bounds twoCommands = new Bounds(
                3,
                1,
                1,
                2,
                1,
                1,
                bug("P05").bounds().window(),
                bug("P05").bounds().network());
        Report report = explore(bug("P05"), twoCommands, Set.of(Property.LOG_MATCHING));
        assertEquals(Verdict.VIOLATED, report.verdict());
        assertEquals(7, report.counterexample().orElseThrow().schedule().size());
    }

    // The bug with the two-sided check keeps crashed servers down. That must not be what it is caught for.

    @Test
    void theCoreElectsALeaderWithOneOfThreeServersDown() {
        assertEquals(Verdict.HOLDS, electionsWhereCrashedServersStayDown(Bounds.of(3, 1, 0, 1)));
    }

    @Tag("deep")
    @Test
    void theCoreElectsAnotherLeaderWithOneOfThreeServersDown() {
        assertEquals(Verdict.HOLDS, electionsWhereCrashedServersStayDown(Bounds.of(3, 2, 0, 1)));
    }

    @Test
    void nobodyElectsALeaderWithOneOfTwoServersDown() {
        assertEquals(Verdict.VIOLATED, electionsWhereCrashedServersStayDown(Bounds.of(2, 1, 0, 1)));
    }

    private static Verdict electionsWhereCrashedServersStayDown(Bounds bounds) {
        StepFunction rules = ElectionBugs.downForGood(StepFunction.RAFT);
        Options options = Options.of(bounds).with(rules).with(Set.of(Property.CAN_REACH_LEADER));
        return Explorer.explore(options, Progress.NONE).verdict();
    }

    @Test
    void everyBugIsCaughtHereOrItIsSaidWhyNot() {
        Set<String> accounted = new HashSet<>(CHOICES.keySet());
        accounted.addAll(TOO_LARGE);
        accounted.add("E08");
        assertEquals(KnownBug.all().stream().map(KnownBug::id).collect(Collectors.toSet()), accounted);
        assertTrue(CHOICES.keySet().containsAll(DEEP));
    }

    @Test
    void idsAndTitlesAreUniqueAndFindTheirBug() {
        for (KnownBug bug : KnownBug.all()) {
            assertEquals(Optional.of(bug), KnownBug.named(bug.id()));
            assertEquals(Optional.of(bug), KnownBug.named(bug.title()));
            assertTrue(bug.title().matches("[a-z]+(-[a-z]+)+"), bug.title());
            assertEquals(2, bug.story().size());
            assertTrue(bug.story().stream().allMatch(sentence -> sentence.endsWith(".")), bug.title());
        }
        assertEquals(Optional.empty(), KnownBug.named("no-such-bug"));
        assertTrue(KnownBug.titles().startsWith("voter-grants-two-votes, "));
    }

    private static Report explore(KnownBug bug, Bounds bounds, Set<Property> properties) {
        return Explorer.explore(options(bug, bounds, properties), Progress.NONE);
    }

    private static Options options(KnownBug bug, Bounds bounds, Set<Property> properties) {
        return Options.of(bounds).with(bug.rules()).with(properties);
    }
}
