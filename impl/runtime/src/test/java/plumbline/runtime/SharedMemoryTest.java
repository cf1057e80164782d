package plumbline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import plumbline.core.Command;
import plumbline.core.Message;
import plumbline.core.RequestVoteRequest;

/** The few things that threads share: the bound, the inbox and the request for a turn. */
final class SharedMemoryTest {
    private static final int THREADS = 4;
    private static final int EACH = 20_000;

    private static void together(Runnable work) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(work);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static Proposal proposal(String command) {
        return new Proposal(Command.of(command), 0);
    }

    private static Message message(long term) {
        return new RequestVoteRequest(2, 1, term, 0, 0);
    }

    // Bound

    @Test
    void aBoundHoldsForCountAndBytesAndOneThingAloneAlwaysFits() {
        Bound bound = new Bound(new Capacity(2, 100));
        assertTrue(bound.tryTake(500));
        assertFalse(bound.tryTake(1));
        bound.giveBack(500);
        assertTrue(bound.tryTake(60));
        assertFalse(bound.tryTake(41));
        assertTrue(bound.tryTake(40));
        assertFalse(bound.tryTake(0));
        assertEquals(2, bound.count());
        bound.giveBack(60);
        bound.giveBack(40);
        assertEquals(0, bound.count());
    }

    @Test
    void theLargestBoundsCountRight() {
        Bound bound = new Bound(new Capacity(Capacity.MOST_COUNT, Capacity.MOST_BYTES));
        assertTrue(bound.tryTake(Capacity.MOST_BYTES));
        assertFalse(bound.tryTake(1));
        for (int i = 1; i < Capacity.MOST_COUNT; i++) {
            assertTrue(bound.tryTake(0));
        }
        assertFalse(bound.tryTake(0));
        assertEquals(Capacity.MOST_COUNT, bound.count());
    }

    @Test
    void threadsNeverExceedABoundTogetherAndGiveAllOfItBack() throws InterruptedException {
        Bound bound = new Bound(new Capacity(3, 25));
        AtomicInteger bytes = new AtomicInteger();
        AtomicInteger exceeded = new AtomicInteger();
        together(() -> {
            for (int i = 0; i < EACH; i++) {
                if (bound.tryTake(10)) {
                    if (bytes.addAndGet(10) > 25) {
                        exceeded.incrementAndGet();
                    }
                    bytes.addAndGet(-10);
                    bound.giveBack(10);
                }
            }
        });
        assertEquals(0, exceeded.get());
        assertEquals(0, bound.count());
    }

    // Inbox

    @Test
    void theInboxGivesOutWhatWasPutInOldestFirst() {
        Inbox inbox = new Inbox(new Capacity(2, 1_000));
        assertTrue(inbox.offer(message(1)));
        assertTrue(inbox.offer(message(2)));
        assertFalse(inbox.offer(message(3)));
        assertEquals(1, inbox.takeDropped());
        assertEquals(0, inbox.takeDropped());

        List<Message> taken = new ArrayList<>();
        assertEquals(1, inbox.takeMessages(1, taken::add));
        assertTrue(inbox.offer(message(4)));
        assertEquals(2, inbox.waitingMessages());
        assertEquals(2, inbox.takeMessages(10, taken::add));
        assertEquals(List.of(message(1), message(2), message(4)), taken);
        assertFalse(inbox.hasMessages());
    }

    @Test
    void aClosedInboxTakesNothingInAndGivesOutWhatItHas() {
        Inbox inbox = new Inbox(new Capacity(2, 1_000));
        assertTrue(inbox.offer(proposal("in time")));
        inbox.close();
        assertFalse(inbox.offer(proposal("late")));
        assertFalse(inbox.offer(message(1)));
        List<String> taken = new ArrayList<>();
        inbox.takeProposals(10, each -> taken.add(each.command().toString()));
        assertEquals(List.of("in time"), taken);
    }

    /** Every proposal is either refused or taken out, never both and never neither. */
    @Test
    void whenAnInboxIsClosedWhileThreadsPutInNoProposalIsLost() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            Inbox inbox = new Inbox(new Capacity(1, 1));
            AtomicInteger accepted = new AtomicInteger();
            AtomicInteger taken = new AtomicInteger();
            CountDownLatch begun = new CountDownLatch(1);
            Thread offering = new Thread(() -> {
                for (int i = 0; i < 200; i++) {
                    if (inbox.offer(proposal("x"))) {
                        accepted.incrementAndGet();
                    }
                    begun.countDown();
                }
            });
            offering.start();
            begun.await();
            inbox.takeProposals(10, each -> taken.incrementAndGet());
            inbox.close();
            inbox.takeProposals(Integer.MAX_VALUE, each -> taken.incrementAndGet());
            offering.join();
            assertEquals(accepted.get(), taken.get());
        }
    }

    // Turns

    @Test
    void turnsThatAreAskedForDuringATurnBecomeOneMoreTurn() {
        List<Runnable> asked = new ArrayList<>();
        AtomicInteger made = new AtomicInteger();
        Turns[] self = new Turns[1];
        self[0] = new Turns(asked::add, () -> {
            if (made.incrementAndGet() == 1) {
                self[0].request();
                self[0].request();
            }
        });
        self[0].request();
        self[0].request();
        assertEquals(1, asked.size());
        asked.get(0).run();
        assertEquals(2, asked.size());
        asked.get(1).run();
        assertEquals(2, asked.size());
        assertEquals(2, made.get());
    }

    @Test
    void afterTheLastTurnThereIsNone() {
        List<Runnable> asked = new ArrayList<>();
        Turns[] self = new Turns[1];
        self[0] = new Turns(asked::add, () -> self[0].close());
        self[0].request();
        asked.get(0).run();
        self[0].request();
        assertEquals(1, asked.size());
    }

    /** On a pool of threads: never two at once, and the last turn sees all that was done. */
    @Test
    void turnsNeverOverlapAndNoRequestIsLost() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        AtomicInteger toDo = new AtomicInteger();
        long[] done = new long[1]; // touched by turns alone, without any protection
        CountDownLatch all = new CountDownLatch(1);
        Turns turns = new Turns(pool, () -> {
            overlaps.addAndGet(atWork.getAndIncrement());
            done[0] += toDo.getAndSet(0);
            if (done[0] == (long) THREADS * EACH) {
                all.countDown();
            }
            atWork.decrementAndGet();
        });
        together(() -> {
            for (int i = 0; i < EACH; i++) {
                toDo.incrementAndGet();
                turns.request();
            }
        });
        assertTrue(all.await(30, TimeUnit.SECONDS), () -> "done " + done[0]);
        assertEquals(0, overlaps.get());
        pool.shutdown();
    }
}
