"""The canonical text of a frozen list: one line of JSON per tour and per application."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from json.encoder import encode_basestring as quote

from drehscheibe_engines.allocation.model import Application, ApplicationList, Tour

ALGORITHM = "group-serial-dictatorship"
VERSION = "1"


def canonical_lines(frozen: ApplicationList) -> list[bytes]:
    r"""Write the rule, the tours and the applications as lines of canonical JSON.

    Parameters
    ----------
    frozen : ApplicationList
        The frozen list.

    Returns
    -------
    list of bytes
        UTF-8 without line ends: the rule, then the tours, then the applications, both sorted
        by id. Objects have their keys sorted, no blanks, and escape nothing but ``"`` and ``\``
        (control characters cannot occur).

    Notes
    -----
    The same bytes come from ``json.dumps(record, sort_keys=True, ensure_ascii=False,
    separators=(",", ":"))``, which the independent verifier uses. Written out here because a
    million lines take one second this way and five the other. The form is that of RFC 8785
    (Rundgren, Jordan, Erdtman 2020, JSON Canonicalization Scheme) restricted to whole numbers.
    """
    head = f'{{"algorithm":"{ALGORITHM}","version":"{VERSION}"}}'
    lines = [head.encode(), *[_tour_line(tour).encode() for tour in frozen.tours]]
    quoted_tour = {tour.id: quote(tour.id) for tour in frozen.tours}.__getitem__
    # Few different sizes, weights and conditions occur, so the middle is formatted once each.
    middles: dict[tuple[object, ...], str] = {}
    for one in frozen.applications:
        key = (one.people, one.weight, one.wheelchair, one.meets)
        middle = middles.get(key) or middles.setdefault(key, _middle(one))
        any_of = ",".join(map(quoted_tour, one.any_of)) if one.any_of else ""
        wishes = ",".join(map(quoted_tour, one.wishes))
        text = f'{{"any":[{any_of}],"id":{quote(one.id)}{middle}{wishes}]}}'
        lines.append(text.encode())
    return lines


def hash_lines(lines: list[bytes]) -> str:
    """Return the SHA-256 of the lines, each followed by a line feed, as 64 hex digits."""
    digest = hashlib.sha256()
    for chunk in _chunks(lines):
        digest.update(chunk)
    return digest.hexdigest()


def application_line_number(frozen: ApplicationList, application_id: str) -> int:
    """Return the number of an application's line, counted from 0.

    Raises
    ------
    KeyError
        If no application has this id.
    """
    low, high = 0, len(frozen.applications)
    while low < high:
        middle = (low + high) // 2
        if frozen.applications[middle].id < application_id:
            low = middle + 1
        else:
            high = middle
    if low == len(frozen.applications) or frozen.applications[low].id != application_id:
        raise KeyError(application_id)
    return 1 + len(frozen.tours) + low


def _middle(one: Application) -> str:
    meets = ",".join(map(quote, one.meets))
    return (
        f',"meets":[{meets}],"people":{one.people},"weight":{one.weight}'
        f',"wheelchair":{one.wheelchair},"wishes":['
    )


def _tour_line(tour: Tour) -> str:
    requires = ",".join(map(quote, tour.requires))
    return (
        f'{{"capacity":{tour.capacity},"id":{quote(tour.id)}'
        f',"requires":[{requires}],"wheelchair":{tour.wheelchair}}}'
    )


def _chunks(lines: list[bytes], size: int = 10_000) -> Iterator[bytes]:
    for start in range(0, len(lines), size):
        yield b"\n".join(lines[start : start + size]) + b"\n"
