from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from drehscheibe_engines.allocation import (
    Application,
    ApplicationList,
    Tour,
    audit_assignment,
    freeze_applications,
    read_applications,
)
from drehscheibe_engines.allocation.audit import Fault
from drehscheibe_engines.allocation.rehearsal import (
    Rule,
    estimate_chances,
    find_optimum,
    rehearse_rules,
)
from drehscheibe_engines.allocation.rehearsal import rehearse as rehearse_module
from drehscheibe_engines.allocation.rehearsal.many_draws import ManyDraws
from drehscheibe_engines.allocation.rehearsal.orders import OrderSource
from drehscheibe_engines.allocation.serial_rule import seat_groups
from drehscheibe_engines.allocation.tests.strategies import documents, random_document


def codes_of(frozen: ApplicationList, assigned: NDArray[np.int64]) -> list[int]:
    ranks = frozen.wishes.table().shape[1]
    codes = []
    for group, tour in enumerate(assigned.tolist()):
        row = frozen.wishes.row(group)
        codes.append(row.index(tour) if tour in row else ranks if tour >= 0 else ranks + 1)
    return codes


def seat_in_rounds_plainly(frozen: ApplicationList, order: list[int]) -> list[int]:
    """First wishes first, told as simply as possible."""
    free = [[tour.capacity, tour.wheelchair] for tour in frozen.tours]
    ranks = frozen.wishes.table().shape[1]
    codes = [ranks + 1] * len(order)

    def take(group: int, tours: list[int], code: int) -> None:
        one = frozen.applications[group]
        fits = [t for t in tours if free[t][0] >= one.people and free[t][1] >= one.wheelchair]
        if fits:
            best = max(fits, key=lambda tour: free[tour][0])
            free[best] = [free[best][0] - one.people, free[best][1] - one.wheelchair]
            codes[group] = code

    for rank in range(ranks + 1):
        for group in order:
            if codes[group] == ranks + 1:
                row = frozen.wishes.row(group)[rank : rank + 1]
                take(group, row if rank < ranks else frozen.any_of.row(group), rank)
    return codes


@given(documents(), st.integers(0, 3))
def test_many_draws_equal_single_draws(document: dict[str, Any], seed: int) -> None:
    frozen = read_applications(document)
    orders = OrderSource(frozen.weights, seed).next_orders(6)
    serial, rounds = ManyDraws(frozen, orders), ManyDraws(frozen, orders)

    serial.seat_serially()
    rounds.seat_in_rounds()

    expected_serial = np.zeros_like(serial.count_codes())
    expected_rounds = np.zeros_like(expected_serial)
    free = np.zeros(len(frozen.tours), dtype=np.int64)
    for order in orders.T:
        assigned = seat_groups(frozen, order.astype(np.int64))
        everyone = np.arange(len(order))
        expected_serial[everyone, codes_of(frozen, assigned)] += 1
        expected_rounds[everyone, seat_in_rounds_plainly(frozen, order.tolist())] += 1
        free += [tour.capacity for tour in frozen.tours]
        np.subtract.at(free, assigned[assigned >= 0], frozen.people[assigned >= 0])
    assert serial.count_codes().tolist() == expected_serial.tolist()
    assert rounds.count_codes().tolist() == expected_rounds.tolist()
    assert serial.count_free_seats().tolist() == free.tolist()


def test_large_numbers_do_not_spill_into_the_other_capacity() -> None:
    tours = [Tour("a", 1_000_000, 1_000_000), Tour("b", 3, 0)]
    groups = [
        Application("x", 1000, 1000, wishes=("b", "a")),
        Application("y", 3, 1, wishes=("b", "a")),
        Application("z", 3, 0, wishes=("b", "a")),
    ]

    chances = estimate_chances(freeze_applications(tours, groups), seed=1, draws=5)

    assert chances.tolist() == [[1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]]


@given(documents())
@settings(max_examples=25)
def test_effects_are_shares_that_add_up(document: dict[str, Any]) -> None:
    frozen = read_applications(document)

    for effects in rehearse_rules(frozen, seed=1, draws=7):
        people = int(frozen.people.sum())
        total = sum(effects.people_by_wish.values())
        assert total == pytest.approx(1.0 if people else 0.0)
        seated = people * (1.0 - effects.people_by_wish["none"]) if people else 0.0
        assert effects.people_seated == pytest.approx(seated)
        places = sum(tour.capacity for tour in frozen.tours)
        assert sum(effects.empty_seats.values()) + effects.people_seated == pytest.approx(places)
        assert set(effects.groups_seated_by_size) == set(frozen.people.tolist())


