"""The log is long enough, so it must be the same."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import adapter  # noqa: E402
from raft import Server  # noqa: E402


def matches(self, request):
    return request.prev_log_index <= self.last_index()


Server.matches = matches

if __name__ == "__main__":
    adapter.main()
