"""``drehscheibe explain-draw``: why one application got what it got, with its proof."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from drehscheibe_engines.allocation.commands.files import UnusableFileError, write_document
from drehscheibe_engines.allocation.commands.runner import (
    add_randomness,
    load_list,
    new_parser,
    run_command,
    say,
)
from drehscheibe_engines.allocation.drawing import draw_places
from drehscheibe_engines.allocation.explanation import Explainer, Explanation, WishOutcome


def main(arguments: list[str]) -> int:
    """Run the command; exit code 0, or 2 for unusable input."""
    parser = new_parser("explain-draw", "Explain the outcome of one application.")
    add_randomness(parser)
    parser.add_argument("--application", required=True, help="id of the application")
    parser.add_argument("--proof", help="where to write its inclusion proof, JSON")
    options = parser.parse_args(arguments)
    return run_command("explain-draw", lambda: _explain(options))


def _explain(options: argparse.Namespace) -> None:
    result = draw_places(load_list(options.applications), options.randomness)
    try:
        explanation = Explainer(result).why(options.application)
        proof = result.commitment.prove(options.application)
    except KeyError:
        reason = f"no application has the id {options.application!r}"
        raise UnusableFileError(f"{options.applications}: {reason}") from None
    say(*_sentences(explanation))
    if options.proof:
        write_document(options.proof, asdict(proof))


def _sentences(explanation: Explanation) -> list[str]:
    outcome = explanation.tour or "no place"
    head = f"{explanation.application}: number {explanation.place} of {explanation.groups}"
    return [f"{head} in the order drawn: {outcome}", *map(_sentence, explanation.wishes)]


def _sentence(wish: WishOutcome) -> str:
    rank = "any   " if wish.rank is None else f"wish {wish.rank}"
    queue = f"; waiting list place {wish.waiting_place}" if wish.waiting_place else ""
    room = f"{wish.free_seats} places, {wish.free_wheelchairs} for wheelchairs free"
    return f"  {rank} {wish.tour}: {wish.reason} ({room}){queue}"
