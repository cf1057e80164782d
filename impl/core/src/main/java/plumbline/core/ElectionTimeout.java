package plumbline.core;

/** The election timeout elapsed: start an election, unless this server leads (§5.2). */
public record ElectionTimeout() implements Event {
    @Override
    public <R> R match(Cases<R> cases) {
        return cases.electionTimeout(this);
    }
}
