"""Replay a public draw of tour places and compare it with the published result.

This one file needs nothing but Python 3.9 or newer. It shares no code with the program that
made the draw; it was written from the published rule, which it repeats here:

1.  The LIST: one line of JSON for the rule, one per tour, one per application, both sorted by
    id; keys sorted, no blanks. Its SHA-256 and Merkle root (RFC 9162) are published first.
2.  The SEED is the SHA-256 of a label, the list's SHA-256 and the public randomness.
3.  The DRUM holds one lot per application, or as many as its weight. It is shuffled (Fisher
    and Yates) with 64-bit words from SHA-256(seed, counter); words that would favour some
    places are thrown away. An application's turn is that of its first lot.
4.  In this ORDER each group takes its first wish that has room for all of it: places,
    wheelchair places, conditions. If no wish has, it takes from its "any of these" the tour
    with the most free places (the first by id, if several have as many). Nobody is moved later.
5.  Whoever got nothing WAITS for each of its tours, in the order drawn.

    python verify_draw.py --applications A.json --randomness "3 14 15 22 31 44" --result R.json
    python verify_draw.py --proof P.json --root <Merkle root as published>

Exit code 0: everything agrees. 1: it does not, with the differences. 2: a file is unusable.
"""

# ruff: noqa: T201, ANN401 -- read and run alone: it talks on the terminal and trusts no type.

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn

Row = dict[str, Any]
RULE = {"algorithm": "group-serial-dictatorship", "version": "1"}


class Unusable(Exception):  # noqa: N818 -- reads as what it says
    """The input breaks the format; the text says where and why."""


# --- 1. the list ---


def whole(row: Row, key: str, least: int, most: int, default: int | None = None) -> int:
    value = row.get(key, default)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if type(value) is not int or not least <= value <= most:
        raise Unusable(f"{key} must be a whole number from {least} to {most}")
    return value


def text(value: Any, name: str) -> str:
    if not isinstance(value, str) or not value or min(value) < " ":
        raise Unusable(f"{name} must be a text without control characters")
    if len(value.encode("utf-8", "surrogatepass")) > 200 or re.search("[\ud800-\udfff]", value):
        raise Unusable(f"{name} must be valid UTF-8 of at most 200 bytes")
    return value


def texts(row: Row, key: str) -> list[str]:
    values = row.get(key, [])
    if not isinstance(values, list):
        raise Unusable(f"{key} must be an array of texts")
    return [text(value, key) for value in values]


def read_rows(document: Any, name: str, read: Callable[[Row], Row]) -> list[Row]:
    """Read the tours or the applications; return them sorted by id, each id once."""
    rows = document.get(name) if isinstance(document, dict) else None
    if not isinstance(rows, list):
        raise Unusable(f"{name} must be an array")
    result: dict[str, Row] = {}
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            raise Unusable(f"{name}[{number}] must be an object")
        try:
            record = read(row)
        except Unusable as problem:
            raise Unusable(f"{name}[{number}]: {problem}") from None
        if record["id"] in result:
            raise Unusable(f"{name}[{number}]: the id {record['id']!r} occurs twice")
        result[record["id"]] = record
    return [result[key] for key in sorted(result)]


def read_tour(row: Row) -> Row:
    return {
        "id": text(row.get("id"), "id"),
        "capacity": whole(row, "capacity", 0, 1_000_000),
        "wheelchair": whole(row, "wheelchair", 0, 1_000_000, 0),
        "requires": sorted(set(texts(row, "requires"))),
    }


def read_application(row: Row) -> Row:
    people = whole(row, "people", 1, 1_000)
    wishes = list(dict.fromkeys(texts(row, "wishes")))
    return {
        "id": text(row.get("id"), "id"),
        "people": people,
        "wheelchair": whole(row, "wheelchair", 0, people, 0),
        "wishes": wishes,
        "any": sorted(set(texts(row, "any")) - set(wishes)),
        "weight": whole(row, "weight", 1, 1_000, 1),
        "meets": sorted(set(texts(row, "meets"))),
    }


def read_list(document: Any) -> tuple[list[Row], list[Row]]:
    """Return tours and applications in canonical form."""
    tours = read_rows(document, "tours", read_tour)
    applications = read_rows(document, "applications", read_application)
    known = {tour["id"] for tour in tours}
    for one in applications:
        for wish in one["wishes"] + one["any"]:
            if wish not in known:
                raise Unusable(f"application {one['id']!r} names the unknown tour {wish!r}")
    if sum(one["weight"] for one in applications) > 10_000_000:
        raise Unusable("the weights add up to more than 10000000 lots")
    return tours, applications


