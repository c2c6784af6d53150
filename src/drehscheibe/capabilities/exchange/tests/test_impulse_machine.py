from __future__ import annotations

import pytest

from drehscheibe.capabilities.exchange.choices.impulse import ImpulseState
from drehscheibe.capabilities.exchange.choices.measure import MeasureState
from drehscheibe.capabilities.exchange.machine.impulse import IMPULSE
from drehscheibe.capabilities.exchange.machine.measure import MEASURE
from drehscheibe.core.trace.kinds import get_kind
from drehscheibe.core.trace.machine import Machine

MACHINES = [("impulse", IMPULSE, ImpulseState), ("measure", MEASURE, MeasureState)]


@pytest.mark.parametrize(("kind", "machine", "states"), MACHINES)
def test_nothing_can_strand_and_every_state_has_owner_and_clock(
    kind: str, machine: Machine, states: type[ImpulseState]
) -> None:
    assert list(machine.find_faults()) == []
    assert set(machine.states) == set(states.values)
    assert set(get_kind(kind).states) == set(states.values)


@pytest.mark.parametrize(("kind", "machine", "states"), MACHINES)
def test_every_act_leads_to_one_place_from_each_state(
    kind: str, machine: Machine, states: type[ImpulseState]
) -> None:
    pairs = [(t.act, source) for t in machine.transitions for source in t.sources]

    assert len(pairs) == len(set(pairs)), (kind, states)
