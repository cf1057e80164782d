"""Commits up to the end of its own log, which may hold what the leader never sent."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import adapter  # noqa: E402
from raft import Server  # noqa: E402


def follow_commit(self, leader_commit, last_new):
    self.commit_index = max(self.commit_index, min(leader_commit, self.last_index()))


Server.follow_commit = follow_commit

if __name__ == "__main__":
    adapter.main()
