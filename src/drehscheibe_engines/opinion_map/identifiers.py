"""Names of people and statements, and their canonical order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Identifier = int | str
Names = Sequence[Identifier] | NDArray[np.int64] | NDArray[np.int32]


def canonical_key(identifier: Identifier) -> tuple[int, int, str]:
    """Sort numbers (also written as text) by value before all other texts."""
    text = str(identifier)
    if text.lstrip("-").isdecimal() and text.isascii() and len(text) < 19:
        return (0, int(text), text)
    return (1, 0, text)


def name_codes(
    names: Names, further: Iterable[Identifier] = ()
) -> tuple[tuple[Identifier, ...], NDArray[np.int32]]:
    """Replace names by their place among all different names in canonical order.

    Returns
    -------
    tuple of int or str
        All names, those of ``further`` included, in canonical order.
    ndarray of int32, shape (len(names),)
    """
    if isinstance(names, np.ndarray):
        return _integer_codes(names, further)
    ordered = tuple(sorted({*names, *further}, key=canonical_key))
    place = {name: index for index, name in enumerate(ordered)}
    return ordered, np.fromiter((place[name] for name in names), np.int32, len(names))


def _integer_codes(
    names: NDArray[np.integer], further: Iterable[Identifier]
) -> tuple[tuple[Identifier, ...], NDArray[np.int32]]:
    """Do the same for whole numbers; a look-up table instead of a sort where it fits."""
    if any(not isinstance(name, (int, np.integer)) for name in further):
        return name_codes(names.tolist(), further)
    extra = np.array(list(further), dtype=np.int64)
    low = min(int(part.min()) for part in (names, extra) if part.size) if names.size else 0
    high = max(int(part.max()) for part in (names, extra) if part.size) if names.size else -1
    if high - low > 4 * names.size + 1000 or not names.size:
        return name_codes(names.tolist(), extra.tolist())
    present = np.zeros(high - low + 1, dtype=bool)
    offset = names - low if low else names
    present[offset] = True
    present[extra - low] = True
    ordered = tuple((np.flatnonzero(present) + low).tolist())
    if present.all():
        return ordered, offset.astype(np.int32, copy=False)
    place = (np.cumsum(present) - 1).astype(np.int32)
    return ordered, place[offset]
