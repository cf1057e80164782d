package plumbline.runtime.memory;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.PersistentState;
import plumbline.core.ServerState;
import plumbline.core.Step;
import plumbline.runtime.PersistentChange;
import plumbline.runtime.ProposalOutcome;
import plumbline.runtime.RuntimeListener;
import plumbline.runtime.StateMachine;
import plumbline.runtime.Storage;
import plumbline.runtime.Transport;

/**
 * Stands between one server and its surroundings, knows what is durable, sent, applied and answered, and fails as soon as
 * the order persist, send, apply, answer is not kept: by an exception within the server's turn, which stops the server.
 *
 * <p>One observer is for one start of one server. Its storage, transport and state machine go into the server's
 * surroundings, and it is told what the server's listener is told.
 */
public final class ContractObserver implements RuntimeListener {
    /** The order was not kept. */
    public static final class ContractBroken extends AssertionError {
        private static final long serialVersionUID = 1;

        ContractBroken(String how) {
            super(how);
        }
    }

    /** Has seen nothing yet. */
    public ContractObserver() {}

    private PersistentState written = PersistentState.INITIAL;
    private PersistentState durable = PersistentState.INITIAL;
    private long commitIndex;
    private PersistentState stepped = PersistentState.INITIAL;
    private int messagesToSend;
    private long applied;

    @Override
    public void started(ServerState state) {
        written = state.persistent();
        durable = written;
        stepped = written;
    }

    @Override
    public void stepped(ServerState before, Event event, Step step) {
        stepped = step.state().persistent();
        commitIndex = step.state().commitIndex();
        messagesToSend += step.messages().size();
    }

    @Override
    public void answered(ProposalOutcome outcome, long nanos) {
        if (outcome instanceof ProposalOutcome.Applied result && result.index() > applied) {
            throw new ContractBroken("answered " + result.index() + ", applied only up to " + applied);
        }
    }

    private void mustBeDurable(String what) {
        if (stepped == durable) {
            return;
        }
        if (!stepped.equals(durable)) {
            throw new ContractBroken(what + " before the batch was persisted: durable is term " + durable.currentTerm()
                    + ", vote " + durable.votedFor() + ", log up to "
                    + durable.log().lastIndex() + "; stepped is term " + stepped.currentTerm() + ", vote "
                    + stepped.votedFor() + ", log up to " + stepped.log().lastIndex());
        }
        // Equal values, and from here on the same object: the next comparison looks at what is new alone.
        durable = stepped;
        written = stepped;
    }

    /** {@code storage}, observed. */
    public Storage over(Storage storage) {
        return new Storage() {
            @Override
            public PersistentState load() throws IOException {
                return storage.load();
            }

            @Override
            public void write(PersistentChange change) throws IOException {
                storage.write(change);
                written = change.applyTo(written);
            }

            @Override
            public void sync() throws IOException {
                storage.sync();
                durable = written;
            }
        };
    }

    /** {@code transport}, observed. */
    public Transport over(Transport transport) {
        return new Transport() {
            @Override
            public void open(Consumer<Message> receiver) {
                transport.open(receiver);
            }

            @Override
            public void send(List<Message> messages) {
                mustBeDurable("sent " + messages);
                messagesToSend -= messages.size();
                transport.send(messages);
            }
        };
    }

    /** {@code stateMachine}, observed. */
    public StateMachine over(StateMachine stateMachine) {
        return (index, command) -> {
            mustBeDurable("applied " + index);
            if (messagesToSend != 0) {
                throw new ContractBroken("applied " + index + " before sending");
            }
            if (index > commitIndex || index != applied + 1) {
                throw new ContractBroken(
                        "applied " + index + " after " + applied + ", committed is up to " + commitIndex);
            }
            byte[] result = stateMachine.apply(index, command);
            applied = index;
            return result;
        };
    }
}
