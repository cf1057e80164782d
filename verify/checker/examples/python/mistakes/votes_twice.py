"""A vote for whoever asks, given away already or not."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import adapter  # noqa: E402
from raft import Server  # noqa: E402


def may_vote_for(self, request):
    return request.term == self.current_term and self.is_up_to_date(request.last_log_index, request.last_log_term)


Server.may_vote_for = may_vote_for

if __name__ == "__main__":
    adapter.main()
