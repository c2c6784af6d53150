"""``drehscheibe match``: rank documents for queries or situations."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from drehscheibe_engines.matching.index import CUT, Match, MatchIndex
from drehscheibe_engines.matching.reading import (
    UnusableInputError,
    read_documents,
    read_questions,
)


def main(arguments: list[str]) -> int:
    """Run the command; 0 done, 2 the input cannot be used."""
    options = _parser().parse_args(arguments)
    try:
        _run(options)
    except UnusableInputError as error:
        sys.stderr.write(f"match: {error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"match: {error.filename}: {error.strerror}\n")
        return 2
    return 0


def _run(options: argparse.Namespace) -> None:
    questions = read_questions(options.queries.read_bytes(), str(options.queries))
    documents = read_documents(options.documents.read_bytes(), str(options.documents))
    index = MatchIndex()
    names: dict[str, str | int] = {}
    for document in documents:
        names[str(document.id)] = document.id
        index.put(str(document.id), document.title, document.body)
    answers = [
        {
            question.kind: question.text,
            "results": [
                _as_json(match, names[match.id])
                for match in index.match(question.text, limit=options.limit, cut=options.cut)
            ],
        }
        for question in questions
    ]
    text = json.dumps(answers, ensure_ascii=False, indent=1)
    options.out.write_bytes(text.encode() + b"\n")


def _as_json(match: Match, identifier: str | int) -> dict[str, Any]:
    return {
        "id": identifier,
        "score": round(match.score, 6),
        "why": [{"asked": one.asked, "met": one.met, "how": one.how.value} for one in match.why],
    }


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return share


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is less than 1")
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="drehscheibe match",
        description="Rank German texts for queries or situations, and say why.",
    )
    parser.add_argument("--documents", type=Path, required=True, help="JSON: id, title, body")
    parser.add_argument("--queries", type=Path, required=True, help="JSON: query or situation")
    parser.add_argument("--out", type=Path, required=True, help="result, JSON")
    parser.add_argument("--limit", type=_count, default=10, help="at most so many results each")
    parser.add_argument(
        "--cut", type=_share, default=CUT, help="leave out what scores below this share of the best"
    )
    return parser
