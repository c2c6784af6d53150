"""A number that moves with every published fact; what is cached under it expires with it."""

from __future__ import annotations

import contextlib

from django.core.cache import cache

KEY = "epoch"


def current_epoch() -> int:
    """Return the epoch; costs one look into the cache."""
    return int(cache.get_or_set(KEY, 1, None) or 1)


def advance_epoch() -> None:
    """Move to the next epoch; called after the commit of a change."""
    cache.get_or_set(KEY, 1, None)
    with contextlib.suppress(
        ValueError
    ):  # evicted between the two lines: the next reader begins anew
        cache.incr(KEY)
