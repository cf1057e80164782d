package plumbline.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.ClientRequest;
import plumbline.core.Command;
import plumbline.core.ElectionTimeout;
import plumbline.core.Entry;
import plumbline.core.Event;
import plumbline.core.HeartbeatTimeout;
import plumbline.core.Message;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;

/** A Raft as somebody else might have written it in Java: one object that changes in place. */
final class MyRaft implements Event.Cases<Boolean> {
    enum Mode {
        FOLLOWER,
        CANDIDATE,
        LEADER
    }

    final int me;
    final int size;
    long term;
    int vote;
    final List<Entry> log = new ArrayList<>();
    long commit;
    Mode role = Mode.FOLLOWER;
    final boolean[] votes;
    final long[] next;
    final long[] match;
    final List<Message> outbox = new ArrayList<>();

    MyRaft(int me, int size) {
        this.me = me;
        this.size = size;
        votes = new boolean[size + 1];
        next = new long[size + 1];
        match = new long[size + 1];
    }

    List<Integer> peers() {
        return IntStream.rangeClosed(1, size)
                .filter(server -> server != me)
                .boxed()
                .toList();
    }

    private long last() {
        return log.size();
    }

    private long termAt(long index) {
        return index == 0 ? 0 : log.get((int) index - 1).term();
    }

    private void see(long other) {
        if (other > term) {
            term = other;
            vote = 0;
            role = Mode.FOLLOWER;
        }
    }

    @Override
    public Boolean electionTimeout(ElectionTimeout timeout) {
        if (role == Mode.LEADER) {
            return true;
        }
        see(term + 1);
        role = Mode.CANDIDATE;
        vote = me;
        Arrays.fill(votes, false);
        votes[me] = true;
        peers().forEach(peer -> outbox.add(new RequestVoteRequest(me, peer, term, last(), termAt(last()))));
        return electedByMajority();
    }

    private boolean electedByMajority() {
        long granted =
                IntStream.rangeClosed(1, size).filter(server -> votes[server]).count();
        if (2 * granted <= size) {
            return false;
        }
        outbox.clear();
        role = Mode.LEADER;
        Arrays.fill(next, last() + 1);
        Arrays.fill(match, 0);
        return heartbeatTimeout(new HeartbeatTimeout());
    }

    @Override
    public Boolean handleRequestVoteRequest(RequestVoteRequest request) {
        see(request.term());
        boolean upToDate = request.lastLogTerm() != termAt(last())
                ? request.lastLogTerm() > termAt(last())
                : request.lastLogIndex() >= last();
        boolean granted = request.term() == term && (vote == 0 || vote == request.from()) && upToDate;
        vote = granted ? request.from() : vote;
        return outbox.add(new RequestVoteResponse(me, request.from(), term, granted));
    }

    @Override
    public Boolean handleRequestVoteResponse(RequestVoteResponse response) {
        see(response.term());
        if (role != Mode.CANDIDATE || response.term() < term || !response.voteGranted()) {
            return false;
        }
        votes[response.from()] = true;
        return electedByMajority();
    }

    @Override
    public Boolean heartbeatTimeout(HeartbeatTimeout timeout) {
        if (role == Mode.LEADER) {
            peers().forEach(peer -> send(peer, next[peer], next[peer] - 1));
        }
        return true;
    }

    @Override
    public Boolean clientRequest(ClientRequest request) {
        if (role == Mode.LEADER) {
            for (Command command : request.commands()) {
                log.add(new Entry(term, command));
            }
            advanceCommit();
            peers().forEach(this::sendNews);
        }
        return true;
    }

    private void send(int peer, long first, long upTo) {
        List<Entry> entries = log.subList((int) first - 1, (int) upTo);
        outbox.add(new AppendEntriesRequest(me, peer, term, first - 1, termAt(first - 1), entries, commit));
    }

    private void sendNews(int peer) {
        if (last() >= next[peer]) {
            send(peer, next[peer], last());
            next[peer] = last() + 1;
        }
    }

    @Override
    public Boolean handleAppendEntriesRequest(AppendEntriesRequest request) {
        if (request.term() < term) {
            return outbox.add(AppendEntriesResponse.stale(me, request.from(), term));
        }
        see(request.term());
        role = Mode.FOLLOWER;
        long prev = request.prevLogIndex();
        if (prev > last()) {
            return outbox.add(AppendEntriesResponse.conflicting(me, request.from(), term, 0, last() + 1));
        }
        if (termAt(prev) != request.prevLogTerm()) {
            long first = prev;
            while (first > 1 && termAt(first - 1) == termAt(prev)) {
                first--;
            }
            return outbox.add(AppendEntriesResponse.conflicting(me, request.from(), term, termAt(prev), first));
        }
        long index = prev;
        for (Entry entry : request.entries()) {
            index++;
            if (index <= last() && termAt(index) != entry.term()) {
                log.subList((int) index - 1, log.size()).clear();
            }
            if (index > last()) {
                log.add(entry);
            }
        }
        commit = Math.max(commit, Math.min(request.leaderCommit(), index));
        return outbox.add(AppendEntriesResponse.accepted(me, request.from(), term, index));
    }

    @Override
    public Boolean handleAppendEntriesResponse(AppendEntriesResponse response) {
        see(response.term());
        if (role != Mode.LEADER || response.term() < term) {
            return false;
        }
        int peer = response.from();
        if (response.success()) {
            match[peer] = Math.max(match[peer], response.matchIndex());
            next[peer] = Math.max(next[peer], response.matchIndex() + 1);
            advanceCommit();
            sendNews(peer);
        } else if (response.conflictIndex() > 0) {
            long retry = Math.max(match[peer] + 1, retry(response));
            if (retry < next[peer]) {
                send(peer, retry, last());
                next[peer] = last() + 1;
            }
        }
        return true;
    }

    private long retry(AppendEntriesResponse rejection) {
        for (long index = last(); index > 0 && rejection.conflictTerm() > 0; index--) {
            if (termAt(index) == rejection.conflictTerm()) {
                return index + 1;
            }
        }
        return rejection.conflictIndex();
    }

    private void advanceCommit() {
        for (long index = last(); index > commit && termAt(index) == term; index--) {
            long stored = index;
            if (2 * (1 + peers().stream().filter(peer -> match[peer] >= stored).count()) > size) {
                commit = index;
            }
        }
    }
}
