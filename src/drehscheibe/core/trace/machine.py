"""State machines declared as data, so that a test can walk every path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class State:
    """A state in which an item may rest.

    Attributes
    ----------
    label : str
        Lazy text for people.
    badge : str
        Kind of badge: neutral, info, waiting, success, warning, danger.
    owner : str
        Who has to act: ``author``, ``office``, ``addressee``; empty only in a final state.
    days : int
        Days until the owner must have acted; 0 only in a final state.
    is_final : bool
        Whether nothing more is owed.
    in_working_days : bool
        Whether ``days`` leaves out weekends and public holidays.
    """

    label: Any
    badge: str
    owner: str = ""
    days: int = 0
    is_final: bool = False
    in_working_days: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """A named act that moves an item from one of several states to another.

    ``act`` is the name of the service, ``who`` the role that may: ``author``, ``office`` …
    """

    act: str
    sources: frozenset[str]
    target: str
    who: str


@dataclass(frozen=True, slots=True)
class Machine:
    """States and transitions of one kind of item.

    ``also_starts`` names states in which items begin that did not come the usual way (imports).
    """

    states: dict[str, State]
    transitions: tuple[Transition, ...]
    start: str
    also_starts: tuple[str, ...] = ()

    def target_of(self, act: str, state: str) -> str | None:
        """Return where an act leads from a state, or None if it is not possible there."""
        return next(
            (t.target for t in self.transitions if t.act == act and state in t.sources), None
        )

    def acts_from(self, state: str) -> tuple[Transition, ...]:
        """Return what may be done in a state."""
        return tuple(t for t in self.transitions if state in t.sources)

    def find_faults(self) -> Iterator[str]:
        """Yield every reason why an item could strand: no owner, no clock, no way on."""
        for name, state in self.states.items():
            if not state.is_final and (not state.owner or state.days <= 0):
                yield f"{name}: neither final nor with owner and clock"
            if not state.is_final and not self._reaches_end(name):
                yield f"{name}: no path to a final state"
        named = {s for t in self.transitions for s in (*t.sources, t.target)}
        yield from (f"{name}: unknown state" for name in sorted(named - set(self.states)))
        yield from (f"{name}: cannot be reached" for name in sorted(self._unreachable()))

    def _reaches_end(self, start: str) -> bool:
        return any(self.states[name].is_final for name in self._reachable(start))

    def _unreachable(self) -> set[str]:
        starts = (self.start, *self.also_starts)
        return set(self.states).difference(*(self._reachable(start) for start in starts))

    def _reachable(self, start: str) -> set[str]:
        seen, todo = {start}, [start]
        while todo:
            for transition in self.acts_from(todo.pop()):
                if transition.target in self.states and transition.target not in seen:
                    seen.add(transition.target)
                    todo.append(transition.target)
        return seen
