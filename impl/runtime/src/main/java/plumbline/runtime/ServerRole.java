package plumbline.runtime;

import plumbline.core.Role;
import plumbline.core.ServerState;

/** What a server is at the moment (§5.1), without what it keeps as such: {@link Role} has that. */
public enum ServerRole {
    /** Answers requests. */
    FOLLOWER,
    /** Asks for votes. */
    CANDIDATE,
    /** Takes proposals. */
    LEADER;

    /** The role of a server in {@code state}. */
    public static ServerRole of(ServerState state) {
        return state.isLeader() ? LEADER : state.role() instanceof Role.Candidate ? CANDIDATE : FOLLOWER;
    }
}
