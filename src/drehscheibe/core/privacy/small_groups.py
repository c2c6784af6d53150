"""Figures about people in which nobody can be recognised; every room hides small groups the same way."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["SMALLEST", "protect"]

#: Counts below this, other than nought, are not shown: somebody could be recognised.
SMALLEST = 5


def protect(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Hide small counts, and as many others as keep them from being worked out.

    With the sum known, one hidden cell alone would give itself away, and so would several whose
    sum is small. Then the next smallest counts are hidden as well. Nought stays: it is nobody.

    Examples
    --------
    >>> protect({"a": 3, "b": 9, "c": 20})
    {'a': None, 'b': None, 'c': 20}
    """
    hidden = {code for code, number in counts.items() if 0 < number < SMALLEST}
    if hidden:
        rest = sorted((n, code) for code, n in counts.items() if n and code not in hidden)
        while rest and (len(hidden) < 2 or sum(counts[code] for code in hidden) < SMALLEST):
            hidden.add(rest.pop(0)[1])
    return {code: None if code in hidden else number for code, number in counts.items()}
