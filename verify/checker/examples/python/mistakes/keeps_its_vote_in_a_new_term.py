"""A new term, and the vote of the old one still stands."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import adapter  # noqa: E402
from raft import Server  # noqa: E402


def see_term(self, term):
    if term > self.current_term:
        self.current_term = term
        self.become_follower()


Server.see_term = see_term

if __name__ == "__main__":
    adapter.main()
