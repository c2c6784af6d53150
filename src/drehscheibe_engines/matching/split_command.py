"""``drehscheibe split-compounds``: split German words into their parts."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from drehscheibe_engines.matching.compounds import Splitter
from drehscheibe_engines.matching.reading import UnusableInputError, read_words


def main(arguments: list[str]) -> int:
    """Run the command; 0 done, 2 the input cannot be used."""
    parser = argparse.ArgumentParser(
        prog="drehscheibe split-compounds",
        description="Split German compounds; words that are none have no parts.",
    )
    parser.add_argument("words", type=Path, help="text, one word a line")
    parser.add_argument("--out", type=Path, required=True, help="result, JSON")
    options = parser.parse_args(arguments)
    try:
        words = read_words(options.words.read_bytes(), str(options.words))
        splitter = Splitter()
        parts = {word: list(splitter.split(word)) for word in words}
        text = json.dumps(parts, ensure_ascii=False, indent=1)
        options.out.write_bytes(text.encode() + b"\n")
    except UnusableInputError as error:
        sys.stderr.write(f"split-compounds: {error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"split-compounds: {error.filename}: {error.strerror}\n")
        return 2
    return 0
