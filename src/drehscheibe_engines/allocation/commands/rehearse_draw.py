"""``drehscheibe rehearse-draw``: the effects of all rules as data for charts."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict

from drehscheibe_engines.allocation.commands.files import write_document
from drehscheibe_engines.allocation.commands.runner import load_list, new_parser, run_command, say
from drehscheibe_engines.allocation.rehearsal import Rule, RuleEffects, rehearse_rules
from drehscheibe_engines.allocation.rehearsal.rehearse import EFFECTS


def main(arguments: list[str]) -> int:
    """Run the command; exit code 0, or 2 for unusable input."""
    parser = new_parser("rehearse-draw", "Show what each rule would do with these applications.")
    parser.add_argument("--draws", type=_whole_from(1), default=1000, help="draws per rule")
    parser.add_argument("--seed", type=_whole_from(0), default=1, help="seed of the simulation")
    parser.add_argument("--rules", nargs="+", choices=list(Rule), default=list(Rule), type=Rule)
    parser.add_argument("--out", required=True, help="where to write the effects, JSON")
    options = parser.parse_args(arguments)
    return run_command("rehearse-draw", lambda: _rehearse(options))


def _rehearse(options: argparse.Namespace) -> None:
    frozen = load_list(options.applications)
    effects = rehearse_rules(frozen, seed=options.seed, draws=options.draws, rules=options.rules)
    document = {
        "version": "1",
        "seed": options.seed,
        "people": int(frozen.people.sum()),
        "places": sum(tour.capacity for tour in frozen.tours),
        "rules": [{**asdict(one), "effect": EFFECTS[Rule(one.rule)]} for one in effects],
    }
    write_document(options.out, document)
    say(*map(_line, effects))


def _line(one: RuleEffects) -> str:
    first = one.people_by_wish.get("1", 0.0)
    empty = sum(one.empty_seats.values())
    return (
        f"{one.rule:20} {one.people_seated:8.1f} people seated, "
        f"first wish {first:6.1%}, {empty:7.1f} places empty"
    )


def _whole_from(least: int) -> Callable[[str], int]:
    def whole(text: str) -> int:
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"must be a whole number from {least}")
        return int(text)

    return whole