def canonical_lines(tours: list[Row], applications: list[Row]) -> list[bytes]:
    return [
        json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        for record in [RULE, *tours, *applications]
    ]


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def merkle_root(lines: list[bytes]) -> str:
    hashes = [sha256(b"\x00", line) for line in lines]
    while len(hashes) > 1:
        pairs = [hashes[i : i + 2] for i in range(0, len(hashes), 2)]
        hashes = [sha256(b"\x01", *pair) if len(pair) == 2 else pair[0] for pair in pairs]
    return hashes[0].hex()


# --- 2. the seed ---


def combine_sources(sources: Iterable[str]) -> str:
    """End sources with "/"; sort plain numbers and end them with "." (as in RFC 3797)."""
    combined = ""
    for source in "/".join(sources).split("/"):
        part = re.sub(r"[ \t\r\n]+", " ", source).strip(" ")
        if re.fullmatch(r"[0-9]+([ .,;]+[0-9]+)*[ .,;]*", part):
            numbers = [number.lstrip("0") or "0" for number in re.findall("[0-9]+", part)]
            combined += ".".join(sorted(numbers, key=lambda n: (len(n), n))) + "./"
        elif part:
            combined += part + "/"
    if not combined or re.search("[\ud800-\udfff]", combined):
        raise Unusable("randomness must name at least one source, in valid UTF-8")
    return combined


# --- 3. the drum ---


def words(seed: bytes) -> Iterator[int]:
    counter = 0
    while True:
        block = sha256(seed, counter.to_bytes(8, "big"))
        for start in (0, 8, 16, 24):
            yield int.from_bytes(block[start : start + 8], "big")
        counter += 1


def draw_order(applications: list[Row], seed: bytes) -> list[Row]:
    """Return the applications in the order in which it is their turn."""
    lots = [number for number, one in enumerate(applications) for _ in range(one["weight"])]
    stream = words(seed)
    for last in range(len(lots) - 1, 0, -1):
        choices = last + 1
        word = next(stream)
        while word >= 2**64 - 2**64 % choices:  # The last, incomplete round would be unfair.
            word = next(stream)
        place = word % choices
        lots[last], lots[place] = lots[place], lots[last]
    return [applications[number] for number in dict.fromkeys(lots)]


# --- 4. and 5. the places and the waiting lists ---


class Tour:
    """A tour while places are given away."""

    def __init__(self, row: Row) -> None:
        self.row, self.free, self.free_wheelchair = row, row["capacity"], row["wheelchair"]
        self.waiting: list[str] = []

    def is_open_to(self, one: Row) -> bool:
        """Would the empty tour do? If not, there is nothing to wait for."""
        if one["people"] > self.row["capacity"] or one["wheelchair"] > self.row["wheelchair"]:
            return False
        return all(condition in one["meets"] for condition in self.row["requires"])

    def has_room(self, one: Row) -> bool:
        return bool(one["people"] <= self.free and one["wheelchair"] <= self.free_wheelchair)


def choose(one: Row, tours: dict[str, Tour]) -> str | None:
    """Return the first wish with room, else the emptiest welcome tour, else nothing."""
    for name in one["wishes"]:
        if tours[name].is_open_to(one) and tours[name].has_room(one):
            return str(name)
    welcome = [t for t in one["any"] if tours[t].is_open_to(one) and tours[t].has_room(one)]
    return max(welcome, key=lambda name: tours[name].free, default=None)


def seat(rows: list[Row], order: list[Row]) -> tuple[dict[str, str | None], dict[str, list[str]]]:
    """Return the tour of every application, and the waiting list of every tour."""
    tours = {row["id"]: Tour(row) for row in rows}
    assignments = {}
    for one in order:
        chosen = assignments[one["id"]] = choose(one, tours)
        if chosen is not None:
            tours[chosen].free -= one["people"]
            tours[chosen].free_wheelchair -= one["wheelchair"]
            continue
        for name in one["wishes"] + one["any"]:
            if tours[name].is_open_to(one):
                tours[name].waiting.append(one["id"])
    return assignments, {name: tour.waiting for name, tour in tours.items()}


