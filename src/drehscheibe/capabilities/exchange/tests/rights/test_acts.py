"""Who may do what, in every state: each act of the law is tried by one of each sort of people."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from drehscheibe.capabilities.exchange.tests.rights import acts as law
from drehscheibe.capabilities.exchange.tests.rights import doing
from drehscheibe.capabilities.exchange.tests.rights.concerns import Thing
from drehscheibe.capabilities.exchange.tests.rights.conftest import World
from drehscheibe.capabilities.exchange.tests.rights.doing import Act, Scene, outcome_of
from drehscheibe.capabilities.exchange.tests.rights.law import BEFORE, CONCERNS, QUESTIONS

pytestmark = pytest.mark.django_db


def who_can(world: World, thing: Thing, acts: Mapping[str, Act]) -> dict[str, set[str]]:
    """Return act → who can do it with a thing; what nobody can is left out."""
    scene = Scene(world)
    can: dict[str, set[str]] = {}
    for name in law.ACTING_PEOPLE:
        by = scene.actor(name)
        for act, run in acts.items():
            if outcome_of(run, by, thing, scene) == "done":
                can.setdefault(act, set()).add(name)
    return can


def as_sets(acts: law.Acts) -> dict[str, set[str]]:
    return {act: set(who) for act, who in acts.items()}


@pytest.mark.parametrize(("state", "stage"), law.CONCERN_ACTS)
def test_acts_on_a_concern(world: World, state: str, stage: str) -> None:
    circle = "public" if state == "recorded" else "network"
    thing = world.one("concern", state, stage, circle)

    assert who_can(world, thing, doing.CONCERN) == as_sets(law.CONCERN_ACTS[state, stage])


@pytest.mark.parametrize("state", law.DOSSIER_ACTS)
def test_acts_on_a_dossier(world: World, state: str) -> None:
    thing = next(one for one in world.dossiers if one.state == state and one.circle == "public")

    assert who_can(world, thing, doing.DOSSIER) == as_sets(law.DOSSIER_ACTS[state])


@pytest.mark.parametrize("state", law.IMPULSE_ACTS)
def test_acts_on_an_impulse(world: World, state: str) -> None:
    thing = world.one("impulse", state)

    assert who_can(world, thing, doing.IMPULSE) == as_sets(law.IMPULSE_ACTS[state])


@pytest.mark.parametrize("state", law.MEASURE_ACTS)
def test_acts_on_a_measure(world: World, state: str) -> None:
    thing = world.one("measure", state)

    assert who_can(world, thing, doing.MEASURE) == as_sets(law.MEASURE_ACTS[state])


@pytest.mark.parametrize("state", law.QUESTION_ACTS)
def test_acts_on_a_question(world: World, state: str) -> None:
    thing = world.one("question", state, BEFORE)

    assert who_can(world, thing, doing.QUESTION) == as_sets(law.QUESTION_ACTS[state])


def test_law_of_acts_knows_every_state() -> None:
    assert set(law.CONCERN_ACTS) == set(CONCERNS)
    assert set(law.QUESTION_ACTS) == {state for state, _public in QUESTIONS} - {""}


def test_who_may_act_hears_of_a_conflict_and_nobody_else_learns_the_state(world: World) -> None:
    thing = world.one("concern", "closed", "after", "private")
    scene = Scene(world)

    heard = {
        name: outcome_of(doing.CONCERN["hand over"], scene.actor(name), thing, scene)
        for name in law.ACTING_PEOPLE
    }

    assert {heard.pop(name) for name in law.OFFICE} == {"conflict"}
    assert set(heard.values()) == {"not allowed"}
