package plumbline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import plumbline.core.Message;
import plumbline.core.RequestVoteRequest;
import plumbline.runtime.memory.LinkBehaviour;
import plumbline.runtime.memory.MemoryNetwork;
import plumbline.runtime.memory.SimulatedTime;

final class MemoryNetworkTest {
    private static final int SENT = 1_000;

    private final SimulatedTime time = new SimulatedTime(1);
    private final MemoryNetwork network = new MemoryNetwork(time, new Capacity(SENT, Capacity.MOST_BYTES));
    private final List<Long> arrived = new ArrayList<>();

    /** Sends messages with terms 1, 2, ... from server 1 to server 2; gives the terms in order of arrival. */
    private List<Long> send() {
        network.transport(2).open(message -> arrived.add(((RequestVoteRequest) message).term()));
        for (long term = 1; term <= SENT; term++) {
            Message message = new RequestVoteRequest(1, 2, term, 0, 0);
            network.transport(1).send(List.of(message));
        }
        time.runFor(Duration.ofSeconds(10));
        return arrived;
    }

    private static List<Long> inOrder() {
        return LongStream.rangeClosed(1, SENT).boxed().toList();
    }

    @Test
    void delaysReorderUnlessTheLinkKeepsTheOrder() {
        network.behave(LinkBehaviour.delayed(0, 1_000_000));
        assertNotEquals(inOrder(), send());
        assertEquals(inOrder(), arrived.stream().sorted().toList());
        arrived.clear();

        network.keepOrder(true);
        assertEquals(inOrder(), send());
    }

    @Test
    void messagesAreLostAndRepeatedAsOftenAsIsSaid() {
        network.behave(LinkBehaviour.delayed(0, 1_000_000).losing(10));
        int left = send().size();
        assertTrue(left > 850 && left < 950, () -> left + " arrived");
        assertEquals(SENT - left, network.messagesLost());
        arrived.clear();

        network.behave(LinkBehaviour.IMMEDIATE.repeating(10));
        int repeated = send().size();
        assertTrue(repeated > 1_050 && repeated < 1_150, () -> repeated + " arrived");
        assertEquals(repeated - SENT, network.messagesRepeated());
    }

    @Test
    void aLinkMayBehaveUnlikeTheOthersUntilAllAreToldAnew() {
        network.behave(1, 2, (message, clock) -> LinkBehaviour.LOST);
        assertEquals(List.of(), send());
        network.behave(LinkBehaviour.IMMEDIATE);
        assertEquals(inOrder(), send());
    }

    @Test
    void nothingArrivesWhereNobodyListensAnyMore() {
        network.behave(LinkBehaviour.delayed(1, 1_000));
        network.transport(2).open(message -> arrived.add(1L));
        network.transport(1).send(List.of(new RequestVoteRequest(1, 2, 1, 0, 0)));
        network.detach(2);
        time.runFor(Duration.ofSeconds(1));
        assertEquals(List.of(), arrived);
    }

    @Test
    void longReorderingDelaysTwoOfThreeResponsesByTwoHundredMillisecondsOrMore() {
        LinkBehaviour behaviour = LinkBehaviour.longReordering();
        Message response = new plumbline.core.RequestVoteResponse(2, 1, 1, true);
        int late = 0;
        int lost = 0;
        for (int i = 0; i < 3_000; i++) {
            long delay = behaviour.delay(response, time);
            assertTrue(delay <= Duration.ofMillis(2_200).toNanos());
            late += delay >= Duration.ofMillis(200).toNanos() ? 1 : 0;
            lost += delay == LinkBehaviour.LOST ? 1 : 0;
        }
        int lateOnes = late;
        int lostOnes = lost;
        assertTrue(lateOnes > 1_650 && lateOnes < 1_950, () -> lateOnes + " late");
        assertTrue(lostOnes > 200 && lostOnes < 400, () -> lostOnes + " lost");
    }
}
