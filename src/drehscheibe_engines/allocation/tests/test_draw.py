from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe_engines.allocation import (
    Application,
    Tour,
    audit_assignment,
    draw_places,
    freeze_applications,
    read_applications,
    verify_draw,
)
from drehscheibe_engines.allocation.serial_rule import seat_groups
from drehscheibe_engines.allocation.tests.strategies import documents, random_document

Document = dict[str, Any]


def draw_document(document: Document, randomness: str) -> Document:
    return draw_places(read_applications(document), randomness).to_document()


@given(documents(), st.integers(0, 9))
def test_draw_keeps_every_promise_and_the_verifier_agrees(document: Document, seed: int) -> None:
    frozen = read_applications(document)

    result = draw_places(frozen, f"day {seed}")

    assert audit_assignment(frozen, result.assignments) == []
    assert sorted(result.to_document()["order"]) == sorted(  # type: ignore[call-overload]
        one["id"] for one in document["applications"]
    )
    assert verify_draw.replay(document, [f"day {seed}"]) == result.to_document()


@given(documents(), st.randoms(use_true_random=False))
def test_order_of_the_input_never_matters(document: Document, rng: random.Random) -> None:
    shuffled = json.loads(json.dumps(document))
    for rows in (shuffled["tours"], shuffled["applications"]):
        rng.shuffle(rows)
        for row in rows:
            for key in ("any", "requires", "meets"):
                rng.shuffle(row.get(key, []))
            items = list(row.items())
            rng.shuffle(items)
            row.clear()
            row.update(items)

    first, second = draw_document(document, "1 2 3"), draw_document(shuffled, "3,2 1")

    assert json.dumps(first) == json.dumps(second)


@given(documents(), st.data())
def test_honest_order_never_hurts(document: Document, data: st.DataObject) -> None:
    honest = read_applications(document)
    if not honest.applications:
        return
    liar = data.draw(st.integers(0, len(honest.applications) - 1))
    order = np.array(data.draw(st.permutations(range(len(honest.applications)))))
    tours = [tour.id for tour in honest.tours]
    told = data.draw(st.lists(st.sampled_from(tours), max_size=5))
    welcome = data.draw(st.lists(st.sampled_from(tours), max_size=5))
    true = honest.applications[liar]
    changed = replace(true, wishes=tuple(told), any_of=tuple(welcome))
    applications = [changed if one is true else one for one in honest.applications]
    lying = freeze_applications(honest.tours, applications)

    def worth(tour: int) -> int:
        name = honest.tours[tour].id if tour >= 0 else ""
        if name in true.wishes:
            return 10 - true.wishes.index(name)
        return int(name in true.any_of)

    assert worth(seat_groups(honest, order)[liar]) >= worth(seat_groups(lying, order)[liar])


@given(documents())
def test_waiting_lists_hold_the_unplaced_in_the_order_drawn(document: Document) -> None:
    frozen = read_applications(document)
    result = draw_document(document, "x")
    turn = {name: place for place, name in enumerate(result["order"])}
    capacity = {tour.id: tour for tour in frozen.tours}

    expected: dict[str, list[str]] = {tour.id: [] for tour in frozen.tours}
    for one in sorted(frozen.applications, key=lambda one: turn[one.id]):
        if result["assignments"][one.id] is None:
            for wish in one.wishes + one.any_of:
                tour = capacity[wish]
                fits = one.people <= tour.capacity and one.wheelchair <= tour.wheelchair
                if fits and set(tour.requires) <= set(one.meets):
                    expected[wish].append(one.id)
    assert result["waiting"] == expected


def test_bytes_of_a_known_draw_never_change() -> None:
    document = {
        "tours": [
            {"id": "Hafen", "capacity": 3, "wheelchair": 1},
            {"id": "Walzwerk", "capacity": 2},
        ],
        "applications": [
            {"id": "a1", "people": 2, "wishes": ["Hafen", "Walzwerk"]},
            {"id": "b2", "people": 1, "wheelchair": 1, "wishes": ["Hafen"]},
            {"id": "c3", "people": 2, "wishes": ["Hafen"], "any": ["Walzwerk"], "weight": 2},
            {"id": "d4", "people": 1, "any": ["Hafen", "Walzwerk"]},
        ],
    }

    result = draw_document(document, "Lotto 3 14 15 22 31 44")

    assert result == KNOWN


