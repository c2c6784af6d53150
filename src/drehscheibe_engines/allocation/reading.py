"""From parsed JSON to valid tours and applications; every refusal names its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from drehscheibe_engines.allocation.model import (
    Application,
    ApplicationList,
    InvalidInputError,
    Tour,
    freeze_applications,
)

T = TypeVar("T")

TOUR_KEYS = frozenset({"id", "capacity", "wheelchair", "requires"})
APPLICATION_KEYS = frozenset({"id", "people", "wheelchair", "wishes", "any", "weight", "meets"})


def read_applications(document: object) -> ApplicationList:
    """Read the documented JSON structure into a frozen list.

    Parameters
    ----------
    document : object
        ``{"tours": [...], "applications": [...]}`` as `json.loads` returns it. Keys that the
        format does not know are ignored, see `find_unknown_keys`.

    Returns
    -------
    ApplicationList
        The frozen list.

    Raises
    ------
    InvalidInputError
        With the path of the first value that cannot be used.
    """
    if not isinstance(document, dict):
        raise InvalidInputError((), 'must be an object with "tours" and "applications"')
    tours = _read_rows(document, "tours", _read_tour)
    applications = _read_rows(document, "applications", _read_application)
    return freeze_applications(tours, applications)


def find_unknown_keys(document: dict[str, list[dict[str, object]]]) -> list[str]:
    """Return the keys of tours and applications that the format does not know, sorted."""
    unknown: set[str] = set()
    for name, known in (("tours", TOUR_KEYS), ("applications", APPLICATION_KEYS)):
        for row in document[name]:
            if not row.keys() <= known:
                unknown.update(f"{name}[].{key}" for key in row.keys() - known)
    return sorted(unknown)


def _read_rows(
    document: dict[str, object], name: str, read: Callable[[dict[str, object]], T]
) -> list[T]:
    rows = document.get(name)
    if not isinstance(rows, list):
        raise InvalidInputError((name,), "must be an array")
    result = []
    for index, row in enumerate(rows):
        if not isinstance(row, dict):
            raise InvalidInputError((name, index), "must be an object")
        try:
            result.append(read(row))
        except InvalidInputError as refusal:
            raise InvalidInputError((name, index, *refusal.path), refusal.reason) from None
    return result


def _read_tour(row: dict[str, object]) -> Tour:
    return Tour(
        _text(row, "id"),
        _whole(row, "capacity"),
        _whole(row, "wheelchair", 0),
        _texts(row, "requires"),
    )


def _read_application(row: dict[str, object]) -> Application:
    return Application(
        _text(row, "id"),
        _whole(row, "people"),
        _whole(row, "wheelchair", 0),
        _texts(row, "wishes"),
        _texts(row, "any"),
        _whole(row, "weight", 1),
        _texts(row, "meets"),
    )


def _text(row: dict[str, object], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise InvalidInputError((key,), "must be a text")
    return value


def _whole(row: dict[str, object], key: str, default: int | None = None) -> int:
    value = row.get(key, default)
    if type(value) is int:
        return value
    # JavaScript cannot tell 2.0 from 2, so neither may we.
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise InvalidInputError((key,), "must be a whole number")


def _texts(row: dict[str, object], key: str) -> tuple[str, ...]:
    if key not in row:
        return ()
    values = row[key]
    if not isinstance(values, list) or not set(map(type, values)) <= {str}:
        raise InvalidInputError((key,), "must be an array of texts")
    return tuple(values)
