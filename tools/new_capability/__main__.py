"""``python -m tools.new_capability NAME``."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.new_capability.make import BadName, make_room

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: make new-capability NAME=founding")
    try:
        made = make_room(sys.argv[1], Path(__file__).parents[2])
    except BadName as error:
        sys.exit(str(error))
    sys.stdout.write(
        f"{made} stands. Next: its README, then its models. `make test` is green already.\n"
        "Its tier in pyproject.toml is the highest; move it down if other rooms will call it.\n"
    )