KNOWN: Document = {
    "algorithm": "group-serial-dictatorship",
    "version": "1",
    "randomness": "Lotto 3 14 15 22 31 44/",
    "list_sha256": "a2f15a6ff5a56d9f062712a9bf0ded40074ff6e854a88cc604159212af656c28",
    "merkle_root": "59b5ebba14d9733cfd312a75c40b47b079c67c1e6c99fe5006131293abf116ad",
    "assignments": {"a1": "Walzwerk", "b2": "Hafen", "c3": "Hafen", "d4": None},
    "order": ["c3", "b2", "a1", "d4"],
    "waiting": {"Hafen": ["d4"], "Walzwerk": ["d4"]},
}


def test_weights_are_lots_in_one_drum() -> None:
    tours = [Tour("only", 1)]
    applications = [
        Application(f"a{n}", 1, wishes=("only",), weight=w) for n, w in enumerate([1, 2, 5])
    ]
    frozen = freeze_applications(tours, applications)
    draws = 4000

    first = Counter(int(draw_places(frozen, str(number)).order[0]) for number in range(draws))

    for position, weight in enumerate([1, 2, 5]):
        share = weight / 8
        spread = (draws * share * (1 - share)) ** 0.5
        assert abs(first[position] - draws * share) < 4 * spread


def test_any_of_these_gives_the_emptiest_tour_with_room() -> None:
    tours = [Tour("a", 3), Tour("b", 5), Tour("c", 5), Tour("d", 9, requires=("age-18",))]
    group = Application("g", 2, wishes=(), any_of=("d", "c", "b", "a"))

    result = draw_places(freeze_applications(tours, [group]), "1")

    assert result.assignments == {"g": "b"}


def test_repeated_wishes_count_once() -> None:
    document = random_document(1, applications=5)
    doubled = json.loads(json.dumps(document))
    for row in doubled["applications"]:
        row["wishes"] = row["wishes"] * 2
        row["any"] = row["any"] * 2 + row["wishes"]

    assert draw_document(doubled, "1") == draw_document(document, "1")


def test_every_change_of_the_list_changes_its_hash() -> None:
    tour = {"id": "t", "capacity": 5, "wheelchair": 1, "requires": ["age-14"]}
    group = {"id": "g", "people": 2, "wheelchair": 1, "wishes": ["t"], "any": ["u"]}
    other = {"id": "u", "capacity": 5}
    changes: list[tuple[Document, Document]] = [
        ({}, {}),
        ({"capacity": 6}, {}),
        ({"wheelchair": 2}, {}),
        ({"requires": []}, {}),
        ({}, {"id": "h"}),
        ({}, {"people": 3}),
        ({}, {"wheelchair": 0}),
        ({}, {"wishes": ["t", "u"]}),
        ({}, {"any": []}),
        ({}, {"weight": 2}),
        ({}, {"meets": ["age-14"]}),
    ]

    hashes = {
        read_and_hash(
            {"tours": [{**tour, **of_tour}, other], "applications": [{**group, **of_group}]}
        )
        for of_tour, of_group in changes
    }

    assert len(hashes) == len(changes)


def read_and_hash(document: Document) -> tuple[str, str]:
    commitment = draw_places(read_applications(document), "x").commitment
    return commitment.list_sha256, commitment.merkle_root


def test_draw_of_a_real_size_keeps_its_promises() -> None:
    document = random_document(3, applications=2700, tours=50)
    frozen = read_applications(document)

    result = draw_places(frozen, "3 14 15")

    assert audit_assignment(frozen, result.assignments) == []
    assert verify_draw.replay(document, ["3 14 15"]) == result.to_document()
