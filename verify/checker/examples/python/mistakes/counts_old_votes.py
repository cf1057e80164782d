"""A vote counts, whatever its term."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import adapter  # noqa: E402
from raft import Role, Server  # noqa: E402


def counts(self, vote):
    return self.role is Role.CANDIDATE and vote.granted


Server.counts = counts

if __name__ == "__main__":
    adapter.main()
