"""``drehscheibe draw``: draw the places and write the published result."""

from __future__ import annotations

import argparse

from drehscheibe_engines.allocation.commands.files import without_collector, write_document
from drehscheibe_engines.allocation.commands.runner import (
    add_randomness,
    load_list,
    new_parser,
    run_command,
    say,
)
from drehscheibe_engines.allocation.drawing import draw_places
from drehscheibe_engines.allocation.serial_rule import UNPLACED


def main(arguments: list[str]) -> int:
    """Run the command; exit code 0, or 2 for unusable input."""
    parser = new_parser("draw", "Draw the places of tours, verifiably.")
    add_randomness(parser)
    parser.add_argument("--out", required=True, help="where to write the result, JSON")
    options = parser.parse_args(arguments)
    return run_command("draw", lambda: _draw(options))


def _draw(options: argparse.Namespace) -> None:
    with without_collector():
        result = draw_places(load_list(options.applications), options.randomness)
        write_document(options.out, result.to_document())
    placed = int((result.assigned != UNPLACED).sum())
    say(
        f"{placed} of {len(result.order)} groups placed, {result.seated_people} people seated",
        f"randomness   {result.randomness}",
        f"list SHA-256 {result.commitment.list_sha256}",
        f"Merkle root  {result.commitment.merkle_root}",
    )
