package plumbline.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import plumbline.core.Command;
import plumbline.runtime.Clock;
import plumbline.runtime.ProposalOutcome;
import plumbline.runtime.ProposalOutcome.Applied;
import plumbline.runtime.ProposalOutcome.NotAccepted;
import plumbline.runtime.ProposalOutcome.OutcomeUnknown;
import plumbline.simulation.Operation.Outcome;

/**
 * A client that asks one thing after the other: of the server that it takes for the leader, of another when it is refused.
 * What it cannot know the outcome of it asks again only if that does no harm. Its words and the answers take a little time
 * on the way.
 */
public final class Client {
    /** How often a client waits for the answer to a request that may be given again. */
    private static final int MOST_WAITS = 3;

    /** What a client asks. */
    public interface Requests {
        /** The command of its request of this number; no two are equal. */
        Command next(long number);

        /** Whether a request may be given again when its outcome is unknown, since it takes effect once at most. */
        default boolean isRepeatable(Command command) {
            return false;
        }

        /** An answer as the history keeps it; empty if it says no more than that the outcome is unknown. */
        default Optional<String> told(Command command, byte[] answer) {
            return Optional.of(new String(answer, StandardCharsets.UTF_8));
        }
    }

    /**
     * How a client goes about it.
     *
     * @param requests what it asks
     * @param think the longest time between an answer and the next request, in nanoseconds
     * @param patience how long it waits for an answer, in nanoseconds
     * @param way the longest time that a word takes between client and server, in nanoseconds
     */
    public record Habits(Requests requests, long think, long patience, long way) {}

    private final WatchedCluster cluster;
    private final ClientHistory history;
    private final int number;
    private final Habits habits;
    private final Clock clock;
    private int server;
    private long requests;
    private boolean stopped;
    private boolean idle = true;

    /** Client {@code number}, which has not begun. */
    public Client(WatchedCluster cluster, ClientHistory history, int number, Habits habits) {
        this.cluster = cluster;
        this.history = history;
        this.number = number;
        this.habits = habits;
        clock = cluster.pace().clock();
        server = 1 + number % cluster.size();
    }

    /** Begins to ask. */
    public synchronized void begin() {
        stopped = false;
        if (idle) {
            idle = false;
            after(habits.think(), this::ask);
        }
    }

    /** Asks no more after the request that it is at. */
    public synchronized void stop() {
        stopped = true;
    }

    /** Whether it waits for nothing. */
    public synchronized boolean isIdle() {
        return idle;
    }

    private void after(long most, Runnable task) {
        clock.at(clock.nanoTime() + clock.random(0, most), () -> {
            try {
                task.run();
            } catch (ClusterFailure failure) {
                cluster.fail(failure);
            }
        });
    }

    private synchronized void ask() {
        if (stopped) {
            idle = true;
            return;
        }
        requests++;
        Request request = new Request(habits.requests().next(requests));
        request.give();
        request.await();
    }

    /** One request, from asking to knowing. */
    private final class Request {
        final Command command;
        final int operation;
        boolean over;

        /** Whether the last server that was asked may have taken it, and whether another before it may have. */
        boolean taken;

        boolean takenBefore;
        int waits;

        Request(Command command) {
            this.command = command;
            operation = history.invoke(number, command, clock.nanoTime());
        }

        void await() {
            clock.at(clock.nanoTime() + habits.patience(), this::loseHope);
        }

        void give() {
            int asked = server;
            after(habits.way(), () -> propose(asked));
        }

        private void propose(int asked) {
            synchronized (Client.this) {
                if (over) {
                    return;
                }
                if (!cluster.isUp(asked)) {
                    tryAnother(0);
                    return;
                }
                taken = true;
            }
            ServerLife life = cluster.life(asked);
            CompletableFuture<ProposalOutcome> future = life.server().propose(command);
            var unused = future.thenAccept(outcome -> {
                // Nothing of what a server does shows before its disk is ready.
                long shows = Math.max(clock.nanoTime(), life.heldUpUntil());
                clock.at(shows, () -> {
                    if (life.isAlive()) {
                        after(habits.way(), () -> hear(outcome));
                    }
                });
            });
        }

        private void hear(ProposalOutcome outcome) {
            synchronized (Client.this) {
                if (over) {
                    return;
                }
                outcome.match(new ProposalOutcome.Cases<Void>() {
                    @Override
                    public Void applied(Applied applied) {
                        Optional<String> told = habits.requests().told(command, applied.result());
                        if (told.isEmpty()) {
                            end(Outcome.UNKNOWN);
                            return null;
                        }
                        over = true;
                        history.applied(operation, clock.nanoTime(), applied.index(), told.get());
                        next();
                        return null;
                    }

                    @Override
                    public Void notAccepted(NotAccepted refusal) {
                        taken = false;
                        tryAnother(refusal.leader());
                        return null;
                    }

                    @Override
                    public Void outcomeUnknown(OutcomeUnknown unknown) {
                        if (habits.requests().isRepeatable(command)) {
                            giveAgain();
                        } else {
                            end(Outcome.UNKNOWN);
                        }
                        return null;
                    }
                });
            }
        }

        private void tryAnother(int leader) {
            boolean known = leader != 0 && leader != server;
            server = known ? leader : 1 + (int) clock.random(0, cluster.size() - 1L);
            if (known) {
                give();
            } else {
                after(Math.max(habits.think(), habits.patience() / 20), this::give);
            }
        }

        private void giveAgain() {
            takenBefore = true;
            taken = false;
            history.repeated(operation);
            tryAnother(0);
        }

        private void loseHope() {
            synchronized (Client.this) {
                waits++;
                if (over) {
                    return;
                }
                if (waits < MOST_WAITS && habits.requests().isRepeatable(command)) {
                    giveAgain();
                    await();
                    return;
                }
                server = 1 + (int) clock.random(0, cluster.size() - 1L);
                end(taken || takenBefore ? Outcome.UNKNOWN : Outcome.REFUSED);
            }
        }

        private void end(Outcome outcome) {
            over = true;
            history.ended(operation, clock.nanoTime(), outcome);
            next();
        }

        private void next() {
            after(habits.think(), Client.this::ask);
        }
    }
}
