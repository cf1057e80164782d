package plumbline.core;

/**
 * The whole state of one server (Figure 2, "State"). There is no {@code lastApplied}: the driver applies up to
 * {@code commitIndex} after every step, so the two are equal whenever anyone looks.
 *
 * @param id this server; 1 to the size of the cluster
 * @param cluster the cluster it belongs to
 * @param persistent what survives a crash; the same object after a step that left it unchanged
 * @param commitIndex the highest index known to be committed; 0 on boot
 * @param role follower, candidate or leader, with what that role keeps
 */
public record ServerState(int id, Cluster cluster, PersistentState persistent, long commitIndex, Role role) {
    private static final Role FOLLOWER = new Role.Follower();

    /** @throws IllegalArgumentException naming the field that is out of range */
    public ServerState {
        Check.that(cluster.contains(id), "id", () -> "is " + id + ", must be 1 to " + cluster.size());
        Check.that(
                persistent.votedFor() <= cluster.size(),
                "votedFor",
                () -> "is " + persistent.votedFor() + ", must be at most " + cluster.size());
        Check.atLeast(0, commitIndex, "commitIndex");
    }

    /** A server on first boot: a follower in term 0 with an empty log. */
    public static ServerState initial(int id, Cluster cluster) {
        return restart(id, cluster, PersistentState.INITIAL);
    }

    /** A server after a crash: {@code persistent} is what was made durable last, all else starts over (§5.2). */
    public static ServerState restart(int id, Cluster cluster, PersistentState persistent) {
        return new ServerState(id, cluster, persistent, 0, FOLLOWER);
    }

    /** {@link PersistentState#currentTerm}. */
    public long currentTerm() {
        return persistent.currentTerm();
    }

    /** {@link PersistentState#votedFor}. */
    public int votedFor() {
        return persistent.votedFor();
    }

    /** {@link PersistentState#log}. */
    public Log log() {
        return persistent.log();
    }

    /** Whether this server leads {@link #currentTerm()}. */
    public boolean isLeader() {
        return role instanceof Role.Leader;
    }

    /** All servers, Rules 2 (§5.1): a higher term is adopted, and whoever sees one becomes a follower. */
    ServerState adopt(long term) {
        return term <= currentTerm()
                ? this
                : new ServerState(
                        id, cluster, new PersistentState(term, PersistentState.NOBODY, log()), commitIndex, FOLLOWER);
    }

    ServerState votingFor(int candidate) {
        return candidate == votedFor()
                ? this
                : new ServerState(id, cluster, new PersistentState(currentTerm(), candidate, log()), commitIndex, role);
    }

    ServerState following() {
        return role instanceof Role.Follower ? this : in(FOLLOWER);
    }

    ServerState in(Role next) {
        return next == role ? this : new ServerState(id, cluster, persistent, commitIndex, next);
    }

    ServerState withLog(Log log) {
        return log == log()
                ? this
                : new ServerState(id, cluster, new PersistentState(currentTerm(), votedFor(), log), commitIndex, role);
    }

    ServerState committedTo(long index) {
        return index <= commitIndex ? this : new ServerState(id, cluster, persistent, index, role);
    }
}
