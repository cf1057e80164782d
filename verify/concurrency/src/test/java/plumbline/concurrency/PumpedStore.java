package plumbline.concurrency;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import plumbline.core.ClientRequest;
import plumbline.core.Cluster;
import plumbline.core.Command;
import plumbline.core.ElectionTimeout;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.Raft;
import plumbline.core.ServerState;
import plumbline.core.Step;

/**
 * Three servers of the pure core and a store on each, without threads of their own: whoever calls steps them until the
 * answer is there. Any thread may step any server, one at a time.
 */
final class PumpedStore {
    private final Server[] servers = new Server[4];
    private final Map<Integer, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();

    PumpedStore() {
        for (int id = 1; id <= 3; id++) {
            servers[id] = new Server(ServerState.initial(id, Cluster.of(3)));
        }
        servers[1].inbox.add(new ElectionTimeout());
        pump();
    }

    private final class Server {
        private final Queue<Event> inbox = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean busy = new AtomicBoolean();
        private final Map<String, String> store = new HashMap<>();
        private ServerState state;
        private long applied;

        Server(ServerState state) {
            this.state = state;
        }

        /** Steps once, if there is something to do and nobody else is at it. */
        boolean step() {
            if (inbox.isEmpty() || !busy.compareAndSet(false, true)) {
                return false;
            }
            Event event = inbox.poll();
            if (event != null) {
                Step step = Raft.step(state, event);
                state = step.state();
                for (Message message : step.messages()) {
                    servers[message.to()].inbox.add(message);
                }
                while (applied < state.commitIndex()) {
                    applied++;
                    apply(state.log().get(applied).command().toString());
                }
            }
            busy.set(false);
            return event != null;
        }

        private void apply(String command) {
            String[] words = command.split(" ", -1);
            String before = words[1].equals("put") ? store.put(words[2], words[3]) : store.get(words[2]);
            if (state.isLeader()) {
                waiting.remove(Integer.parseInt(words[0])).complete(String.valueOf(before));
            }
        }
    }

    private void pump() {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int id = 1; id <= 3; id++) {
                moved |= servers[id].step();
            }
        }
    }

    private String call(String what) {
        int number = calls.incrementAndGet();
        CompletableFuture<String> answer = new CompletableFuture<>();
        waiting.put(number, answer);
        servers[1].inbox.add(new ClientRequest(List.of(Command.of(number + " " + what))));
        while (!answer.isDone()) {
            pump();
            Thread.onSpinWait();
        }
        return answer.join();
    }

    /** Sets the value, and answers what it was. */
    String put(String key, String value) {
        return call("put " + key + " " + value);
    }

    String get(String key) {
        return call("get " + key);
    }

    /** What a follower has applied so far, which may be old. */
    String getFromFollower(String key) {
        return String.valueOf(servers[2].store.get(key));
    }
}
