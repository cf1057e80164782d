"""A small Raft, after Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm" (extended version).

One Server object is one server. It is told what happens by calling one of

    election_timeout()   heartbeat_timeout()   client_request(commands)   receive(message)

and it puts what it wants to send into its outbox. There are no clocks, sockets or files in here: who calls these methods
owns time, network and disk. Before the outbox is sent, current_term, voted_for and log must be on disk.
"""

from dataclasses import dataclass, field
from enum import Enum


class Role(Enum):
    FOLLOWER = "Follower"
    CANDIDATE = "Candidate"
    LEADER = "Leader"


@dataclass(frozen=True)
class Entry:
    term: int
    command: object


@dataclass(frozen=True)
class RequestVote:
    src: int
    dst: int
    term: int
    last_log_index: int
    last_log_term: int


@dataclass(frozen=True)
class Vote:
    src: int
    dst: int
    term: int
    granted: bool


@dataclass(frozen=True)
class AppendEntries:
    src: int
    dst: int
    term: int
    prev_log_index: int
    prev_log_term: int
    entries: tuple
    leader_commit: int


@dataclass(frozen=True)
class AppendResult:
    src: int
    dst: int
    term: int
    success: bool
    match_index: int = 0  # accepted: the logs are equal up to here
    conflict_term: int = 0  # rejected: the term of the entry in the way, if there is one,
    conflict_index: int = 0  # and where the leader should try next


