from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import path

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.tests.factories import UserFactory
from drehscheibe.core.organisations.tests.factories import OrganisationFactory, make_actor
from drehscheibe.core.trace import api as trace
from drehscheibe.core.trace import kinds
from drehscheibe.core.trace.machine import Machine, State, Transition
from drehscheibe.core.trace.models import Item

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def _page(request: HttpRequest, public_id: str) -> HttpResponse:
    return HttpResponse(public_id)


urlpatterns = [path("test/<str:public_id>/", _page, name="trace_test_page")]
KIND = trace.ItemKind(
    kind="test",
    prefix="T",
    label="test item",
    url_name="trace_test_page",
    states={"open": ("open", "info"), "done": ("done", "success")},
)


@pytest.fixture(autouse=True)
def _kind() -> Iterator[None]:
    trace.register_kind(KIND)
    yield
    del kinds._kinds["test"]


def add(title: str, actor: Actor | None = None, *, public: bool = True) -> Item:
    return trace.add_item(
        "test",
        title=title,
        state="open",
        actor=actor or Actor(),
        owner_id=OrganisationFactory.create().pk,
        due_on=date(2026, 12, 1),
        is_public=public,
    )


def test_public_ids_count_up_within_prefix_and_year() -> None:
    given = [trace.next_public_id("T", year=2026) for _ in range(3)]

    assert given == ["T-2026-0001", "T-2026-0002", "T-2026-0003"]
    assert trace.next_public_id("T", year=2027) == "T-2027-0001"
    assert trace.next_public_id("D", year=2026) == "D-2026-0001"


def test_chain_shows_where_an_item_came_from_and_what_became_of_it() -> None:
    note, concern, dossier, measure = (add(t) for t in ("note", "concern", "dossier", "measure"))
    other = add("other concern")
    trace.derive(note, concern, "raised")
    trace.derive(concern, dossier, "bundled")
    trace.derive(other, dossier, "bundled")
    trace.derive(dossier, measure, "caused")

    chain = trace.chain_of(dossier, public_only=True)

    assert [link.title for link in chain.came_from] == ["note", "other concern", "concern"]
    assert [(link.title, link.how, link.distance) for link in chain.became] == [
        ("measure", "caused", 1)
    ]
    assert chain.item.state_label == "open"


def test_chain_hides_what_is_not_public_and_keeps_what_lies_behind() -> None:
    note, secret, answer = add("note"), add("secret", public=False), add("answer")
    trace.derive(note, secret, "raised")
    trace.derive(secret, answer, "answered")

    public = trace.chain_of(answer, public_only=True)
    full = trace.chain_of(answer, public_only=False)

    assert [link.title for link in public.came_from] == ["note"]
    assert [link.title for link in full.came_from] == ["note", "secret"]


@pytest.mark.parametrize("length", [2, 12])
def test_chain_costs_the_same_queries_whatever_its_length(length: int) -> None:
    items = [add(f"item {n}") for n in range(length)]
    for origin, result in pairwise(items):
        trace.derive(origin, result, "became")

    with CaptureQueriesContext(connection) as queries:
        chain = trace.chain_of(items[-1], public_only=True)

    assert len(chain.came_from) == length - 1
    assert len(queries) == 3


def test_a_chain_can_be_cut_into_pages() -> None:
    dossier, concerns = add("dossier"), [add(f"concern {n}", public=n != 3) for n in range(6)]
    for concern in concerns:
        trace.derive(concern, dossier, "bundled")

    short = trace.chain_of(dossier, public_only=True, most=2)
    second = trace.list_links(dossier, forwards=False, public_only=True, most=2, skip=2)

    assert ([link.title for link in short.came_from], short.has_more) == (
        ["concern 1", "concern 0"],
        True,
    )
    assert [link.title for link in second] == ["concern 2", "concern 4"]
    assert trace.count_links(dossier, forwards=False, public_only=True) == 5
    assert trace.count_links(dossier, forwards=False, public_only=False) == 6
    assert trace.count_links(dossier, forwards=True, public_only=False) == 0
    assert not trace.chain_of(dossier, public_only=True, most=5).has_more


def test_people_are_found_at_any_depth() -> None:
    first = make_actor()
    items = [add("first", first), *(add(f"item {n}") for n in range(150))]
    for origin, result in pairwise(items):
        trace.derive(origin, result, "became")

    assert trace.list_upstream_person_ids(items[-1]) == [first.person_id]


def test_everybody_upstream_is_found_once() -> None:
    first, second = make_actor(), make_actor()
    supporter = UserFactory.create()
    note, concern, answer = add("note", first), add("concern", second), add("answer")
    trace.add_participant(note, supporter.pk)
    trace.add_participant(concern, supporter.pk)
    trace.derive(note, concern, "raised")
    trace.derive(concern, answer, "answered")

    people = trace.list_upstream_person_ids(answer)

    assert people == sorted([first.person_id or 0, second.person_id or 0, supporter.pk])


def test_a_circle_is_refused() -> None:
    first, second = add("first"), add("second")
    trace.derive(first, second, "became")

    with pytest.raises(ValueError, match="already an origin"):
        trace.derive(second, first, "became")
    with pytest.raises(ValueError, match="already an origin"):
        trace.derive(first, first, "became")


def test_moving_adds_a_station_and_sets_owner_and_clock() -> None:
    item = add("concern")
    office = OrganisationFactory.create()

    trace.move(
        item, "done", actor=make_actor(), owner_id=None, due_on=None, is_final=True, note="Ja."
    )

    stops = trace.stops_of(Item.objects.get(pk=item.pk))
    assert [(s.state, s.note, s.due_on) for s in stops] == [
        ("open", "", date(2026, 12, 1)),
        ("done", "Ja.", None),
    ]
    assert item.closed_at is not None
    assert office.pk != item.owner_id


def test_machine_finds_states_without_owner_clock_or_way_out() -> None:
    good = Machine(
        states={
            "open": State("open", "info", owner="office", days=5),
            "done": State("done", "success", is_final=True),
        },
        transitions=(Transition("close", frozenset({"open"}), "done", "office"),),
        start="open",
    )
    bad = Machine(
        states={**good.states, "lost": State("lost", "info")},
        transitions=(*good.transitions, Transition("lose", frozenset({"open"}), "lost", "office")),
        start="open",
    )

    assert list(good.find_faults()) == []
    assert list(bad.find_faults()) == [
        "lost: neither final nor with owner and clock",
        "lost: no path to a final state",
    ]
    assert (good.target_of("close", "open"), good.target_of("close", "done")) == ("done", None)