def replay(document: Any, sources: Iterable[str]) -> Row:
    """Return the result that the list and the randomness must lead to."""
    tours, applications = read_list(document)
    lines = canonical_lines(tours, applications)
    list_sha256 = sha256(*(line + b"\n" for line in lines)).hex()
    randomness = combine_sources(sources)
    seed = sha256(f"drehscheibe-draw\n{list_sha256}\n{randomness}\n".encode())
    order = draw_order(applications, seed)
    assignments, waiting = seat(tours, order)
    return {
        **RULE,
        "randomness": randomness,
        "list_sha256": list_sha256,
        "merkle_root": merkle_root(lines),
        "order": [one["id"] for one in order],
        "assignments": assignments,
        "waiting": waiting,
    }


def differences(expected: Row, published: Any) -> list[str]:
    """Return one sentence per part of the published result that does not agree."""
    found = []
    for part, right in expected.items():
        given = published.get(part, "missing") if isinstance(published, dict) else "missing"
        if given == right:
            continue
        if isinstance(right, dict) and isinstance(given, dict):
            names = [n for n in {**right, **given} if right.get(n, "?") != given.get(n, "?")]
            found.append(f"{part} differs for {', '.join(names[:10])}")
        else:
            found.append(f"{part} differs: replayed {right!r:.80}, published {given!r:.80}")
    return found


# --- proof that one application was in the list ---


def proof_holds(proof: Any, root: str) -> bool:
    """Follow an inclusion proof (RFC 9162, section 2.1.3.2) from the line to the root."""
    steps = proof.get("path") if isinstance(proof, dict) else None
    if not isinstance(steps, list) or not isinstance(proof.get("line"), str):
        raise Unusable("a proof has line, index, size and path")
    if not all(isinstance(step, str) and re.fullmatch("[0-9a-f]{64}", step) for step in steps):
        raise Unusable("path must be an array of hashes, 64 hex digits each")
    last = whole(proof, "size", 1, 2**40) - 1
    index = whole(proof, "index", 0, last)
    value = sha256(b"\x00", proof["line"].encode("utf-8", "replace"))
    path = [bytes.fromhex(step) for step in steps]
    while last:
        if index % 2 or index < last:
            if not path:
                return False
            pair = (path.pop(0), value) if index % 2 else (value, path.pop(0))
            value = sha256(b"\x01", *pair)
        index, last = index // 2, last // 2
    return not path and value.hex() == root.strip().lower()


# --- the command ---


def load(path: str) -> Any:
    def refuse(word: str) -> NoReturn:
        raise ValueError(f"{word} is not a number in JSON")

    try:
        return json.loads(Path(path).read_text("utf-8-sig"), parse_constant=refuse)
    except OSError as problem:
        raise Unusable(f"{path}: {problem.strerror}") from None
    except RecursionError:
        raise Unusable(f"{path}: too deeply nested") from None
    except ValueError as problem:  # Also broken JSON and broken UTF-8, with line or position.
        raise Unusable(f"{path}: not usable as JSON: {problem}") from None


def run(arguments: list[str] | None) -> int:
    """Do what the arguments ask; raise `Unusable` if a file cannot be used."""
    parser = argparse.ArgumentParser(prog="verify-draw", description="Replay a public draw.")
    parser.add_argument("--applications", help="the frozen list, JSON")
    parser.add_argument("--randomness", action="append", help="public source; may be repeated")
    parser.add_argument("--result", help="the published result, JSON")
    parser.add_argument("--proof", help="inclusion proof of one application, JSON")
    parser.add_argument("--root", help="the published Merkle root, with --proof")
    given = parser.parse_args(arguments)
    if given.proof and given.root:
        is_right = proof_holds(load(given.proof), given.root)
        print("VERIFIED: in the list." if is_right else "NOT VERIFIED: wrong line or root.")
        return 0 if is_right else 1
    if not (given.applications and given.randomness and given.result):
        parser.error("give --applications, --randomness and --result, or --proof and --root")
    expected = replay(load(given.applications), given.randomness)
    found = differences(expected, load(given.result))
    print("\n".join([*found, "NOT VERIFIED" if found else "VERIFIED: all as published"]))
    print(f"list SHA-256 {expected['list_sha256']}\nMerkle root  {expected['merkle_root']}")
    return 1 if found else 0


def main(arguments: list[str] | None = None) -> int:
    try:
        return run(arguments)
    except Unusable as problem:
        print(f"verify-draw: {problem}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
