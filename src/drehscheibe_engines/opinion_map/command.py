"""``drehscheibe opinion-map``: read votes, write the map as JSON."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

# Sparse products use one thread anyway; more threads in tiny dense ones only cost time.
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

from drehscheibe_engines.opinion_map.estimator import OpinionMap  # noqa: E402 -- after the threads
from drehscheibe_engines.opinion_map.reading import (  # noqa: E402 -- after the threads
    UnusableInputError,
    read_belonging,
    read_statements,
    read_votes,
)
from drehscheibe_engines.opinion_map.result_json import as_bytes, as_document  # noqa: E402


def main(arguments: list[str]) -> int:
    """Run the command; 0 done, 2 the input cannot be used."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.k and options.method == "polis":
        parser.error("argument --k: the published method chooses the number of groups itself")
    if options.k and options.groups:
        parser.error("argument --k: --groups already says how many groups there are")
    try:
        _run(options)
    except UnusableInputError as error:
        sys.stderr.write(f"opinion-map: {error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"opinion-map: {error.filename}: {error.strerror}\n")
        return 2
    return 0


def _run(options: argparse.Namespace) -> None:
    started, used = time.perf_counter(), time.process_time()
    log = read_votes(options.votes.read_bytes(), str(options.votes))
    known, excluded, background = set[str](), set[str](), set[str]()
    if options.statements:
        name = str(options.statements)
        known, excluded, background = read_statements(options.statements.read_bytes(), name)
        log.reject_unknown(known, name)
    table = log.table(excluded, known)
    people = set(table.participants)
    if options.k and options.k > len(people):
        raise UnusableInputError(f"{log.name}: {len(people)} people, too few for --k {options.k}")
    groups = _belonging(options.groups, people)
    benches = _belonging(options.benches, people)
    opinion_map = OpinionMap(
        method=options.method,
        n_groups=0 if options.no_clusters else options.k,
        seed=options.seed,
        evidence=options.evidence,
    )
    read = time.perf_counter()
    opinion_map.fit(
        table,
        groups=groups,
        benches=benches,
        first_votes=log.first_votes(table.participants),
        background=background,
    )
    finished = time.perf_counter()
    timing = {
        "read_s": read - started,
        "fit_s": finished - read,
        "cpu_s": time.process_time() - used,
    }
    parameters = {
        "seed": options.seed,
        "evidence": options.evidence,
        "k": 0 if options.no_clusters else options.k,
        "given_groups": groups is not None,
        "benches": benches is not None,
    }
    document = as_document(opinion_map.result_, parameters, timing if options.timing else None)
    options.out.write_bytes(as_bytes(document) + b"\n")


def _belonging(path: Path | None, people: set[int | str]) -> dict[int | str, str] | None:
    if path is None:
        return None
    belonging = read_belonging(path.read_bytes(), str(path), people)
    return dict(belonging.items())


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{number} is negative")
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="drehscheibe opinion-map",
        description="Map of opinions in a dialogue: groups, shared and divisive statements.",
    )
    parser.add_argument("--votes", type=Path, required=True, help="votes, CSV")
    parser.add_argument("--statements", type=Path, help="statements with moderation, CSV")
    parser.add_argument("--benches", type=Path, help="declared belonging: participant,bench")
    parser.add_argument("--groups", type=Path, help="known groups: participant,group")
    parser.add_argument("--out", type=Path, required=True, help="result, JSON")
    parser.add_argument("--method", choices=("default", "polis"), default="default")
    parser.add_argument("--seed", type=_count, default=0, help="whole number from 0 on")
    number = parser.add_mutually_exclusive_group()
    number.add_argument("--k", type=_count, help="number of groups if it must not be estimated")
    number.add_argument("--no-clusters", action="store_true", help="look for no groups")
    parser.add_argument("--evidence", choices=("full", "none"), default="full")
    parser.add_argument("--timing", action="store_true", help="write seconds into the result")
    return parser
