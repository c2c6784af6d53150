"""Everybody acts at once, in any order, rightly and wrongly; the way of every concern holds.

``DREHSCHEIBE_SEED=… pytest tests/randomised`` repeats a run that failed, ``DREHSCHEIBE_STEPS=…`` makes
it longer.
"""

from __future__ import annotations

import os
import random

import pytest
import time_machine

from drehscheibe.capabilities.exchange.receivers import answers
from tests.randomised.acts import ACTS
from tests.randomised.driver import Driver
from tests.randomised.errands import ERRANDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]

STEPS = int(os.environ.get("DREHSCHEIBE_STEPS", "500"))
MANY_STEPS = 6_000
EVERY_MOVE = {move for act in ACTS.values() for move in act.moves}
EVERY_ERRAND_MOVE = {(one.name, move) for one in ERRANDS.values() for move in one.moves}


def seed_of(run: int) -> int:
    """Return the seed asked for; else the same each time where a change waits to land, or a new one."""
    if asked := os.environ.get("DREHSCHEIBE_SEED"):
        return int(asked)
    return run if "CI" in os.environ else random.getrandbits(32)


def drive(run: int, steps: int) -> Driver:
    with time_machine.travel("2026-03-02 09:00:00+01:00", tick=False) as clock:
        driver = Driver.begin(seed_of(run), clock)
        driver.run(steps)
    return driver


@pytest.mark.parametrize("run", [1, 2, 3])
def test_no_order_of_acts_strands_a_concern_or_tells_twice(run: int) -> None:
    driver = drive(run, STEPS)

    assert min(driver.accepted.total(), driver.refused.total()) > STEPS / 10


def test_nor_does_it_where_many_people_are_told_in_portions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answers, "PORTION", 2)

    driver = drive(4, STEPS)

    assert driver.moves["answer"] > 0


@pytest.mark.slow
def test_thousands_of_acts_make_every_move_there_is() -> None:
    driver = drive(5, MANY_STEPS)

    assert EVERY_MOVE - set(driver.moves) == set()
    assert set(ACTS) - set(driver.refused) == set()
    assert set(ERRANDS) - set(driver.errands.accepted) == set()
    assert EVERY_ERRAND_MOVE - set(driver.errands.moves) == set()
