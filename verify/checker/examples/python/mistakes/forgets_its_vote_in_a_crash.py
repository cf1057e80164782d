"""The vote was never written to disk."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import adapter  # noqa: E402
from raft import Server  # noqa: E402


def restarted(self):
    return Server(self.me, self.cluster, self.window, self.current_term, None, list(self.log))


Server.restarted = restarted

if __name__ == "__main__":
    adapter.main()
