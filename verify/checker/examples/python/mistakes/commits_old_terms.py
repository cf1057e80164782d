"""An entry of an older term is committed as soon as a majority stores it (Figure 8)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import adapter  # noqa: E402
from raft import Server  # noqa: E402


def may_commit(self, index):
    return True


Server.may_commit = may_commit

if __name__ == "__main__":
    adapter.main()
