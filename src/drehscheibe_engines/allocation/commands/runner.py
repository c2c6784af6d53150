"""What the commands share: exit codes, messages and the options of the same name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from drehscheibe_engines.allocation.commands.files import UnusableFileError, load_applications
from drehscheibe_engines.allocation.model import ApplicationList, InvalidInputError

UNUSABLE_INPUT = 2


def run_command(name: str, work: Callable[[], None]) -> int:
    """Do the work; turn unusable input into one message on stderr and exit code 2."""
    try:
        work()
    except (UnusableFileError, InvalidInputError) as problem:
        sys.stderr.write(_printable(f"{name}: {problem}\n"))
        return UNUSABLE_INPUT
    return 0


def new_parser(name: str, description: str) -> argparse.ArgumentParser:
    """Return a parser with the option that every command has."""
    parser = argparse.ArgumentParser(prog=f"drehscheibe {name}", description=description)
    parser.add_argument("--applications", required=True, help="tours and applications, JSON")
    return parser


def add_randomness(parser: argparse.ArgumentParser) -> None:
    """Add the option for public randomness."""
    parser.add_argument(
        "--randomness",
        required=True,
        action="append",
        help="a public source in words or numbers; give the option once per source",
    )


def load_list(path: str) -> ApplicationList:
    """Load the list and tell about keys that do not count."""
    frozen, unknown = load_applications(path)
    if unknown:
        names = ", ".join(unknown[:10])
        sys.stderr.write(_printable(f"note: not part of the format and ignored: {names}\n"))
    return frozen


def say(*lines: str) -> None:
    """Write lines to standard output."""
    sys.stdout.write(_printable("".join(f"{line}\n" for line in lines)))


def _printable(text: str) -> str:
    """Escape what this terminal cannot show."""
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
