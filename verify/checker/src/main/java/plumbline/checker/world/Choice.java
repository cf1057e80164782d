package plumbline.checker.world;

import plumbline.core.ClientRequest;
import plumbline.core.ElectionTimeout;
import plumbline.core.Event;
import plumbline.core.HeartbeatTimeout;
import plumbline.core.Message;

/** One choice of a schedule: what happens next, and to which server. A schedule is a list of them. */
public sealed interface Choice {
    /** What kind of choice it is. */
    Action action();

    /** The server to which it happens. */
    int server();

    /** A timeout elapses at a server, or a client asks it. */
    record Internal(int server, Event event) implements Choice {
        /** @throws IllegalArgumentException if the event is a message, which is delivered */
        public Internal {
            if (event instanceof Message) {
                throw new IllegalArgumentException("event is a message, which is delivered, not internal");
            }
        }

        @Override
        public Action action() {
            return Action.of(event);
        }
    }

    /**
     * A message that was sent arrives.
     *
     * @param kept whether it stays under way all the same; always so in the set network, with a budget in the bag
     */
    record Deliver(Message message, boolean kept) implements Choice {
        @Override
        public Action action() {
            return Action.of(message);
        }

        @Override
        public int server() {
            return message.to();
        }
    }

    /** A message under way is lost for good (bag network). */
    record Drop(Message message) implements Choice {
        @Override
        public Action action() {
            return Action.DROP_MESSAGE;
        }

        @Override
        public int server() {
            return message.to();
        }
    }

    /** A server crashes and restarts from what it persisted. */
    record Restart(int server) implements Choice {
        @Override
        public Action action() {
            return Action.RESTART;
        }
    }

    /** The election timeout of {@code server}. */
    static Choice electionTimeout(int server) {
        return new Internal(server, new ElectionTimeout());
    }

    /** The heartbeat timeout of {@code server}. */
    static Choice heartbeatTimeout(int server) {
        return new Internal(server, new HeartbeatTimeout());
    }

    /** A client asks {@code server}. */
    static Choice clientRequest(int server, ClientRequest request) {
        return new Internal(server, request);
    }
}
