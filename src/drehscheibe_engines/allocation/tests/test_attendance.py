from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe_engines.allocation.attendance import (
    DEFAULT_LADDER,
    CheckIn,
    NoShowModel,
    PlaceOffer,
    Rung,
    TourPlaces,
    WaitingGroup,
    calibrate_no_shows,
    find_expired,
    forecast_arrivals,
    plan_offers,
    plan_overbooking,
)

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("confirmed", "risk", "empty"),
    # Binomial tail of `confirmed` people with 85 % attendance and 50 places, computed exactly.
    [
        (50, 0.0, 7.5),
        (54, 0.0295515, 4.139837),
        (57, 0.2291898, 1.989707),
        (60, 0.5876984, 0.680685),
    ],
)
def test_forecast_equals_the_binomial_for_people_alone(
    confirmed: int, risk: float, empty: float
) -> None:
    outlook = forecast_arrivals([1] * confirmed, 50, NoShowModel.fixed(no_show=0.15))

    assert outlook.overflow_risk == pytest.approx(risk, abs=1e-6)
    assert outlook.empty_seats == pytest.approx(empty, abs=1e-6)
    assert outlook.confirmed == confirmed


@given(
    st.lists(st.integers(1, 3), max_size=4),
    st.integers(0, 8),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_forecast_equals_the_sum_over_all_cases(
    groups: list[int], capacity: int, no_show: float, together: float
) -> None:
    model = NoShowModel.fixed(no_show=no_show, together=together)
    single = [model.group_arrivals(people)[0] for people in groups]
    risk = turned_away = 0.0
    for came in product(*(range(people + 1) for people in groups)):
        chance = float(np.prod([one[count] for one, count in zip(single, came, strict=True)]))
        risk += chance * (sum(came) > capacity)
        turned_away += chance * max(sum(came) - capacity, 0)

    outlook = forecast_arrivals(groups, capacity, model)

    assert outlook.overflow_risk == pytest.approx(risk, abs=1e-12)
    assert outlook.turned_away == pytest.approx(turned_away, abs=1e-12)
    expected = sum(groups) * (1 - no_show)
    assert capacity - outlook.empty_seats + outlook.turned_away == pytest.approx(expected)


def test_groups_that_stay_away_together_raise_the_risk() -> None:
    groups = [3] * 18

    alone = forecast_arrivals(groups, 50, NoShowModel.fixed(no_show=0.15))
    together = forecast_arrivals(groups, 50, NoShowModel.fixed(no_show=0.15, together=1.0))

    assert together.overflow_risk > 3 * alone.overflow_risk


def test_calibration_finds_the_planted_values_and_knows_its_doubt() -> None:
    rng = random.Random(1)  # noqa: S311 -- reproducibility is the point
    check_ins = []
    for _ in range(3000):
        people = rng.choice([1, 2, 2, 3, 4])
        if rng.random() < 0.6:
            came = people * (rng.random() < 0.8)
        else:
            came = sum(rng.random() < 0.8 for _ in range(people))
        check_ins.append(CheckIn(people, came))

    few, many = calibrate_no_shows(check_ins[:30]), calibrate_no_shows(check_ins)

    assert many.mean_show_up == pytest.approx(0.8, abs=0.015)
    assert many.mean_together == pytest.approx(0.6, abs=0.05)
    assert len(few.weights) > len(many.weights)
    assert calibrate_no_shows([]).mean_show_up == pytest.approx(0.8, abs=0.02)


def test_calibration_does_not_depend_on_the_order_and_survives_certainty() -> None:
    check_ins = [CheckIn(2, 2), CheckIn(1, 0), CheckIn(4, 3), CheckIn(2, 0)]
    first, second = calibrate_no_shows(check_ins), calibrate_no_shows(reversed(check_ins))

    assert first.weights.tolist() == second.weights.tolist()
    assert calibrate_no_shows([CheckIn(2, 2)] * 500).mean_show_up > 0.98


@given(
    st.lists(st.integers(1, 4), max_size=12),
    st.lists(st.integers(1, 4), max_size=8),
    st.integers(0, 30),
    st.floats(0, 0.5),
)
def test_overbooking_never_exceeds_the_stated_risk(
    confirmed: list[int], waiting: list[int], capacity: int, max_risk: float
) -> None:
    model = NoShowModel.fixed(no_show=0.2, together=0.5)

    steps = plan_overbooking(confirmed, waiting, capacity, model, max_risk=max_risk)

    groups = [step.group for step in steps]
    assert groups == sorted(set(groups))
    for count, step in enumerate(steps, 1):
        now = confirmed + [waiting[group] for group in groups[:count]]
        outlook = forecast_arrivals(now, capacity, model)
        assert step.outlook.overflow_risk == pytest.approx(outlook.overflow_risk, abs=1e-12)
        assert step.outlook.overflow_risk <= max_risk or sum(now) <= capacity


def test_no_risk_means_no_more_people_than_places() -> None:
    model = NoShowModel.fixed(no_show=1.0)

    steps = plan_overbooking([2], [3, 1, 1], 4, model, max_risk=0.0)

    assert [step.group for step in steps] == [1, 2]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: CheckIn(2, 3),
        lambda: CheckIn(0, 0),
        lambda: NoShowModel.fixed(no_show=1.2),
        lambda: NoShowModel.fixed(no_show=0.1, together=-1),
        lambda: calibrate_no_shows([], prior_show_up=1.0),
        lambda: plan_overbooking([], [], 1, NoShowModel.fixed(no_show=0), max_risk=2),
    ],
)
def test_impossible_values_are_refused(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(ValueError, match=r"cannot|between"):
        wrong()


def tour(hours: float, *, seats: int, wheelchairs: int = 0) -> TourPlaces:
    return TourPlaces("t", NOW + timedelta(hours=hours), 50, 2, seats, wheelchairs)


def test_far_ahead_nobody_overtakes_and_later_small_groups_fill_gaps() -> None:
    waiting = [WaitingGroup("four", 4), WaitingGroup("three", 3), WaitingGroup("one", 1)]

    early = plan_offers(tour(24 * 20, seats=3), waiting, [], now=NOW)
    later = plan_offers(tour(24 * 6, seats=3), waiting, [], now=NOW)

    assert early.offers == ()
    assert [offer.application for offer in later.offers] == ["three"]
    assert later.passed_over == ("four",)
    assert later.offers[0].expires_at == NOW + timedelta(hours=36)


def test_open_offers_hold_their_places_until_they_expire() -> None:
    place = tour(24 * 6, seats=3)
    waiting = [WaitingGroup("a", 2), WaitingGroup("b", 2), WaitingGroup("c", 1)]
    first = plan_offers(place, waiting, [], now=NOW)
    again = plan_offers(place, waiting, first.offers, now=NOW)
    expiry = first.offers[0].expires_at
    after = plan_offers(place, waiting, first.offers, now=expiry, answered=frozenset({"a", "c"}))

    assert [offer.application for offer in first.offers] == ["a", "c"]
    assert again.offers == ()
    assert [offer.application for offer in after.offers] == ["b"]
    assert find_expired(first.offers, now=expiry) == list(first.offers)
    assert find_expired(first.offers, now=expiry - timedelta(seconds=1)) == []


def test_a_group_is_asked_for_one_tour_at_a_time() -> None:
    elsewhere = PlaceOffer("a", "other", 2, 0, NOW + timedelta(hours=1))

    plan = plan_offers(tour(48, seats=2), [WaitingGroup("a", 2)], [elsewhere], now=NOW)

    assert plan.offers == ()


def test_nobody_is_asked_when_it_is_too_late_and_no_offer_outlives_the_start() -> None:
    ladder = (Rung(timedelta(0), timedelta(hours=10)),)
    waiting = [WaitingGroup("a", 1)]

    assert plan_offers(tour(2, seats=9), waiting, [], now=NOW).offers == ()
    assert plan_offers(tour(-1, seats=9), waiting, [], now=NOW, ladder=ladder).offers == ()
    soon = plan_offers(tour(2, seats=9), waiting, [], now=NOW, ladder=ladder).offers
    assert [offer.expires_at for offer in soon] == [NOW + timedelta(hours=2)]


def test_a_group_that_can_never_fit_blocks_nobody() -> None:
    waiting = [WaitingGroup("class", 60), WaitingGroup("three-chairs", 3, 3), WaitingGroup("a", 1)]

    plan = plan_offers(tour(24 * 20, seats=2), waiting, [], now=NOW)

    assert [offer.application for offer in plan.offers] == ["a"]
    assert plan.passed_over == ()


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 2)), max_size=12),
    st.integers(0, 12),
    st.integers(0, 3),
    st.sampled_from([0.5, 3, 12, 48, 120, 400]),
)
def test_offers_never_exceed_what_is_free_and_keep_the_order(
    sizes: list[tuple[int, int]], seats: int, wheelchairs: int, hours: float
) -> None:
    waiting = [WaitingGroup(str(n), p, min(p, w)) for n, (p, w) in enumerate(sizes)]
    place = tour(hours, seats=seats, wheelchairs=wheelchairs)

    plan = plan_offers(place, waiting, [], now=NOW)

    assert sum(offer.people for offer in plan.offers) <= seats
    assert sum(offer.wheelchair for offer in plan.offers) <= wheelchairs
    asked = [int(offer.application) for offer in plan.offers]
    assert asked == sorted(asked)
    assert all(int(name) < max(asked) for name in plan.passed_over)
    if hours >= 14 * 24:
        possible = [n for n, group in enumerate(waiting) if group.wheelchair <= place.wheelchair]
        assert asked == possible[: len(asked)]


def test_ladder_gets_steeper_towards_the_tour() -> None:
    times = [rung.until_start for rung in DEFAULT_LADDER]
    validity = [rung.valid_for for rung in DEFAULT_LADDER]

    assert times == sorted(times, reverse=True)
    assert validity == sorted(validity, reverse=True)
    assert all(rung.valid_for < rung.until_start for rung in DEFAULT_LADDER)
