"""``drehscheibe verify-draw``: the stand-alone verifier, with the line added to its refusals."""

from __future__ import annotations

import argparse

from drehscheibe_engines.allocation import verify_draw
from drehscheibe_engines.allocation.commands.files import UnusableFileError, load_applications
from drehscheibe_engines.allocation.commands.runner import run_command


def main(arguments: list[str]) -> int:
    """Run the verifier; exit code 0 verified, 1 not verified, 2 unusable input."""
    try:
        return verify_draw.run(arguments)
    except verify_draw.Unusable as problem:
        reason = str(problem)
    return run_command("verify-draw", lambda: _refuse(arguments, reason))


def _refuse(arguments: list[str], reason: str) -> None:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--applications")
    path = parser.parse_known_args(arguments)[0].applications
    if path:
        # The verifier stays short by not tracking lines; this reader does.
        load_applications(path)
    raise UnusableFileError(reason)
