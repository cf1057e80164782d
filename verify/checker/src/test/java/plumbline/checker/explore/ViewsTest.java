package plumbline.checker.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;

/** Renumbering a view by number is renumbering what it holds, bit by bit. */
class ViewsTest {
    private static final int TRIES = 2_000;
    private static final Set<Reduction> EVERY = EnumSet.allOf(Reduction.class);

    static Stream<Options> alike() {
        return Stream.of(Bounds.of(3, 2, 1, 1), Bounds.of(4, 2, 1, 0))
                .flatMap(bounds -> Stream.of(EVERY, Set.of(Reduction.SYMMETRY))
                        .map(reductions -> Options.of(bounds).reducedBy(reductions)));
    }

    @ParameterizedTest
    @MethodSource("alike")
    void anImageIsTheViewOfTheRenumberedStateAndMessages(Options options) {
        Model model = new Model(options, LocalGraph::new);
        Permutations all = model.normalizer.permutations();
        Map<String, Integer> numbers = new HashMap<>();
        Random random = new Random(1);
        for (int i = 0; i < TRIES; i++) {
            int server = random.nextInt(model.servers);
            int state = random.nextInt(model.tables.servers[server].states.size());
            long[] inbox = someMessages(model, server, random);
            int view = model.views.number(server, state, inbox);
            long[] reduced = inbox.clone();
            model.normalizer.reduce(server, state, reduced);
            assertEquals(state, model.views.state(server, view));
            assertArrayEquals(reduced, model.views.inbox(server, view));
            String held = server + " " + state + Arrays.toString(reduced);
            assertEquals(view, numbers.computeIfAbsent(held, any -> view), "another number for " + held);

            long orbits = model.views.size();
            int permutation = random.nextInt(all.size());
            int to = all.servers.get(permutation)[server];
            int there = all.states.get(permutation)[server][state];
            int image = model.views.number(to, there, all.image(permutation, server, inbox));
            assertEquals(image, model.views.image(server, view, permutation));
            assertEquals(model.views.rank(server, view), model.views.rank(to, image));
            assertEquals(model.views.stateOrbit(server, view), model.views.stateOrbit(to, image));
            assertEquals(model.views.messages(server, view), model.views.messages(to, image));

            assertEquals(orbits, model.views.size(), "an image is kept, too");

            int back = all.inverse(permutation);
            assertEquals(view, model.views.image(to, image, back));
            assertEquals(
                    model.views.kept(model.views.orbit(view)),
                    model.views.image(server, view, model.views.wayHome(view)));
        }
    }

    private static long[] someMessages(Model model, int server, Random random) {
        long[] inbox = new long[model.tables.servers[server].words];
        for (int left = random.nextInt(6); left > 0; left--) {
            int message = random.nextInt(model.tables.servers[server].messages.size());
            inbox[message >> 6] |= 1L << message;
        }
        return inbox;
    }

    @Test
    void aServerUnlikeTheOthersIsAtHomeByItself() {
        Options odd = Options.of(Bounds.of(3, 2, 1, 0)).reducedBy(EVERY).with(OddRules.TREATS_SERVER_ONE_DIFFERENTLY);
        Model model = new Model(odd, LocalGraph::new);
        assertEquals(1, model.normalizer.permutations().size());
        for (int server = 0; server < 3; server++) {
            assertEquals(server, model.views.home(server));
            int view = model.views.number(server, 0, new long[model.tables.servers[server].words]);
            assertEquals(view, model.views.image(server, view, 0));
        }
    }

    @Test
    void permutationsAreAGroup() {
        Permutations all = Permutations.of(Compiler.compile(Bounds.of(4, 1, 1, 0), StepFunction.RAFT));
        assertEquals(24, all.size());
        for (int one = 0; one < all.size(); one++) {
            assertEquals(0, all.product(one, all.inverse(one)));
            assertEquals(0, all.product(all.inverse(one), one));
            for (int other = 0; other < all.size(); other++) {
                int[] then = all.servers.get(other);
                int[] both = Arrays.stream(all.servers.get(one))
                        .map(server -> then[server])
                        .toArray();
                assertArrayEquals(both, all.servers.get(all.product(other, one)));
            }
        }
        assertThrows(IllegalArgumentException.class, () -> all.number(new int[] {0, 0, 1, 2}));
        assertEquals(
                List.of(0, 1, 2, 3), Arrays.stream(all.servers.get(0)).boxed().toList());
    }
}
