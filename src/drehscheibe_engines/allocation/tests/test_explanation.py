from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from drehscheibe_engines.allocation import (
    Application,
    ApplicationList,
    Explainer,
    Fault,
    Finding,
    Reason,
    Tour,
    audit_assignment,
    draw_places,
    freeze_applications,
    read_applications,
)
from drehscheibe_engines.allocation.tests.strategies import documents


@given(documents())
def test_explanations_agree_with_a_plain_replay(document: dict[str, Any]) -> None:
    frozen = read_applications(document)
    result = draw_places(frozen, "9 9")
    explainer = Explainer(result)
    published: Any = result.to_document()
    applications = {one.id: one for one in frozen.applications}
    free = {tour.id: [tour.capacity, tour.wheelchair] for tour in frozen.tours}

    for place, name in enumerate(published["order"], 1):
        told = explainer.why(name)
        assert (told.place, told.groups) == (place, len(applications))
        assert told.tour == published["assignments"][name]
        assert tuple(wish.tour for wish in told.wishes) == (
            applications[name].wishes + applications[name].any_of
        )
        for wish in told.wishes:
            assert [wish.free_seats, wish.free_wheelchairs] == free[wish.tour]
            queue = published["waiting"][wish.tour]
            assert wish.waiting_place == (queue.index(name) + 1 if name in queue else None)
            _check_reason(wish.reason, applications[name], free[wish.tour])
        if told.tour is not None:
            free[told.tour][0] -= applications[name].people
            free[told.tour][1] -= applications[name].wheelchair


def _check_reason(reason: Reason, application: Application, free: list[int]) -> None:
    if reason is Reason.PLACED:
        assert free[0] >= application.people
        assert free[1] >= application.wheelchair
    if reason is Reason.SEATS_SHORT:
        assert free[0] < application.people
    if reason is Reason.WHEELCHAIRS_SHORT:
        assert free[1] < application.wheelchair


@given(documents())
def test_nobody_without_a_place_is_told_that_a_wish_was_not_needed(
    document: dict[str, Any],
) -> None:
    result = draw_places(read_applications(document), "9 9")
    explainer = Explainer(result)

    for name, tour in result.assignments.items():
        reasons = [wish.reason for wish in explainer.why(name).wishes]
        if tour is None:
            assert Reason.NOT_NEEDED not in reasons
            assert Reason.PLACED not in reasons
        else:
            assert reasons.count(Reason.PLACED) == 1


def test_an_unknown_application_has_no_explanation() -> None:
    result = draw_places(freeze_applications([], []), "1")

    with pytest.raises(KeyError):
        Explainer(result).why("nobody")


def small_list() -> ApplicationList:
    tours = [Tour("a", 2, 1), Tour("b", 4, 0), Tour("c", 4, 4, ("age-18",))]
    groups = [
        Application("x", 2, 1, wishes=("a", "b")),
        Application("y", 2, 1, wishes=("a", "b", "c")),
        Application("z", 1, any_of=("b",)),
    ]
    return freeze_applications(tours, groups)


@pytest.mark.parametrize(
    ("assignments", "findings"),
    [
        ({"x": "a", "y": None, "z": "b"}, []),
        ({"x": "a", "y": None}, [Finding(Fault.MISSING, "z", None)]),
        (
            {"x": "a", "y": "q", "z": "b", "w": "a"},
            [Finding(Fault.UNKNOWN, "y", "q"), Finding(Fault.UNKNOWN, "w", "a")],
        ),
        ({"x": "a", "y": None, "z": None}, [Finding(Fault.BETTER_FREE, "z", "b")]),
        (
            {"x": "a", "y": "a", "z": "b"},
            [Finding(Fault.OVER_CAPACITY, None, "a"), Finding(Fault.OVER_WHEELCHAIRS, None, "a")],
        ),
        ({"x": "a", "y": "c", "z": "b"}, [Finding(Fault.NOT_ELIGIBLE, "y", "c")]),
        (
            {"x": None, "y": None, "z": "a"},
            [Finding(Fault.NOT_WISHED, "z", "a"), Finding(Fault.BETTER_FREE, "z", "b")],
        ),
        (
            {"x": None, "y": None, "z": "b"},
            [Finding(Fault.BETTER_FREE, "x", "a"), Finding(Fault.BETTER_FREE, "y", "a")],
        ),
    ],
)
def test_audit_finds_exactly_the_faults(
    assignments: dict[str, str | None], findings: list[Finding]
) -> None:
    assert audit_assignment(small_list(), assignments) == findings