@dataclass
class Server:
    me: int
    cluster: int  # servers are numbered 1 to cluster
    window: float = float("inf")  # most entries under way to one follower

    # On disk.
    current_term: int = 0
    voted_for: int = None
    log: list = field(default_factory=list)  # log[0] is the entry at index 1

    # In memory.
    commit_index: int = 0
    role: Role = Role.FOLLOWER
    votes: set = field(default_factory=set)
    next_index: dict = field(default_factory=dict)
    match_index: dict = field(default_factory=dict)
    outbox: list = field(default_factory=list)

    # Small words for the rules below.

    def peers(self):
        return [server for server in range(1, self.cluster + 1) if server != self.me]

    def is_majority(self, count):
        return 2 * count > self.cluster

    def last_index(self):
        return len(self.log)

    def term_at(self, index):
        return self.log[index - 1].term if index > 0 else 0

    def last_term(self):
        return self.term_at(self.last_index())

    # Terms and roles (5.1).

    def see_term(self, term):
        """All servers: a newer term ends whatever we were doing."""
        if term > self.current_term:
            self.current_term = term
            self.voted_for = None
            self.become_follower()

    def become_follower(self):
        self.role = Role.FOLLOWER
        self.votes = set()
        self.next_index = {}
        self.match_index = {}

    def restarted(self):
        """A server with what this one has on disk, and nothing else."""
        return Server(self.me, self.cluster, self.window, self.current_term, self.voted_for, list(self.log))

    # Elections (5.2, 5.4.1).

    def election_timeout(self):
        if self.role is Role.LEADER:
            return
        self.see_term(self.current_term + 1)
        self.role = Role.CANDIDATE
        self.voted_for = self.me
        self.votes = {self.me}
        if self.is_majority(1):  # a cluster of one need not ask anybody
            self.lead()
            return
        for peer in self.peers():
            self.outbox.append(RequestVote(self.me, peer, self.current_term, self.last_index(), self.last_term()))

    def on_request_vote(self, request):
        self.see_term(request.term)
        granted = self.may_vote_for(request)
        if granted:
            self.voted_for = request.src
        self.outbox.append(Vote(self.me, request.src, self.current_term, granted))

    def may_vote_for(self, request):
        return (
            request.term == self.current_term
            and self.voted_for in (None, request.src)
            and self.is_up_to_date(request.last_log_index, request.last_log_term)
        )

    def is_up_to_date(self, index, term):
        return (term, index) >= (self.last_term(), self.last_index())

    def on_vote(self, vote):
        self.see_term(vote.term)
        if self.counts(vote):
            self.votes.add(vote.src)
            if self.is_majority(len(self.votes)):
                self.lead()

    def counts(self, vote):
        return self.role is Role.CANDIDATE and vote.term == self.current_term and vote.granted

    def lead(self):
        self.role = Role.LEADER
        self.votes = set()
        self.next_index = {peer: self.last_index() + 1 for peer in self.peers()}
        self.match_index = {peer: 0 for peer in self.peers()}
        self.heartbeat_timeout()

    # Replication, the leader's side (5.3).

    def heartbeat_timeout(self):
        if self.role is Role.LEADER:
            for peer in self.peers():
                self.send_entries(peer, self.next_index[peer], self.next_index[peer] - 1)

    def client_request(self, commands):
        if self.role is not Role.LEADER:
            return
        self.log.extend(Entry(self.current_term, command) for command in commands)
        self.advance_commit_index()
        for peer in self.peers():
            self.send_news(peer)

    def send_news(self, peer):
        """Whatever the peer was not sent yet, as far as the window reaches."""
        last = min(self.last_index(), self.match_index[peer] + self.window)
        if last >= self.next_index[peer]:
            self.send_entries(peer, self.next_index[peer], last)
            self.next_index[peer] = last + 1

    def send_entries(self, peer, first, last):
        self.outbox.append(
            AppendEntries(
                self.me,
                peer,
                self.current_term,
                first - 1,
                self.term_at(first - 1),
                tuple(self.log[first - 1 : last]),
                self.commit_index,
            )
        )

    def on_append_result(self, result):
        self.see_term(result.term)
        if self.role is not Role.LEADER or result.term < self.current_term:
            return
        if result.success:
            self.acknowledged(result.src, result.match_index)
        elif result.conflict_index > 0:
            self.rejected(result)

    def acknowledged(self, peer, index):
        # Results come late, twice and out of order, so nothing here may move back.
        self.match_index[peer] = max(self.match_index[peer], index)
        self.next_index[peer] = max(self.next_index[peer], index + 1)
        self.advance_commit_index()
        self.send_news(peer)

    def rejected(self, result):
        peer = result.src
        retry = max(self.retry_at(result), self.match_index[peer] + 1)
        if retry < self.next_index[peer]:  # else it answers something older than what we sent since
            last = min(self.last_index(), retry - 1 + self.window)
            self.send_entries(peer, retry, last)
            self.next_index[peer] = last + 1

    def retry_at(self, result):
        """Just after our own last entry of the conflicting term, if we have one."""
        if result.conflict_term > 0:
            for index in range(self.last_index(), 0, -1):
                if self.term_at(index) == result.conflict_term:
                    return index + 1
        return result.conflict_index

    def advance_commit_index(self):
        for index in range(self.last_index(), self.commit_index, -1):
            stored = 1 + sum(match >= index for match in self.match_index.values())
            if self.is_majority(stored) and self.may_commit(index):
                self.commit_index = index
                return

    def may_commit(self, index):
        """Figure 8: an entry of an older term is never committed by counting (5.4.2)."""
        return self.term_at(index) == self.current_term

    # Replication, the follower's side (5.3).

    def on_append_entries(self, request):
        if request.term < self.current_term:
            self.answer(request, success=False)
            return
        self.see_term(request.term)
        self.become_follower()  # whoever sends this is the leader of our term
        if not self.matches(request):
            self.answer(request, success=False, **self.conflict(request.prev_log_index))
            return
        self.store(request)
        last_new = request.prev_log_index + len(request.entries)
        self.follow_commit(request.leader_commit, last_new)
        self.answer(request, success=True, match_index=last_new)

    def matches(self, request):
        index = request.prev_log_index
        return index <= self.last_index() and self.term_at(index) == request.prev_log_term

    def conflict(self, index):
        if index > self.last_index():
            return {"conflict_index": self.last_index() + 1}
        term = self.term_at(index)
        first = next(i for i in range(1, index + 1) if self.term_at(i) == term)
        return {"conflict_term": term, "conflict_index": first}

    def store(self, request):
        for offset, entry in enumerate(request.entries):
            index = request.prev_log_index + 1 + offset
            if index <= self.last_index() and self.term_at(index) != entry.term:
                del self.log[index - 1 :]
            if index > self.last_index():
                self.log.append(entry)

    def follow_commit(self, leader_commit, last_new):
        self.commit_index = max(self.commit_index, min(leader_commit, last_new))

    def answer(self, request, **result):
        self.outbox.append(AppendResult(self.me, request.src, self.current_term, **result))

    # The network.

    def receive(self, message):
        handlers = {
            RequestVote: self.on_request_vote,
            Vote: self.on_vote,
            AppendEntries: self.on_append_entries,
            AppendResult: self.on_append_result,
        }
        handlers[type(message)](message)
