"""``drehscheibe freeze-draw``: write the canonical list and its hashes, before the draw."""

from __future__ import annotations

import argparse

from drehscheibe_engines.allocation.commands.files import write_bytes
from drehscheibe_engines.allocation.commands.runner import load_list, new_parser, run_command, say
from drehscheibe_engines.allocation.drawing import Commitment


def main(arguments: list[str]) -> int:
    """Run the command; exit code 0, or 2 for unusable input."""
    parser = new_parser("freeze-draw", "Freeze the list; publish its hashes before the draw.")
    parser.add_argument("--out", required=True, help="where to write the canonical list (JSONL)")
    options = parser.parse_args(arguments)
    return run_command("freeze-draw", lambda: _freeze(options))


def _freeze(options: argparse.Namespace) -> None:
    commitment = Commitment(load_list(options.applications))
    write_bytes(options.out, b"".join([line + b"\n" for line in commitment.lines]))
    say(
        f"{len(commitment.frozen.applications)} applications for "
        f"{len(commitment.frozen.tours)} tours frozen",
        f"list SHA-256 {commitment.list_sha256}",
        f"Merkle root  {commitment.merkle_root}",
    )
