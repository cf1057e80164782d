"""Everything after prevLogIndex goes, in conflict or not."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import adapter  # noqa: E402
from raft import Server  # noqa: E402


def store(self, request):
    self.log = self.log[: request.prev_log_index] + list(request.entries)


Server.store = store

if __name__ == "__main__":
    adapter.main()
