package plumbline.simulation.lab;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.ClientRequest;
import plumbline.core.Command;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.RequestVoteRequest;
import plumbline.core.ServerState;
import plumbline.core.Step;
import plumbline.simulation.StepRecorder;

/** Notes where leaders put commands, and counts what is sent. */
final class LabNotes implements StepRecorder {
    /** Where a leader put a command: it will be committed there or not at all. */
    record Given(int server, long index, long term) {}

    private final Map<Command, Given> given = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong rejections = new AtomicLong();

    @Override
    public void stepped(ServerState before, Event event, Step step) {
        if (event instanceof ClientRequest request) {
            long index = before.log().lastIndex();
            if (step.state().log().lastIndex() > index) {
                for (Command command : request.commands()) {
                    index++;
                    given.put(command, new Given(before.id(), index, before.currentTerm()));
                }
            }
        }
        for (Message message : step.messages()) {
            if (message instanceof RequestVoteRequest || message instanceof AppendEntriesRequest) {
                requests.incrementAndGet();
            } else if (message instanceof AppendEntriesResponse response && !response.success()) {
                rejections.incrementAndGet();
            }
        }
    }

    /** Where a command was put last, if it was. */
    Optional<Given> given(Command command) {
        return Optional.ofNullable(given.get(command));
    }

    /** It will be given again. */
    void forget(Command command) {
        given.remove(command);
    }

    /** Requests sent so far, of both kinds. */
    long requests() {
        return requests.get();
    }

    /** AppendEntries requests that were rejected so far. */
    long rejections() {
        return rejections.get();
    }
}
