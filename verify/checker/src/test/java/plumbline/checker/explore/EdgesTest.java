package plumbline.checker.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.property.Property;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Network;

/** Along the steps that a search noted, dead ends are those that expanding all worlds again finds. */
class EdgesTest {
    private static final Set<Reduction> EVERY = EnumSet.allOf(Reduction.class);
    private static final Set<Property> BOTH = Set.of(Property.CAN_REACH_LEADER, Property.CAN_REACH_COMMIT);

    static Stream<Arguments> searches() {
        KnownBug wedged = KnownBug.named("C09").orElseThrow();
        return Stream.of(
                Arguments.of(Options.of(Bounds.of(3, 2, 1, 1)).reducedBy(EVERY), false),
                Arguments.of(Options.of(Bounds.of(2, 2, 1, 1)), false),
                Arguments.of(Options.of(Bounds.of(2, 1, 1, 1).with(Network.bag(1, 1))), false),
                Arguments.of(Options.of(Bounds.of(2, 2, 0, 1)).with(ReachabilityTest.NOBODY_VOTES), true),
                Arguments.of(Options.of(Bounds.of(2, 1, 1, 1)).with(ReachabilityTest.NOBODY_COMMITS), true),
                Arguments.of(
                        Options.of(Bounds.of(2, 3, 0, 1))
                                .with(OddRules.DEAF_UNTIL_RESTARTED)
                                .reducedBy(EVERY),
                        true),
                Arguments.of(Options.of(wedged.bounds()).with(wedged.rules()).reducedBy(EVERY), true));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void deadEndsAreTheSameWhetherStepsWereNotedOrNot(Options options, boolean expected) {
        try (Crew crew = new Crew(2)) {
            Model model = new Model(options.with(BOTH), LocalGraph::new);
            Search search = new Search(model, Execution.with(2), crew, Progress.NONE, System.nanoTime());
            search.run();
            assertTrue(search.finished());
            assertTrue(search.edges().open());
            Reachability.@Nullable DeadEnd noted = find(model, search, crew);
            search.edges().giveUp();
            assertEquals(find(model, search, crew), noted);
            assertEquals(expected, noted != null);
        }
    }

    private static Reachability.@Nullable DeadEnd find(Model model, Search search, Crew crew) {
        return Reachability.find(model, search.worlds(), search.edges(), crew, () -> false);
    }

    @Test
    void stepsThatTakeTooMuchRoomAreGivenUp() {
        Edges edges = new Edges(true, 100);
        Worlds worlds = new Worlds(new Model(Options.of(Bounds.of(1, 1, 0, 0)), LocalGraph::new));
        worlds.endLevel();
        Worlds.Level level = worlds.level(0);
        edges.add(new Edges.Part[] {new Edges.Part(level, 0, 0, 1, new byte[60])});
        assertTrue(edges.open());
        edges.add(new Edges.Part[] {new Edges.Part(level, 0, 0, 1, new byte[60])});
        assertFalse(edges.open());
        assertEquals(0, edges.size());
    }
}
