-------------------------------- MODULE Raft --------------------------------
(***************************************************************************)
(* Raft as plumbline.core runs it. One action here is one call of          *)
(* Raft.step there, or one restart, and bears its name; server[i] is a     *)
(* ServerState. README.md has the table of names, and what departs from    *)
(* Figure 2 on purpose. Section signs (§) are the paper's.                 *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
    Servers,      \* how many servers
    MaxTerm,      \* no election begins a term above this
    MaxEntries,   \* no leader appends beyond this index
    Commands,     \* what clients may ask for: a set of strings
    MaxBurst,     \* the most commands in one client request
    MaxRestarts,  \* the most crashes, of all servers together
    Window        \* the most unacknowledged entries under way to one follower
VARIABLES
    server,       \* server[i]: the state of server i
    messages,     \* every message ever sent; delivery removes none
    leaderOf,     \* history: the first leader of each term, 0 if none yet
    committed,    \* history: every entry ever committed, and in which term
    restarts      \* budget: crashes so far
vars == <<server, messages, leaderOf, committed, restarts>>

Server == 1 .. Servers
Nobody == 0
Majority == Servers \div 2 + 1
Peers(i) == Server \ {i}

Min(a, b) == IF a < b THEN a ELSE b
Max(a, b) == IF a > b THEN a ELSE b

TermAt(log, index) == IF index = 0 THEN 0 ELSE log[index].term
LastTerm(log) == TermAt(log, Len(log))
\* Terms never decrease along a log, so the entries counted are its first ones.
LastIndexUpToTerm(log, term) == Cardinality({k \in DOMAIN log : log[k].term <= term})

-----------------------------------------------------------------------------
\* Roles. Each keeps its own and nothing else.

NoIndex == [j \in Server |-> 0]

Follower(s) ==
    [s EXCEPT !.role = "Follower", !.votesGranted = {}, !.nextIndex = NoIndex, !.matchIndex = NoIndex]

Candidate(s, votes) == [Follower(s) EXCEPT !.role = "Candidate", !.votesGranted = votes]

Leader(i, s) ==
    [Follower(s) EXCEPT !.role = "Leader",
                        !.nextIndex = [j \in Server |-> IF j = i THEN 0 ELSE Len(s.log) + 1]]

\* All servers, Rules 2: a higher term is adopted; whoever sees one becomes a follower (§5.1).
Adopt(s, term) ==
    IF term <= s.currentTerm THEN s ELSE [Follower(s) EXCEPT !.currentTerm = term, !.votedFor = Nobody]

-----------------------------------------------------------------------------
\* Messages that are sent in more than one place.

\* Entries first to last; none, a heartbeat, if last is just before first.
AppendEntries(i, s, j, first, last) ==
    [type |-> "AppendEntriesRequest", from |-> i, to |-> j, term |-> s.currentTerm,
     prevLogIndex |-> first - 1, prevLogTerm |-> TermAt(s.log, first - 1),
     entries |-> SubSeq(s.log, first, last), leaderCommit |-> s.commitIndex]

Heartbeats(i, s) == {AppendEntries(i, s, j, s.nextIndex[j], s.nextIndex[j] - 1) : j \in Peers(i)}

Answer(m, term, success, matchIndex, conflictTerm, conflictIndex) ==
    [type |-> "AppendEntriesResponse", from |-> m.to, to |-> m.from, term |-> term, success |-> success,
     matchIndex |-> matchIndex, conflictTerm |-> conflictTerm, conflictIndex |-> conflictIndex]

-----------------------------------------------------------------------------
\* How a step ends: server i is in state s and has sent these messages; history takes note.
Take(i, s, sent) ==
    /\ server' = [server EXCEPT ![i] = s]
    /\ messages' = messages \cup sent
    /\ leaderOf' = IF s.role = "Leader" /\ leaderOf[s.currentTerm] = Nobody
                   THEN [leaderOf EXCEPT ![s.currentTerm] = i] ELSE leaderOf
    /\ committed' = LET known == Len(committed) IN
           committed \o [k \in 1 .. s.commitIndex - known |->
               [term |-> s.log[known + k].term, command |-> s.log[known + k].command,
                committedIn |-> s.currentTerm]]
    /\ UNCHANGED restarts

\* Leader i, in state s, sends each of these peers what it has not been sent yet, as far as the
\* window reaches, and moves nextIndex past it.
TakeAndSend(i, s, peers) ==
    LET last(j) == Min(Len(s.log), s.matchIndex[j] + Window)
        due == {j \in peers : s.nextIndex[j] <= last(j)}
    IN  Take(i, [s EXCEPT !.nextIndex = [j \in Server |-> IF j \in due THEN last(j) + 1 ELSE @[j]]],
             {AppendEntries(i, s, j, s.nextIndex[j], last(j)) : j \in due})

\* Leaders, Rules: what a majority stores is committed, if it is of the current term (§5.3, §5.4.2).
AdvanceCommitIndex(i, s) ==
    LET stores(j, index) == index <= (IF j = i THEN Len(s.log) ELSE s.matchIndex[j])
        new == {index \in s.commitIndex + 1 .. Len(s.log) :
                   /\ s.log[index].term = s.currentTerm
                   /\ Cardinality({j \in Server : stores(j, index)}) >= Majority}
    IN  IF new = {} THEN s
        ELSE [s EXCEPT !.commitIndex = CHOOSE index \in new : \A other \in new : other <= index]

-----------------------------------------------------------------------------
\* Elections (§5.2, §5.4.1). An action on a message takes the set that the message is one of: all
\* of them in Next, and {m} for a certain m. So TLC's output has the action's name.

ElectionTimeout(i) ==
    /\ server[i].role # "Leader"
    /\ server[i].currentTerm < MaxTerm
    /\ LET term == server[i].currentTerm + 1
           log == server[i].log
           candidate == Candidate([Adopt(server[i], term) EXCEPT !.votedFor = i], {i})
       IN  IF Majority = 1 THEN Take(i, Leader(i, candidate), {})
           ELSE Take(i, candidate,
                     {[type |-> "RequestVoteRequest", from |-> i, to |-> j, term |-> term,
                       lastLogIndex |-> Len(log), lastLogTerm |-> LastTerm(log)] : j \in Peers(i)})

HandleRequestVoteRequest(arriving) == \E m \in arriving :
    /\ m.type = "RequestVoteRequest"
    /\ LET voter == Adopt(server[m.to], m.term)
           upToDate == \/ m.lastLogTerm > LastTerm(voter.log)
                       \/ m.lastLogTerm = LastTerm(voter.log) /\ m.lastLogIndex >= Len(voter.log)
           granted == m.term = voter.currentTerm /\ voter.votedFor \in {Nobody, m.from} /\ upToDate
       IN  Take(m.to, IF granted THEN [voter EXCEPT !.votedFor = m.from] ELSE voter,
                {[type |-> "RequestVoteResponse", from |-> m.to, to |-> m.from,
                  term |-> voter.currentTerm, voteGranted |-> granted]})

HandleRequestVoteResponse(arriving) == \E m \in arriving :
    /\ m.type = "RequestVoteResponse"
    /\ LET receiver == Adopt(server[m.to], m.term)
           votes == receiver.votesGranted \cup {m.from}
           leader == Leader(m.to, receiver)
       IN  IF receiver.role # "Candidate" \/ m.term < receiver.currentTerm \/ ~m.voteGranted
           THEN Take(m.to, receiver, {})
           ELSE IF Cardinality(votes) < Majority THEN Take(m.to, Candidate(receiver, votes), {})
           ELSE Take(m.to, leader, Heartbeats(m.to, leader))

-----------------------------------------------------------------------------
\* Replication (§5.3)

HeartbeatTimeout(i) ==
    /\ server[i].role = "Leader"
    /\ Take(i, server[i], Heartbeats(i, server[i]))

ClientRequest(i, commands) ==
    /\ server[i].role = "Leader"
    /\ Len(server[i].log) + Len(commands) <= MaxEntries
    /\ LET entries == [k \in DOMAIN commands |->
                          [term |-> server[i].currentTerm, command |-> commands[k]]]
       IN  TakeAndSend(i, AdvanceCommitIndex(i, [server[i] EXCEPT !.log = @ \o entries]), Peers(i))

\* Where the leader should try next, so that it skips a term at a time (§5.3, last paragraphs).
Conflict(m, log) ==
    IF m.prevLogIndex > Len(log) THEN Answer(m, m.term, FALSE, 0, 0, Len(log) + 1)
    ELSE LET term == log[m.prevLogIndex].term
         IN  Answer(m, m.term, FALSE, 0, term, LastIndexUpToTerm(log, term - 1) + 1)

\* A request that is wholly present deletes nothing: it may be older than what follows it. Entries
\* of the same index and term are the same entry, so what is replaced before a conflict is equal.
Merge(log, prevLogIndex, entries) ==
    LET present(k) == prevLogIndex + k <= Len(log) /\ log[prevLogIndex + k].term = entries[k].term
    IN  IF \A k \in DOMAIN entries : present(k) THEN log ELSE SubSeq(log, 1, prevLogIndex) \o entries

\* The core refuses a message from a second leader of the term that the receiver leads.
HandleAppendEntriesRequest(arriving) == \E m \in arriving :
    /\ m.type = "AppendEntriesRequest"
    /\ ~(server[m.to].role = "Leader" /\ server[m.to].currentTerm = m.term)
    /\ LET s == server[m.to]
           follower == Follower(Adopt(s, m.term))
           log == follower.log
           lastNewIndex == m.prevLogIndex + Len(m.entries)
       IN  IF m.term < s.currentTerm
           THEN Take(m.to, s, {Answer(m, s.currentTerm, FALSE, 0, 0, 0)})
           ELSE IF m.prevLogIndex > Len(log) \/ TermAt(log, m.prevLogIndex) # m.prevLogTerm
           THEN Take(m.to, follower, {Conflict(m, log)})
           ELSE Take(m.to,
                     [follower EXCEPT !.log = Merge(log, m.prevLogIndex, m.entries),
                                      !.commitIndex = Max(@, Min(m.leaderCommit, lastNewIndex))],
                     {Answer(m, m.term, TRUE, lastNewIndex, 0, 0)})

\* Answers may be repeated and come in any order, so neither index moves back here.
Acknowledged(i, s, m) ==
    /\ m.matchIndex <= Len(s.log)
    /\ LET updated == [s EXCEPT !.nextIndex[m.from] = Max(@, m.matchIndex + 1),
                                !.matchIndex[m.from] = Max(@, m.matchIndex)]
       IN  TakeAndSend(i, AdvanceCommitIndex(i, updated), {m.from})

\* Try again just after our own last entry of the conflicting term, if we have one, else where the
\* follower says; but never at what is known to match.
Rejected(i, s, m) ==
    LET ours == LastIndexUpToTerm(s.log, m.conflictTerm)
        weHaveIt == m.conflictTerm > 0 /\ TermAt(s.log, ours) = m.conflictTerm
        retry == Max(s.matchIndex[m.from] + 1, IF weHaveIt THEN ours + 1 ELSE m.conflictIndex)
        last == Min(Len(s.log), retry - 1 + Window)
    IN  IF m.conflictIndex = 0 \/ retry >= s.nextIndex[m.from] THEN Take(i, s, {})
        ELSE Take(i, [s EXCEPT !.nextIndex[m.from] = last + 1], {AppendEntries(i, s, m.from, retry, last)})

HandleAppendEntriesResponse(arriving) == \E m \in arriving :
    /\ m.type = "AppendEntriesResponse"
    /\ LET receiver == Adopt(server[m.to], m.term)
       IN  IF receiver.role # "Leader" \/ m.term < receiver.currentTerm THEN Take(m.to, receiver, {})
           ELSE IF m.success THEN Acknowledged(m.to, receiver, m) ELSE Rejected(m.to, receiver, m)

-----------------------------------------------------------------------------
\* A crash: what Figure 2 calls persistent survives, all else starts over.
Restart(i) ==
    /\ restarts < MaxRestarts
    /\ restarts' = restarts + 1
    /\ server' = [server EXCEPT ![i] = [Follower(@) EXCEPT !.commitIndex = 0]]
    /\ UNCHANGED <<messages, leaderOf, committed>>

Init ==
    /\ server = [i \in Server |->
           [currentTerm |-> 0, votedFor |-> Nobody, log |-> <<>>, commitIndex |-> 0, role |-> "Follower",
            votesGranted |-> {}, nextIndex |-> NoIndex, matchIndex |-> NoIndex]]
    /\ messages = {}
    /\ leaderOf = [term \in 1 .. MaxTerm |-> Nobody]
    /\ committed = <<>>
    /\ restarts = 0

Bursts == UNION {[1 .. length -> Commands] : length \in 1 .. MaxBurst}

Next ==
    \/ \E i \in Server : ElectionTimeout(i)
    \/ \E i \in Server : HeartbeatTimeout(i)
    \/ \E i \in Server, commands \in Bursts : ClientRequest(i, commands)
    \/ \E i \in Server : Restart(i)
    \/ HandleRequestVoteRequest(messages)
    \/ HandleRequestVoteResponse(messages)
    \/ HandleAppendEntriesRequest(messages)
    \/ HandleAppendEntriesResponse(messages)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* What holds in every state. Figure 3's come first; its LeaderAppendOnly is among the steps below.

ElectionSafety ==
    \A i \in Server : server[i].role = "Leader" => leaderOf[server[i].currentTerm] = i

LogMatching ==
    \A i, j \in Server : i # j => \A k \in 1 .. Min(Len(server[i].log), Len(server[j].log)) :
        server[i].log[k].term = server[j].log[k].term =>
            SubSeq(server[i].log, 1, k) = SubSeq(server[j].log, 1, k)

\* Server i has the k-th committed entry at its place.
Has(i, k) ==
    /\ k <= Len(server[i].log)
    /\ server[i].log[k] = [term |-> committed[k].term, command |-> committed[k].command]

LeaderCompleteness ==
    \A i \in Server : server[i].role = "Leader" =>
        \A k \in DOMAIN committed : committed[k].committedIn < server[i].currentTerm => Has(i, k)

StateMachineSafety ==
    \A i \in Server : \A k \in 1 .. server[i].commitIndex : k <= Len(committed) /\ Has(i, k)

CommittedOnMajority ==
    \A k \in DOMAIN committed : Cardinality({i \in Server : Has(i, k)}) >= Majority

NextIndexAboveMatchIndex ==
    \A i \in Server : server[i].role = "Leader" =>
        \A j \in Peers(i) : server[i].nextIndex[j] > server[i].matchIndex[j]

\* A vote shows in the messages: a candidate's own when it asks for others', another's when granted.
OneVotePerTerm ==
    LET asked == {m \in messages : m.type = "RequestVoteRequest"}
        granted == {m \in messages : m.type = "RequestVoteResponse" /\ m.voteGranted}
        votes == {<<m.from, m.term, m.from>> : m \in asked} \cup {<<m.from, m.term, m.to>> : m \in granted}
    IN  \A v \in votes :
            /\ \A w \in votes : v[1] = w[1] /\ v[2] = w[2] => v = w
            /\ server[v[1]].currentTerm = v[2] => server[v[1]].votedFor = v[3]

TypeOK ==
    /\ server \in [Server ->
           [currentTerm : 0 .. MaxTerm, votedFor : Server \cup {Nobody},
            log : Seq([term : 1 .. MaxTerm, command : Commands]), commitIndex : 0 .. MaxEntries,
            role : {"Follower", "Candidate", "Leader"}, votesGranted : SUBSET Server,
            nextIndex : [Server -> 0 .. MaxEntries + 1], matchIndex : [Server -> 0 .. MaxEntries]]]
    /\ \A i \in Server :
           /\ Len(server[i].log) <= MaxEntries
           /\ server[i].role # "Candidate" => server[i].votesGranted = {}
           /\ server[i].role # "Leader" => server[i].nextIndex = NoIndex /\ server[i].matchIndex = NoIndex
           /\ server[i].nextIndex[i] = 0 /\ server[i].matchIndex[i] = 0
    /\ leaderOf \in [1 .. MaxTerm -> Server \cup {Nobody}]
    /\ committed \in Seq([term : 1 .. MaxTerm, command : Commands, committedIn : 1 .. MaxTerm])
    /\ restarts \in 0 .. MaxRestarts

-----------------------------------------------------------------------------
\* What holds of every step.

IsPrefix(short, long) == Len(short) <= Len(long) /\ SubSeq(long, 1, Len(short)) = short
LeadsOn(i) ==
    server[i].role = "Leader" /\ server'[i].role = "Leader" /\ server'[i].currentTerm = server[i].currentTerm

LeaderAppendOnly ==
    [][\A i \in Server : LeadsOn(i) => IsPrefix(server[i].log, server'[i].log)]_vars

TermMonotonic ==
    [][\A i \in Server : server'[i].currentTerm >= server[i].currentTerm]_vars

CommitIndexMonotonic ==
    [][restarts' = restarts => \A i \in Server : server'[i].commitIndex >= server[i].commitIndex]_vars

AppliedPrefixStable ==
    [][\A i \in Server : IsPrefix(SubSeq(server[i].log, 1, server[i].commitIndex), server'[i].log)]_vars

MatchIndexMonotonic ==
    [][\A i \in Server : LeadsOn(i) =>
          \A j \in Server : server'[i].matchIndex[j] >= server[i].matchIndex[j]]_vars
=============================================================================
