package plumbline.checker.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Network;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.Cluster;

/** A world changed in place goes the same way as plain worlds, in both networks. */
class PlaybackTest {
    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void theSameIsPossibleAndTheSameComesOfIt(@ForAll long seed) {
        Random random = new Random(seed);
        Network network = random.nextBoolean() ? Network.SET : Network.bag(random.nextInt(3), random.nextInt(3));
        Bounds bounds = new Bounds(1 + random.nextInt(4), 3, 2, 2, 2, 2, Cluster.UNLIMITED, network);
        World world = World.initial(bounds);
        Playback playback = new Playback(bounds, StepFunction.RAFT);
        Set<Choice> everSeen = new HashSet<>();
        for (int step = 0; step < 60; step++) {
            List<Choice> choices = world.choices(bounds);
            if (choices.isEmpty()) {
                return;
            }
            everSeen.addAll(choices);
            for (Choice choice : everSeen) {
                assertEquals(choices.contains(choice), playback.isPossible(choice), choice::toString);
            }
            Choice choice = choices.get(random.nextInt(choices.size()));
            world = world.after(choice, StepFunction.RAFT, bounds);
            playback.make(choice);
            assertEquals(world.servers(), playback.world().servers());
            assertEquals(world.history(), playback.world().history());
            assertEquals(world.restarts(), playback.world().restarts());
        }
    }

    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void aDeliveryIsOfTheKindThatTheNetworkKnows(@ForAll boolean consumes) {
        Bounds bounds = Bounds.of(2, 1, 0, 0).with(consumes ? Network.bag(0, 0) : Network.SET);
        Playback playback = new Playback(bounds, StepFunction.RAFT);
        playback.make(Choice.electionTimeout(1));
        List<Choice> deliveries = new ArrayList<>();
        for (boolean kept : List.of(true, false)) {
            Choice delivery = new Choice.Deliver(playback.world().sent().get(0), kept);
            deliveries.add(delivery);
            assertEquals(kept != consumes, playback.isPossible(delivery));
        }
        assertEquals(2, deliveries.size());
    }
}
