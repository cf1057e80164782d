"""An answer that comes late takes matchIndex back."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import adapter  # noqa: E402
from raft import Server  # noqa: E402


def acknowledged(self, peer, index):
    self.match_index[peer] = index
    self.next_index[peer] = max(self.next_index[peer], index + 1)
    self.advance_commit_index()
    self.send_news(peer)


Server.acknowledged = acknowledged

if __name__ == "__main__":
    adapter.main()
