"""Numbers that move when data change; what is kept under one expires with it.

The epoch without a name moves with every published fact. What is dear to make and changes seldom has
an epoch of its own, which moves with its own changes alone.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import partial, wraps
from typing import ParamSpec, TypeVar

from django.core.cache import cache
from django.db import transaction

KEY = "epoch"
#: Longest time that something kept in a process may lag behind a change that tells no fact.
LIFETIME_S = 60.0
#: Answers that a function may keep; the variety is small, or the function does not belong here.
MOST_KEPT = 64

P = ParamSpec("P")
T = TypeVar("T")

#: Epochs that were looked up for the page that is being made; None where nothing is held.
_held: ContextVar[dict[str, int] | None] = ContextVar("epochs", default=None)


def current_epoch(name: str = "") -> int:
    """Return an epoch; costs one look into the cache, and one in all inside :func:`held_epoch`."""
    held = _held.get()
    if held is None:
        return _read(name)
    if name not in held:
        held[name] = _read(name)
    return held[name]


def advance_epoch(name: str = "") -> None:
    """Move to the next epoch; called after the commit of a change."""
    held = _held.get()
    if held is not None:
        held.pop(name, None)
    _read(name)
    with contextlib.suppress(
        ValueError
    ):  # evicted between the two lines: the next reader begins anew
        cache.incr(_key(name))


def advance_with_commit(*names: str) -> None:
    """Expire what is kept now, for what this transaction reads itself, and for all after its commit.

    Expires what hangs on the general epoch, and what hangs on those named.
    """
    # The general one last: who sees it moved must not find anything old under the others.
    for name in (*names, ""):
        advance_epoch(name)
        transaction.on_commit(partial(advance_epoch, name))


@contextlib.contextmanager
def held_epoch() -> Iterator[int]:
    """Look each epoch up once for everything inside, as one page does; a change inside is seen."""
    before = _held.set({})
    try:
        yield current_epoch()
    finally:
        _held.reset(before)


def kept_for_epoch(name: str = "") -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Let a function remember, in this process, what it returned in this epoch, at most a minute.

    For answers that depend on nothing but hashable arguments and published data: arguments name the
    language where it matters, and nothing in them may be private to a person.
    """

    def decorate(make: Callable[P, T]) -> Callable[P, T]:
        kept: dict[object, tuple[int, float, T]] = {}

        @wraps(make)
        def answer(*args: P.args, **kwargs: P.kwargs) -> T:
            key = (args, tuple(sorted(kwargs.items())))
            epoch, now = current_epoch(name), time.monotonic()
            known = kept.get(key)
            if known is not None and known[0] == epoch and now < known[1]:
                return known[2]
            made = make(*args, **kwargs)
            if len(kept) >= MOST_KEPT:
                kept.clear()
            kept[key] = (epoch, now + LIFETIME_S, made)
            return made

        return answer

    return decorate


def _key(name: str) -> str:
    return f"{KEY}:{name}" if name else KEY


def _read(name: str) -> int:
    # Begins with the time, so that an epoch that was evicted never comes back.
    return int(cache.get_or_set(_key(name), time.time_ns, None) or 1)
