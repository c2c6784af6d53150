"""The score keeps its promises for every region that can exist."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe_engines.white_spots import Interval, Region, rank_interval, score_region


@st.composite
def regions(draw: st.DrawFn) -> Region:
    employees = draw(st.integers(1, 900_000))
    neighbours = draw(st.integers(0, 12))
    return Region(
        manufacturing=draw(st.integers(0, employees)),
        employees=employees,
        initiatives=draw(st.integers(0, 9)),
        neighbours=neighbours,
        neighbours_without=draw(st.integers(0, neighbours)),
        change=draw(st.floats(-1, 1)),
        has_change=draw(st.booleans()),
    )


def value(region: Region) -> float:
    score = score_region(region)
    assert score.is_known
    return score.value.low


@given(regions())
def test_a_score_lies_between_nothing_and_all(region: Region) -> None:
    assert 0 <= value(region) <= 100


@given(regions(), st.integers(1, 50_000))
def test_more_industry_never_lowers_it(region: Region, more: int) -> None:
    richer = min(region.employees or 0, (region.manufacturing or 0) + more)

    assert value(replace(region, manufacturing=richer)) >= value(region)


@given(regions(), st.integers(1, 500_000))
def test_more_employees_elsewhere_never_raise_it(region: Region, more: int) -> None:
    assert value(replace(region, employees=(region.employees or 0) + more)) <= value(region)


@given(regions())
def test_an_initiative_more_never_raises_it(region: Region) -> None:
    covered = replace(region, initiatives=region.initiatives + 1)

    assert value(covered) <= value(region)


@given(regions())
def test_a_neighbour_without_an_initiative_never_lowers_it(region: Region) -> None:
    lonelier = min(region.neighbours, region.neighbours_without + 1)

    assert value(replace(region, neighbours_without=lonelier)) >= value(region)


@given(regions(), st.floats(0, 1))
def test_more_loss_never_lowers_it(region: Region, loss: float) -> None:
    assert region.change is not None
    shrinking = replace(region, change=max(-1.0, region.change - loss), has_change=True)

    assert value(shrinking) >= value(replace(region, has_change=True)) - 1e-9


@given(regions())
def test_what_is_secret_lies_in_the_interval(region: Region) -> None:
    """Whatever the secret figure is, the true score is inside what the published ones allow."""
    true = value(region)
    for secret in (
        replace(region, manufacturing=None),
        replace(region, manufacturing=None, employees=None),
        replace(region, change=None),
    ):
        interval = score_region(secret).value
        assert interval.low <= true + 1e-9
        assert true <= interval.high + 1e-9


def test_secret_is_not_zero() -> None:
    secret = score_region(Region(None, 120_000, 0, 6, 6))
    none = score_region(Region(0, 120_000, 0, 6, 6))

    assert not secret.is_known
    assert none.value == Interval(0.0, 0.0)
    assert secret.value.high > 90


def test_a_worked_example() -> None:
    """By hand: mass 12/22, share 0.6, gap 1, need 4/6."""
    score = score_region(Region(12_000, 40_000, 0, neighbours=6, neighbours_without=4))

    assert score.value.low == pytest.approx(100 * (12 / 22 + 0.6) / 2 * (0.7 + 0.3 * 4 / 6))
    assert score.parts.gap == 1


def test_a_place_in_the_list_can_be_an_interval() -> None:
    others = [Interval(80, 80), Interval(50, 50), Interval(20, 20)]

    assert rank_interval(Interval(60, 60), others) == (2, 2)
    assert rank_interval(Interval(10, 90), others) == (1, 4)


@pytest.mark.parametrize(
    "broken",
    [
        {"manufacturing": -1},
        {"manufacturing": 6, "employees": 5},
        {"neighbours_without": 3, "neighbours": 2},
    ],
)
def test_what_cannot_be_is_refused(broken: dict[str, int]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the words are for developers
        replace(Region(1, 5, 0, 2, 1), **broken)  # type: ignore[arg-type]
