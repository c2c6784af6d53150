"""What holds of impulses, measures and questions after every act."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from django.db.models import F, Model

from drehscheibe.capabilities.exchange.choices.impulse import ImpulseState
from drehscheibe.capabilities.exchange.choices.question import Publicity, QuestionState
from drehscheibe.capabilities.exchange.machine.impulse import IMPULSE
from drehscheibe.capabilities.exchange.machine.measure import MEASURE
from drehscheibe.capabilities.exchange.machine.question import INITIATIVE, OFFICE, QUESTION
from drehscheibe.capabilities.exchange.machine.signal import UNSENT_STATES
from drehscheibe.capabilities.exchange.models import Impulse, Measure, Question, Reaction
from drehscheibe.capabilities.exchange.queries.questions import live_concerns_of
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.search.models import Entry
from drehscheibe.core.trace.machine import Machine
from drehscheibe.core.trace.models import Item
from tests.randomised.invariants import LANGUAGES

__all__ = ["check_handed_on", "check_nobody_gone_owns", "check_others"]


def check_others(touched: Model | None = None) -> None:
    """Check one thing that is no concern, or all of them and what the search knows of them."""
    if touched is not None:
        kind = type(touched)
        _CHECKS[kind](kind._default_manager.filter(pk=touched.pk))
        return
    for kind, check in _CHECKS.items():
        check(kind.objects.all())
    asked = Reaction.objects.filter(impulse__addressees__organisation=F("organisation"))
    assert asked.count() == Reaction.objects.count(), "somebody reacted who was not asked"
    _check_search("impulse", Impulse.objects.public())
    _check_search("measure", Measure.objects.all())
    _check_search("question", Question.objects.public())


def _check_impulses(rows: Any) -> None:  # noqa: ANN401 -- a queryset
    for one in rows.select_related("item").order_by("pk"):
        name = f"{one} ({one.state})"
        assert IMPULSE.states[one.state].is_final == (one.due_on is None), f"{name}: clock"
        assert (one.item is None) == (one.state == ImpulseState.DRAFT), f"{name}: trace"
        if one.item is not None:
            _check_trace(one, IMPULSE, name)
            is_owned = one.item.owner_id is not None
            assert is_owned != IMPULSE.states[one.state].is_final, f"{name}: owner"
        if one.state != ImpulseState.PUBLISHED:
            assert not one.reactions.waiting().exists(), f"{name}: somebody waits in vain"


def _check_measures(rows: Any) -> None:  # noqa: ANN401 -- a queryset
    for one in rows.select_related("item").order_by("pk"):
        name = f"{one} ({one.state})"
        is_final = MEASURE.states[one.state].is_final
        assert is_final == (one.due_on is None), f"{name}: clock"
        assert one.item.owner_id == (None if is_final else one.lead_id), f"{name}: owner"
        _check_trace(one, MEASURE, name)
        numbers = list(one.changes.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1)), f"{name}: history {numbers}"


def _check_questions(rows: Any) -> None:  # noqa: ANN401 -- a queryset
    for one in rows.select_related("item", "owner", "organisation").order_by("pk"):
        name = f"{one.public_id or one.uuid} ({one.state})"
        if one.item is None:
            assert (one.state, one.owner, one.published_at) == ("", None, None), name
            continue
        state = QUESTION.states[one.state]
        assert state.is_final == (one.owner is None), f"{name} belongs to {one.owner}"
        assert state.is_final == (one.due_on is None), f"{name} is due on {one.due_on}"
        if state.owner == INITIATIVE:
            assert one.owner_id == one.organisation_id, f"{name} belongs to {one.owner}"
        if state.owner == OFFICE:
            assert one.owner is not None, f"{name} belongs to nobody"
            assert one.owner.kind == OrganisationKind.OFFICE, f"{name} belongs to {one.owner}"
        assert (one.owner_id, one.is_public) == (one.item.owner_id, one.item.is_public), name
        _check_trace(one, QUESTION, name)
        both_agree = one.is_released and one.publicity != Publicity.PRIVATE
        assert both_agree or not one.is_public, f"{name} is public and not everybody agreed"
        assert one.erased_at is None or not one.is_public, f"{name} is erased and public"
        title = one.subject if one.is_public else str(one.organisation)
        assert one.item.title == title, f"{name} is called {one.item.title} on the trace"


def _check_trace(row: Any, machine: Machine, name: str) -> None:  # noqa: ANN401 -- any of them
    assert (row.state, row.due_on) == (row.item.state, row.item.due_on), f"{name}: trace"
    passed = [station.state for station in row.item.stations.order_by("pk")]
    ways = {(source, t.target) for t in machine.transitions for source in t.sources}
    assert passed[-1] == row.state, f"{name}: last station {passed[-1]}"
    for step in itertools.pairwise(passed):
        assert step in ways, f"{name}: no act leads from {step[0]} to {step[1]}"


def _check_search(kind: str, rows: Any) -> None:  # noqa: ANN401 -- a queryset
    numbers = rows.values_list("item__public_id", flat=True)
    found = set(Entry.objects.filter(kind=kind).values_list("key", "language"))
    expected = {(number, language) for number in numbers for language in LANGUAGES}
    assert found == expected, f"search: {sorted(found ^ expected)}"


_CHECKS: dict[Any, Callable[[Any], None]] = {
    Impulse: _check_impulses,
    Measure: _check_measures,
    Question: _check_questions,
}


def check_handed_on() -> None:
    """Check that what became a concern has one that brings an answer, once everything was delivered."""
    stranded = [
        str(one)
        for one in Question.objects.filter(state=QuestionState.HANDED_ON).order_by("pk")
        if not live_concerns_of(one).exists()
    ]
    assert not stranded, f"became a concern that is gone: {stranded[:3]}"


def check_nobody_gone_owns() -> None:
    """Check that nothing is owed by a body that has ended, once everything was delivered."""
    kept = Item.objects.filter(owner__ended_at__isnull=False).exclude(state__in=UNSENT_STATES)
    owed = [f"{one.public_id} ({one.state})" for one in kept.order_by("pk")]
    assert not owed, f"owned by bodies that have ended: {owed[:5]}"
