package plumbline.checker.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.property.Property;
import plumbline.checker.world.Action;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Network;
import plumbline.core.Cluster;

class ExplorerTest {
    private static final int UNLIMITED = Cluster.UNLIMITED;

    static Stream<Bounds> smallBounds() {
        return Stream.of(
                Bounds.of(1, 1, 0, 0),
                new Bounds(1, 3, 3, 2, 2, 2, UNLIMITED, Network.SET),
                new Bounds(1, 2, 2, 2, 2, 1, 1, Network.bag(1, 1)),
                Bounds.of(2, 1, 1, 0),
                Bounds.of(2, 2, 0, 0),
                Bounds.of(2, 1, 1, 1),
                new Bounds(2, 1, 2, 1, 2, 0, UNLIMITED, Network.SET),
                new Bounds(2, 1, 2, 1, 2, 0, 1, Network.SET),
                new Bounds(2, 1, 1, 2, 1, 0, UNLIMITED, Network.SET),
                new Bounds(2, 1, 2, 2, 2, 0, 1, Network.bag(0, 0)),
                Bounds.of(2, 1, 1, 0).with(Network.bag(1, 1)),
                Bounds.of(2, 1, 0, 1).with(Network.bag(2, 0)),
                Bounds.of(2, 1, 0, 1).with(Network.bag(0, 2)),
                Bounds.of(2, 2, 0, 0).with(Network.bag(0, 0)),
                Bounds.of(3, 1, 0, 0),
                Bounds.of(3, 1, 0, 0).with(Network.bag(0, 0)));
    }

    @ParameterizedTest
    @MethodSource("smallBounds")
    void findsTheSameGraphAsANaiveSearchOverPlainWorlds(Bounds bounds) {
        assertSameGraph(Options.of(bounds));
    }

    static Stream<Arguments> smallMutants() {
        return Stream.of("E01", "P02", "P05", "R03", "R08", "R11")
                .flatMap(id -> Stream.of(Network.SET, Network.bag(0, 1))
                        .map(network -> Arguments.of(
                                KnownBug.named(id).orElseThrow(),
                                Bounds.of(2, 1, 1, id.startsWith("P") ? 1 : 0).with(network))));
    }

    @ParameterizedTest
    @MethodSource("smallMutants")
    void findsTheSameGraphOfARaftThatIsBroken(KnownBug bug, Bounds bounds) {
        assertSameGraph(Options.of(bounds).with(bug.rules()));
    }

    private static void assertSameGraph(Options options) {
        Report report = Explorer.explore(options.with(Set.of()), Progress.NONE);
        assertEquals(NaiveExploration.of(options.bounds(), options.rules()), NaiveExploration.of(report));
    }

    @Test
    void findsAllPropertiesOfTheCoreToHold() {
        Report report = Explorer.explore(Options.of(Bounds.of(3, 1, 1, 0)), Progress.NONE);
        assertEquals(Verdict.HOLDS, report.verdict());
        assertEquals(Set.copyOf(Property.all()), report.properties().keySet());
        assertEquals(Set.of(Verdict.HOLDS), Set.copyOf(report.properties().values()));
        assertTrue(report.counterexample().isEmpty());
        assertTrue(report.incomplete().isEmpty());
    }

    @Test
    void judgesAsManyCommittedEntriesAsTheBoundsAllow() {
        Report report = Explorer.explore(Options.of(Bounds.of(1, 1, 64, 0)), Progress.NONE);
        assertEquals(Verdict.HOLDS, report.verdict());
        assertEquals(66, report.worlds());
    }

    @Test
    void takesEveryActionThatTheBoundsAllow() {
        Bounds bounds = Bounds.of(2, 1, 1, 1).with(Network.bag(1, 0));
        Report report = Explorer.explore(Options.of(bounds), Progress.NONE);
        assertEquals(bounds.actions(), report.coverage().keySet());
        assertEquals(Set.of(Action.values()), report.coverage().keySet());
        assertEquals(List.of(), report.neverTaken());
        assertEquals(Verdict.HOLDS, report.verdict());
    }

    @Test
    void isIncompleteWhenAnActionIsNeverTaken() {
        Options noVotes = Options.of(Bounds.of(2, 1, 1, 0)).with(ReachabilityTest.NOBODY_VOTES);
        Report report = Explorer.explore(noVotes.with(Set.of(Property.ELECTION_SAFETY)), Progress.NONE);
        assertEquals(Verdict.INCOMPLETE, report.verdict());
        assertEquals(
                "the bounds are too small: never taken was HeartbeatTimeout, ClientRequest, HandleRequestVoteResponse, "
                        + "HandleAppendEntriesRequest, HandleAppendEntriesResponse",
                report.incomplete().orElseThrow());
    }

    @Test
    void isIncompleteWhenTheLimitOnWorldsIsReached() {
        Report report = Explorer.explore(Options.of(Bounds.of(3, 1, 1, 0)).withMaxWorlds(1000), Progress.NONE);
        assertEquals(Verdict.INCOMPLETE, report.verdict());
        assertEquals(1000, report.worlds());
        assertEquals("the limit of 1000 worlds was reached", report.incomplete().orElseThrow());
        assertEquals(Set.of(Verdict.INCOMPLETE), Set.copyOf(report.properties().values()));
    }

    @Test
    void findsTheSameTwice() {
        Options options = Options.of(Bounds.of(3, 1, 1, 0))
                .with(KnownBug.named("R01").orElseThrow().rules());
        Report once = Explorer.explore(options, Progress.NONE);
        Report again = Explorer.explore(options, Progress.NONE);
        assertEquals(Verdict.VIOLATED, once.verdict());
        assertEquals(once.counterexample(), again.counterexample());
        assertEquals(NaiveExploration.of(once), NaiveExploration.of(again));
        assertEquals(once.coverage(), again.coverage());
    }

    @Test
    void saysNothingOfOtherPropertiesOnceOneIsViolated() {
        Options options = Options.of(Bounds.of(3, 1, 0, 0))
                .with(KnownBug.named("E01").orElseThrow().rules())
                .with(Set.of(Property.ELECTION_SAFETY, Property.LOG_MATCHING));
        Report report = Explorer.explore(options, Progress.NONE);
        assertEquals(Verdict.VIOLATED, report.properties().get(Property.ELECTION_SAFETY));
        assertEquals(Verdict.INCOMPLETE, report.properties().get(Property.LOG_MATCHING));
    }
}