def test_batches_do_not_change_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen = read_applications(random_document(1))
    whole = rehearse_rules(frozen, seed=4, draws=50)
    monkeypatch.setattr(rehearse_module, "_CELLS_PER_BATCH", 7 * len(frozen.applications))

    assert rehearse_rules(frozen, seed=4, draws=50) == whole


def test_another_seed_gives_other_draws() -> None:
    frozen = read_applications(random_document(1))

    first = estimate_chances(frozen, seed=1, draws=50)
    assert not np.array_equal(first, estimate_chances(frozen, seed=2, draws=50))
    assert np.array_equal(first, estimate_chances(frozen, seed=1, draws=50))


def test_orders_follow_the_weights() -> None:
    weights = np.array([1, 2, 5])

    first = OrderSource(weights, 1).next_orders(20_000)[0]

    shares = np.bincount(first, minlength=3) / 20_000
    assert shares.tolist() == pytest.approx([1 / 8, 2 / 8, 5 / 8], abs=0.015)
    equal = np.bincount(OrderSource(np.ones(3, dtype=np.int64), 1).next_orders(20_000)[2])
    assert (equal / 20_000).tolist() == pytest.approx([1 / 3] * 3, abs=0.015)


def test_solver_finds_what_one_order_misses() -> None:
    tours = [Tour("a", 2), Tour("b", 1)]
    groups = [Application("x", 1, wishes=("a", "b")), Application("y", 2, wishes=("a",))]
    frozen = freeze_applications(tours, groups)

    optimum = find_optimum(frozen, seats_only=True)

    assert optimum is not None
    assert optimum.is_proven
    assert optimum.assigned.tolist() == [1, 0]
    assert optimum.codes.tolist() == [1, 0]


@given(documents())
@settings(max_examples=20)
def test_solver_never_seats_fewer_than_a_draw_and_keeps_the_limits(
    document: dict[str, Any],
) -> None:
    frozen = read_applications(document)
    optimum = find_optimum(frozen, seats_only=True)
    assert optimum is not None
    names = [tour.id for tour in frozen.tours]
    assignments = {
        one.id: names[tour] if tour >= 0 else None
        for one, tour in zip(frozen.applications, optimum.assigned.tolist(), strict=True)
    }

    drawn = seat_groups(frozen, np.arange(len(frozen.applications)))

    faults = {finding.fault for finding in audit_assignment(frozen, assignments)}
    assert faults <= {Fault.BETTER_FREE}
    assert frozen.people[optimum.assigned >= 0].sum() >= frozen.people[drawn >= 0].sum()


def test_rounds_punish_honesty_and_the_serial_rule_does_not() -> None:
    tours = [Tour("star", 2), Tour("safe", 6)]
    others = [Application(f"o{n}", 1, wishes=("star", "safe")) for n in range(8)]
    loyal = [Application(f"s{n}", 1, wishes=("safe",)) for n in range(6)]

    def chance_of_a_place(wishes: tuple[str, ...], rule: Rule) -> float:
        me = Application("me", 1, wishes=wishes)
        frozen = freeze_applications(tours, [*others, *loyal, me])
        number = [one.id for one in frozen.applications].index("me")
        return float(1 - estimate_chances(frozen, seed=1, draws=4000, rule=rule)[number, -1])

    honest, safe = ("star", "safe"), ("safe", "star")
    rounds, serial = Rule.FIRST_CHOICE_ROUNDS, Rule.SERIAL
    assert chance_of_a_place(safe, rounds) > chance_of_a_place(honest, rounds) + 0.4
    assert chance_of_a_place(honest, serial) == pytest.approx(
        chance_of_a_place(safe, serial), abs=0.03
    )


@pytest.mark.parametrize(("draws", "rule"), [(0, Rule.SERIAL), (5, Rule.OPTIMUM)])
def test_impossible_simulations_are_refused(draws: int, rule: Rule) -> None:
    with pytest.raises(ValueError, match=r"draws|optimum"):
        estimate_chances(freeze_applications([], []), seed=1, draws=draws, rule=rule)
