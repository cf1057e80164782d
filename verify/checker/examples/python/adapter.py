"""Lets plumb ask raft.py what it does. One question per line comes in, one answer per line goes out:

    {"id":"...", "state":{...}, "event":{...}}   ->   {"id":"...", "state":{...}, "messages":[...]}

Everything here is translation: plumb speaks Figure 2's names, raft.py its own.
"""

import json
import sys

import raft
from raft import Entry, Role, Server

# plumb's name of a message and of its fields, beside ours.
MESSAGES = {
    "RequestVoteRequest": (
        raft.RequestVote,
        {"lastLogIndex": "last_log_index", "lastLogTerm": "last_log_term"},
    ),
    "RequestVoteResponse": (raft.Vote, {"voteGranted": "granted"}),
    "AppendEntriesRequest": (
        raft.AppendEntries,
        {
            "prevLogIndex": "prev_log_index",
            "prevLogTerm": "prev_log_term",
            "entries": "entries",
            "leaderCommit": "leader_commit",
        },
    ),
    "AppendEntriesResponse": (
        raft.AppendResult,
        {
            "success": "success",
            "matchIndex": "match_index",
            "conflictTerm": "conflict_term",
            "conflictIndex": "conflict_index",
        },
    ),
}


def load_entries(entries):
    return [Entry(entry["term"], entry["command"]) for entry in entries]


def dump_entries(entries):
    return [{"term": entry.term, "command": entry.command} for entry in entries]


def by_peer(indices):
    return {int(peer): index for peer, index in indices.items()}


def load_state(state):
    return Server(
        me=state["id"],
        cluster=state["servers"],
        window=float("inf") if state["window"] == "unlimited" else state["window"],
        current_term=state["currentTerm"],
        voted_for=state["votedFor"],
        log=load_entries(state["log"]),
        commit_index=state["commitIndex"],
        role=Role(state["role"]),
        votes=set(state.get("votesGranted", [])),
        next_index=by_peer(state.get("nextIndex", {})),
        match_index=by_peer(state.get("matchIndex", {})),
    )


def dump_state(server):
    state = {
        "id": server.me,
        "currentTerm": server.current_term,
        "votedFor": server.voted_for,
        "log": dump_entries(server.log),
        "commitIndex": server.commit_index,
        "role": server.role.value,
    }
    if server.role is Role.CANDIDATE:
        state["votesGranted"] = sorted(server.votes)
    if server.role is Role.LEADER:
        state["nextIndex"] = server.next_index
        state["matchIndex"] = server.match_index
    return state


def load_message(kind, fields):
    message, names = MESSAGES[kind]
    values = {ours: fields[theirs] for theirs, ours in names.items()}
    if "entries" in values:
        values["entries"] = tuple(load_entries(values["entries"]))
    return message(fields["from"], fields["to"], fields["term"], **values)


def dump_message(message):
    for kind, (ours, names) in MESSAGES.items():
        if type(message) is ours:
            dumped = {"type": kind, "from": message.src, "to": message.dst, "term": message.term}
            for theirs, name in names.items():
                value = getattr(message, name)
                dumped[theirs] = dump_entries(value) if name == "entries" else value
            return dumped
    raise ValueError(f"unknown message {message}")


def handle(server, event):
    """What happens to the server. A crash leaves another one."""
    action = event["action"]
    if action == "Restart":
        return server.restarted()
    if action == "ElectionTimeout":
        server.election_timeout()
    elif action == "HeartbeatTimeout":
        server.heartbeat_timeout()
    elif action == "ClientRequest":
        server.client_request(event["commands"])
    else:
        server.receive(load_message(action.removeprefix("Handle"), event))
    return server


def main():
    for line in sys.stdin:
        question = json.loads(line)
        server = handle(load_state(question["state"]), question["event"])
        answer = {
            "id": question["id"],
            "state": dump_state(server),
            "messages": [dump_message(message) for message in server.outbox],
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
