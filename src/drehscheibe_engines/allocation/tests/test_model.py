from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe_engines.allocation import (
    Application,
    InvalidInputError,
    Tour,
    freeze_applications,
    read_applications,
    verify_draw,
)
from drehscheibe_engines.allocation.canonical import application_line_number, canonical_lines
from drehscheibe_engines.allocation.choices import Choices
from drehscheibe_engines.allocation.model import format_path
from drehscheibe_engines.allocation.tests.strategies import documents


@given(documents())
def test_canonical_lines_are_plain_sorted_json(document: dict[str, object]) -> None:
    frozen = read_applications(document)

    lines = canonical_lines(frozen)

    assert lines == verify_draw.canonical_lines(*verify_draw.read_list(document))
    for number, application in enumerate(frozen.applications):
        at = application_line_number(frozen, application.id)
        assert at == 1 + len(frozen.tours) + number
        assert json.loads(lines[at])["id"] == application.id


def test_canonical_line_has_a_known_form() -> None:
    group = Application('g"1', 2, 1, ("b", "a", "b"), ("c", "a", "c"), 3, ("y", "x", "y"))
    frozen = freeze_applications([Tour(name, 5, 1) for name in "cab"], [group])

    assert [line.decode() for line in canonical_lines(frozen)] == [
        '{"algorithm":"group-serial-dictatorship","version":"1"}',
        '{"capacity":5,"id":"a","requires":[],"wheelchair":1}',
        '{"capacity":5,"id":"b","requires":[],"wheelchair":1}',
        '{"capacity":5,"id":"c","requires":[],"wheelchair":1}',
        '{"any":["c"],"id":"g\\"1","meets":["x","y"],"people":2,"weight":3,"wheelchair":1,"wishes":["b","a"]}',
    ]


def test_only_possible_tours_count() -> None:
    tours = [
        Tour("adult", 9, 9, ("age-18",)),
        Tour("small", 2, 2),
        Tour("steps", 9),
        Tour("top", 9, 1),
    ]
    group = Application("g", 3, 1, wishes=("top", "adult", "small", "steps"), any_of=("adult",))

    frozen = freeze_applications(tours, [group])

    assert frozen.wishes.row(0) == [3]
    assert frozen.any_of.row(0) == []


@pytest.mark.parametrize("missing", ["", "a", "zz"])
def test_line_number_of_an_unknown_application_is_an_error(missing: str) -> None:
    frozen = freeze_applications([], [Application("b", 1), Application("c", 1)])

    with pytest.raises(KeyError):
        application_line_number(frozen, missing)


def test_refusals_carry_path_and_reason() -> None:
    with pytest.raises(InvalidInputError) as refusal:
        Application("g", 2, wheelchair=3)

    assert refusal.value.path == ("wheelchair",)
    assert str(refusal.value) == "wheelchair: must be a whole number from 0 to 2"
    assert format_path(("applications", 17, "people")) == "applications[17].people"


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=6), st.data())
def test_choices_behave_like_lists_of_lists(rows: list[list[str]], data: st.DataObject) -> None:
    choices = Choices.look_up(rows, {"a": 0, "b": 1, "c": 2})
    plain = [["abc".index(one) for one in row] for row in rows]
    picked = data.draw(st.lists(st.integers(0, len(rows) - 1))) if rows else []
    mask = np.array([one != 1 for row in plain for one in row], dtype=bool)
    longest = max(map(len, plain), default=0)

    taken = choices.take(np.array(picked, dtype=np.int64))
    kept = choices.keep(mask)

    assert [choices.row(number) for number in range(len(rows))] == plain
    assert [taken.row(number) for number in range(len(picked))] == [plain[one] for one in picked]
    assert [kept.row(n) for n in range(len(rows))] == [[x for x in row if x != 1] for row in plain]
    assert choices.table().tolist() == [row + [-1] * (longest - len(row)) for row in plain]
