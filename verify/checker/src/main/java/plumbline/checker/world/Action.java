package plumbline.checker.world;

import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.ClientRequest;
import plumbline.core.ElectionTimeout;
import plumbline.core.Event;
import plumbline.core.HeartbeatTimeout;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;

/** The kinds of choices: the actions of {@code spec/Raft.tla}, and two that only the bag network has. */
public enum Action {
    /** §5.2. */
    ELECTION_TIMEOUT("ElectionTimeout"),
    /** §5.2. */
    HEARTBEAT_TIMEOUT("HeartbeatTimeout"),
    /** §5.3. */
    CLIENT_REQUEST("ClientRequest"),
    /** §5.2, §5.4.1. */
    HANDLE_REQUEST_VOTE_REQUEST("HandleRequestVoteRequest"),
    /** §5.2. */
    HANDLE_REQUEST_VOTE_RESPONSE("HandleRequestVoteResponse"),
    /** §5.3. */
    HANDLE_APPEND_ENTRIES_REQUEST("HandleAppendEntriesRequest"),
    /** §5.3, §5.4.2. */
    HANDLE_APPEND_ENTRIES_RESPONSE("HandleAppendEntriesResponse"),
    /** A crash, and the restart from what was persisted. */
    RESTART("Restart"),
    /** Bag network: a message is lost. */
    DROP_MESSAGE("DropMessage");

    private static final Event.Cases<Action> OF_EVENT = new Event.Cases<>() {
        @Override
        public Action electionTimeout(ElectionTimeout timeout) {
            return ELECTION_TIMEOUT;
        }

        @Override
        public Action heartbeatTimeout(HeartbeatTimeout timeout) {
            return HEARTBEAT_TIMEOUT;
        }

        @Override
        public Action clientRequest(ClientRequest request) {
            return CLIENT_REQUEST;
        }

        @Override
        public Action handleRequestVoteRequest(RequestVoteRequest request) {
            return HANDLE_REQUEST_VOTE_REQUEST;
        }

        @Override
        public Action handleRequestVoteResponse(RequestVoteResponse response) {
            return HANDLE_REQUEST_VOTE_RESPONSE;
        }

        @Override
        public Action handleAppendEntriesRequest(AppendEntriesRequest request) {
            return HANDLE_APPEND_ENTRIES_REQUEST;
        }

        @Override
        public Action handleAppendEntriesResponse(AppendEntriesResponse response) {
            return HANDLE_APPEND_ENTRIES_RESPONSE;
        }
    };

    private final String specName;

    Action(String specName) {
        this.specName = specName;
    }

    /** The action that hands {@code event} to its server. */
    public static Action of(Event event) {
        return event.match(OF_EVENT);
    }

    /** The name in the spec, in traces and in coverage reports. */
    public String specName() {
        return specName;
    }
}
