package plumbline.simulation.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The 21 tests, under the lab's names. */
public enum LabTest {
    /** Three servers elect one leader. */
    INITIAL_ELECTION('A', "InitialElection", 3, PartA::initialElection),
    /** A leader exactly when there is a majority. */
    RE_ELECTION('A', "ReElection", 3, PartA::reElection),
    /** Seven servers, three of them cut off at a time. */
    MANY_ELECTIONS('A', "ManyElections", 7, PartA::manyElections),

    /** Each command at the index that it was given. */
    BASIC_AGREE('B', "BasicAgree", 3, PartB::basicAgree),
    /** Each command once to each peer. */
    RPC_BYTES('B', "RPCBytes", 3, PartB::rpcBytes),
    /** Followers cut off. */
    FOLLOWER_FAILURE('B', "FollowerFailure", 3, PartB::followerFailure),
    /** Leaders cut off. */
    LEADER_FAILURE('B', "LeaderFailure", 3, PartB::leaderFailure),
    /** A follower comes back and agrees. */
    FAIL_AGREE('B', "FailAgree", 3, PartB::failAgree),
    /** No agreement without a majority. */
    FAIL_NO_AGREE('B', "FailNoAgree", 5, PartB::failNoAgree),
    /** Five commands at once. */
    CONCURRENT_STARTS('B', "ConcurrentStarts", 3, PartB::concurrentStarts),
    /** A leader with a wrong tail comes back. */
    REJOIN('B', "Rejoin", 3, PartB::rejoin),
    /** Long wrong tails are backed up over quickly. */
    BACKUP('B', "Backup", 5, PartB::backup),
    /** Few requests. */
    COUNT('B', "Count", 3, PartB::count),

    /** All crash, leaders crash, followers crash. */
    PERSIST_1('C', "Persist1", 3, PartC::persist1),
    /** Parts of the cluster crash in turn. */
    PERSIST_2('C', "Persist2", 5, PartC::persist2),
    /** A partitioned leader and a follower crash. */
    PERSIST_3('C', "Persist3", 3, PartC::persist3),
    /** Leaders crash soon after accepting. */
    FIGURE_8('C', "Figure8", 5, PartC::figure8),
    /** Agreement on an unreliable network. */
    UNRELIABLE_AGREE('C', "UnreliableAgree", 5, PartC::unreliableAgree),
    /** Figure 8 on an unreliable network that reorders much. */
    FIGURE_8_UNRELIABLE('C', "Figure8Unreliable", 5, PartC::figure8Unreliable),
    /** Clients write while servers fail. */
    RELIABLE_CHURN('C', "ReliableChurn", 5, PartC::reliableChurn),
    /** The same on an unreliable network. */
    UNRELIABLE_CHURN('C', "UnreliableChurn", 5, PartC::unreliableChurn);

    private final char part;
    private final String title;
    private final int servers;

    // A method, which has no state.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Consumer<Lab> body;

    LabTest(char part, String title, int servers, Consumer<Lab> body) {
        this.part = part;
        this.title = title;
        this.servers = servers;
        this.body = body;
    }

    /** The part of the lab: A, B or C. */
    public char part() {
        return part;
    }

    /** The lab's name for it. */
    public String title() {
        return title;
    }

    /** How many servers it has. */
    public int servers() {
        return servers;
    }

    /** The tests of {@code part}. */
    public static List<LabTest> ofPart(char part) {
        return Arrays.stream(values()).filter(test -> test.part == part).toList();
    }

    /** The test that the lab calls {@code title}. */
    public static Optional<LabTest> named(String title) {
        return Arrays.stream(values()).filter(test -> test.title.equals(title)).findFirst();
    }

    /** The names of all, for messages. */
    public static String titles() {
        return Arrays.stream(values()).map(LabTest::title).collect(Collectors.joining(", "));
    }

    /**
     * Runs the test under {@code conditions}, which serve this once.
     *
     * @throws AssertionError saying what was wrong
     */
    public void run(Lab.Conditions conditions) {
        try (Lab lab = new Lab(servers, conditions)) {
            body.accept(lab);
        }
    }

    @Override
    public String toString() {
        return title;
    }
}
