package plumbline.core;

/** The heartbeat interval elapsed: a leader sends an empty AppendEntries request to everyone; others do nothing (§5.2). */
public record HeartbeatTimeout() implements Event {
    @Override
    public <R> R match(Cases<R> cases) {
        return cases.heartbeatTimeout(this);
    }
}
