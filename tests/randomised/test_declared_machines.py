"""Every machine that any room declares, walked along each of its acts: from a start, to an end."""

from __future__ import annotations

import pkgutil
from collections import deque
from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest

import drehscheibe
from drehscheibe.capabilities.exchange.machine.signal import SIGNAL
from drehscheibe.core.trace.clock import due_date, is_working_day
from drehscheibe.core.trace.machine import Machine, Transition
from tests.randomised.acts import ACTS

TODAY = date(2026, 12, 23)

#: Not tried by anybody: an organisation ends.
NOT_TRIED = {"leave_to_office", "leave_promise"}


def _machines() -> Iterator[tuple[str, Machine]]:
    """Yield every machine in any module that is called so, or lies in a package called so."""
    for module in pkgutil.walk_packages(drehscheibe.__path__, "drehscheibe."):
        # core.trace.machine says what a machine is.
        parts = module.name.split(".")
        if "machine" not in parts or "trace" in parts:
            continue
        found = import_module(module.name)
        for name, value in sorted(vars(found).items()):
            if isinstance(value, Machine):
                yield f"{parts[2]}.{name}", value


MACHINES = dict(_machines())
STEPS = [
    pytest.param(machine, state, transition, id=f"{name}: {state} {transition.act}")
    for name, machine in MACHINES.items()
    for state in machine.states
    for transition in machine.acts_from(state)
]


def way(machine: Machine, starts: tuple[str, ...], ends: set[str]) -> list[str]:
    """Return the shortest row of states from one of the starts to one of the ends; empty if none."""
    ways = deque([start] for start in starts)
    seen = set(starts)
    while ways:
        walked = ways.popleft()
        if walked[-1] in ends:
            return walked
        for transition in machine.acts_from(walked[-1]):
            if transition.target not in seen:
                seen.add(transition.target)
                ways.append([*walked, transition.target])
    return []


def test_the_machines_of_concerns_and_of_reports_are_among_them() -> None:
    assert {"exchange.SIGNAL", "exchange.DOSSIER", "moderation.CASE"} <= set(MACHINES)


@pytest.mark.parametrize("name", MACHINES)
def test_machine_has_no_faults(name: str) -> None:
    machine = MACHINES[name]

    pairs = [(transition.act, s) for transition in machine.transitions for s in transition.sources]
    assert list(machine.find_faults()) == []
    assert len(pairs) == len(set(pairs)), "an act leads from one state to two"


@pytest.mark.parametrize(("machine", "state", "transition"), STEPS)
def test_every_act_lies_on_a_way_from_a_start_to_an_end(
    machine: Machine, state: str, transition: Transition
) -> None:
    ends = {name for name, rest in machine.states.items() if rest.is_final}
    there = way(machine, (machine.start, *machine.also_starts), {state})
    onwards = way(machine, (transition.target,), ends)

    assert there, f"nothing leads to {state}"
    assert onwards, f"nothing leads on from {transition.target}"
    for stop in (*there, *onwards):
        _check_stop(machine, stop)


def _check_stop(machine: Machine, stop: str) -> None:
    """Check that somebody has to act by some working day, and can."""
    rest = machine.states[stop]
    due_on = due_date(rest, TODAY)
    if rest.is_final:
        assert (due_on, rest.owner) == (None, "")
        return
    assert due_on is not None
    assert due_on > TODAY
    assert is_working_day(due_on)
    assert rest.owner in {transition.who for transition in machine.acts_from(stop)}


def test_every_act_of_a_concern_is_tried_at_random() -> None:
    declared = {transition.act for transition in SIGNAL.transitions}
    tried = {move for act in ACTS.values() for move in act.moves}

    assert declared - tried == NOT_TRIED
