package plumbline.checker.spec;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import java.util.stream.Stream;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;

class SpecMutationsTest {
    record Mutation(String name, String rule, String other, Bounds bounds, boolean steps) {
        @Override public String toString() { return name; }
    }

    private static Mutation m(String name, String rule, String other) {
        return new Mutation(name, rule, other, Bounds.of(2, 2, 1, 1), false);
    }

    static Stream<Mutation> mutations() {
        return Stream.of(
            m("votesTwice", "voter.votedFor \\in {Nobody, m.from} /\\ upToDate", "upToDate"),
            m("ignoresLog", "voter.votedFor \\in {Nobody, m.from} /\\ upToDate", "voter.votedFor \\in {Nobody, m.from}"),
            m("staleVote", "receiver.role # \"Candidate\" \\/ m.term < receiver.currentTerm \\/ ~m.voteGranted", "receiver.role # \"Candidate\" \\/ ~m.voteGranted"),
            m("truncates", "IF \\A k \\in DOMAIN entries : present(k) THEN log ELSE", "IF FALSE THEN log ELSE"),
            m("commitsUnverified", "Min(m.leaderCommit, lastNewIndex)", "Min(m.leaderCommit, Len(Merge(log, m.prevLogIndex, m.entries)))"),
            m("figure8", "/\\ s.log[index].term = s.currentTerm\n", "\n"),
            m("halfMajority", "Majority == Servers \\div 2 + 1", "Majority == (Servers + 1) \\div 2"),
            m("losesVote", "[Follower(@) EXCEPT !.commitIndex = 0]", "[Follower(@) EXCEPT !.commitIndex = 0, !.votedFor = Nobody]"),
            m("keepsCommit", "[Follower(@) EXCEPT !.commitIndex = 0]", "Follower(@)"),
            m("assignsMatch", "!.matchIndex[m.from] = Max(@, m.matchIndex)]", "!.matchIndex[m.from] = m.matchIndex]"),
            m("assignsNext", "!.nextIndex[m.from] = Max(@, m.matchIndex + 1)", "!.nextIndex[m.from] = m.matchIndex + 1"),
            m("noTermCheck", "\\/ TermAt(log, m.prevLogIndex) # m.prevLogTerm", "\\/ FALSE"),
            m("refusesStaleSilently", "THEN Take(m.to, s, {Answer(m, s.currentTerm, FALSE, 0, 0, 0)})", "THEN Take(m.to, s, {})"),
            m("conflictTermZero", "Answer(m, m.term, FALSE, 0, term, LastIndexUpToTerm(log, term - 1) + 1)", "Answer(m, m.term, FALSE, 0, 0, LastIndexUpToTerm(log, term - 1) + 1)"),
            m("noAdopt", "/\\ LET receiver == Adopt(server[m.to], m.term)\n       IN  IF receiver.role # \"Leader\"", "/\\ LET receiver == server[m.to]\n       IN  IF receiver.role # \"Leader\""),
            new Mutation("refusesDeniedVotes", "/\\ m.type = \"RequestVoteResponse\"\n", "/\\ m.type = \"RequestVoteResponse\" /\\ m.voteGranted\n", Bounds.of(2, 1, 0, 0), true),
            new Mutation("noHeartbeatAction", "\\/ \\E i \\in Server : HeartbeatTimeout(i)\n", "", Bounds.of(2, 1, 1, 0), false),
            new Mutation("windowIgnored", "Min(Len(s.log), s.matchIndex[j] + Window)", "Len(s.log)", Bounds.of(2, 1, 2, 0).withWindow(1), false),
            new Mutation("historyLast", "THEN [leaderOf EXCEPT ![s.currentTerm] = i] ELSE leaderOf", "THEN leaderOf ELSE leaderOf", Bounds.of(2, 1, 0, 0), false));
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void noticed(Mutation mutation) throws IOException {
        Spec spec = Spec.ours().with(mutation.rule(), mutation.other());
        GraphComparison c = new GraphComparison(spec, StepFunction.RAFT, mutation.bounds(), Tlc.here());
        Comparison r = mutation.steps() ? c.statesAndSteps() : c.states();
        System.out.println(mutation.name + " " + r.specStates() + " " + r.codeStates() + " " + r.onlySpec() + " " + r.onlyCode() + " " + r.seconds());
        r.difference().ifPresent(d -> { System.out.println("   " + d.side() + " step " + d.schedule().size() + " " + d.action() + " " + d.reason()); d.values().forEach(v -> System.out.println("      " + v)); });
        assertFalse(r.equal());
    }
}
