"""Dispatch of the engines' own commands; imports an engine only when its command is called."""

from __future__ import annotations

import sys
from importlib import import_module

#: Command name to the module whose ``main(arguments: list[str]) -> int`` runs it.
#: Exit codes: 0 done, 1 checked and found wrong, 2 the input cannot be used (one clear message on
#: stderr, no traceback).
ENGINE_COMMANDS: dict[str, str] = {
    "draw": "drehscheibe_engines.allocation.commands.draw",
    "explain-draw": "drehscheibe_engines.allocation.commands.explain_draw",
    "freeze-draw": "drehscheibe_engines.allocation.commands.freeze_draw",
    "match": "drehscheibe_engines.matching.match_command",
    "opinion-map": "drehscheibe_engines.opinion_map.command",
    "rehearse-draw": "drehscheibe_engines.allocation.commands.rehearse_draw",
    "split-compounds": "drehscheibe_engines.matching.split_command",
    "verify-draw": "drehscheibe_engines.allocation.commands.verify_draw",
    "survey-stats": "drehscheibe_engines.survey_stats.command",
}


def run_engine_command(arguments: list[str]) -> int:
    """Run ``arguments[0]`` with the remaining arguments and return the exit code."""
    if not arguments or arguments[0] not in ENGINE_COMMANDS:
        known = ", ".join(sorted(ENGINE_COMMANDS)) or "none"
        sys.stderr.write(f"Unknown engine command. Known commands: {known}\n")
        return 2
    exit_code: int = import_module(ENGINE_COMMANDS[arguments[0]]).main(arguments[1:])
    return exit_code
