"""Compile the message catalogues at the start, so that no system tool is needed for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[1]


def catalogue_files() -> Iterator[Path]:
    """Yield the catalogues of all apps."""
    yield from sorted(PACKAGE.rglob("locale/*/LC_MESSAGES/django.po"))


def compile_catalogues() -> int:
    """Compile catalogues that are newer than their compiled form; return how many."""
    compiled = 0
    for source in catalogue_files():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalog = read_po(stream, locale=source.parts[-3])
        # Written aside and moved, so that a process that starts meanwhile reads a whole file.
        aside = target.with_suffix(f".{os.getpid()}.new")
        with aside.open("wb") as stream:
            write_mo(stream, catalog)
        aside.replace(target)
        compiled += 1
    return compiled
