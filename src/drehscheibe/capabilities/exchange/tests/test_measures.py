"""Measures: recorded by mandate, changed in public, reviewed twice a year by one press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from drehscheibe.capabilities.exchange.choices.measure import MeasureState
from drehscheibe.capabilities.exchange.machine.measure import MEASURE
from drehscheibe.capabilities.exchange.models import Measure
from drehscheibe.capabilities.exchange.queries import measures as queries
from drehscheibe.capabilities.exchange.services.measures import register as measures
from drehscheibe.capabilities.exchange.services.measures import reviews as measure_reviews
from drehscheibe.capabilities.exchange.services.measures.register import MeasureContent
from drehscheibe.capabilities.exchange.tests.factories import make_answered, make_house
from drehscheibe.capabilities.exchange.tests.impulse_factories import (
    MEASURE_WORDS,
    make_measure,
    review_due_on,
)
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.organisations.choices import MandateRole, OrganisationKind
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.delivery import deliver_due
from drehscheibe.core.places.tests.factories import LandFactory
from drehscheibe.core.search import api as search
from drehscheibe.core.trace import api as trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Actor:
    return make_actor(organisation__name="Initiative Nord")


def told(event: str) -> set[int]:
    """Deliver everything and return who was told of this."""
    while deliver_due():
        pass
    rows = Notification.objects.all()
    return {row.person_id for row in rows if row.context.get("event") == event}


def in_state(lead: Actor, state: str) -> Measure:
    """Make a measure that rests in a state."""
    measure = make_measure(lead)
    act = {"running": "start", "paused": "pause", "done": "finish", "dropped": "drop"}.get(state)
    return measures.move_measure(lead, measure.pk, act=act, reason="Kein Geld.") if act else measure


# Rights: role × state


ACTS: dict[str, Callable[[Actor, Measure], object]] = {
    "change": lambda a, m: measures.change_measure(a, m.pk, MeasureContent(MEASURE_WORDS)),
    "review": lambda a, m: measures.review_measure(a, m.pk),
    "finish": lambda a, m: measures.move_measure(a, m.pk, act="finish"),
}


@pytest.mark.parametrize("state", MeasureState.values)
def test_lead_and_office_change_what_is_open_and_nobody_else(lead: Actor, state: str) -> None:
    measure = in_state(lead, state)
    organisation_id = lead.organisation_id
    cast = {
        "public": ANONYMOUS,
        "stranger": make_actor(),
        "own staff": make_actor(organisation_id=organisation_id, role=MandateRole.STAFF),
        "own editor": make_actor(organisation_id=organisation_id, role=MandateRole.EDITOR),
        "desk": make_actor(OrganisationKind.DESK),
        "office": make_actor(OrganisationKind.OFFICE),
    }

    able = {
        role
        for role, actor in cast.items()
        for act in ACTS.values()
        if succeeds(act, actor, measure)
    }

    is_open = not MEASURE.states[state].is_final
    assert able == ({"own editor", "office"} if is_open else set())


def succeeds(act: Callable[[Actor, Measure], object], actor: Actor, measure: Measure) -> bool:
    with transaction.atomic():
        try:
            act(actor, measure)
        except (NotAllowed, Conflict):
            done = False
        else:
            done = True
        transaction.set_rollback(True)
    return done


def test_only_the_office_records_for_others(lead: Actor) -> None:
    content = MeasureContent(MEASURE_WORDS)
    lead_id = int(lead.organisation_id or 0)
    office = make_actor(OrganisationKind.OFFICE)

    measure = measures.record_measure(office, content, lead_id=lead_id)

    assert told("measure_for_us") == {lead.person_id}
    assert measure.lead_id == lead_id
    for actor in (make_actor(), make_actor(OrganisationKind.DESK), ANONYMOUS):
        with pytest.raises(NotAllowed):
            measures.record_measure(actor, content, lead_id=lead_id)


# Recording and changing


def test_measure_out_of_an_answer_stands_in_the_chain_and_its_authors_are_told() -> None:
    house = make_house()
    concern = make_answered(house)

    measure = measures.record_measure(
        house.desk, MeasureContent(MEASURE_WORDS), lead_id=house.desk_id, origin=concern.public_id
    )

    chain = trace.chain_of(measure.item, public_only=True)
    assert [(link.public_id, link.how) for link in chain.came_from] == [
        (concern.public_id, "became_measure")
    ]
    assert told("measure_new") == {house.author.person_id}
    measures.move_measure(house.desk, measure.pk, act="finish")
    assert told("measure_done") == {house.author.person_id}


def test_change_stands_in_the_public_history_with_old_and_new(lead: Actor) -> None:
    LandFactory.create(code="NW")
    measure = make_measure(
        lead, indicator="Zeit", current=Decimal(19), current_on=timezone.localdate()
    )

    changed = {**MEASURE_WORDS, "current": Decimal("11.50")}
    measures.change_measure(lead, measure.pk, MeasureContent(changed, ["NW"]))

    entry = measure.changes.first()
    assert entry is not None
    assert entry.act == "change"
    assert entry.changes == {"current": ["19", "11.5"], "laender": [[], ["NW"]]}


def test_sending_the_form_without_a_change_is_a_review(lead: Actor) -> None:
    measure = review_due_on(make_measure(lead), timezone.localdate())

    measures.change_measure(lead, measure.pk, MeasureContent(MEASURE_WORDS))

    measure.refresh_from_db()
    entry = measure.changes.first()
    assert entry is not None
    assert (entry.act, entry.changes) == ("review", {})
    assert measure.due_on is not None
    assert measure.due_on > timezone.localdate() + timedelta(days=180)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"title": ""}, "title"),
        ({"target": Decimal(4)}, "indicator"),
        ({"indicator": "Zeit", "current": Decimal(4)}, "current_on"),
        ({"next_step_on": timezone.localdate()}, "next_step"),
    ],
)
def test_wrong_measure_names_its_field(lead: Actor, words: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as error:
        make_measure(lead, (), **words)

    assert field in error.value.message_dict
    assert not Measure.objects.exists()


def test_resting_and_giving_up_need_a_reason(lead: Actor) -> None:
    measure = make_measure(lead)

    for act in ("pause", "drop"):
        with pytest.raises(ValidationError):
            measures.move_measure(lead, measure.pk, act=act, reason=" ")
    paused = measures.move_measure(lead, measure.pk, act="pause", reason="Kein Geld.")
    running = measures.move_measure(lead, measure.pk, act="start")

    assert (paused.reason, running.reason, running.state) == ("Kein Geld.", "", "running")


def test_row_and_trace_say_the_same_after_every_act(lead: Actor) -> None:
    measure = make_measure(lead)

    for act in ("start", "pause", "plan", "finish"):
        measures.move_measure(lead, measure.pk, act=act, reason="Darum.")
        measure.refresh_from_db()
        item = measure.item
        item.refresh_from_db()
        owner = lead.organisation_id if measure.is_open else None
        assert (item.state, item.due_on, item.owner_id) == (measure.state, measure.due_on, owner)


def test_measure_is_found_by_its_words(lead: Actor) -> None:
    measure = make_measure(lead)

    found = search.find("Unterlagen", actor=ANONYMOUS, language="de", kinds=["measure"])

    assert [hit.key for hit in found.hits] == [measure.public_id]


# Filters


def test_register_is_narrowed_by_land_field_state_and_lead(lead: Actor) -> None:
    LandFactory.create(code="NW")
    LandFactory.create(code="BY", key="09")
    nationwide = make_measure(lead)
    western = make_measure(lead, ("NW",), topic="skills")
    other = make_measure(make_actor(), ("BY",))
    late = review_due_on(in_state(lead, "running"), timezone.localdate() - timedelta(days=1))

    def found(query: dict[str, str]) -> set[int]:
        rows = queries.narrow(
            Measure.objects.all(),
            queries.read_filters(query),
            language="de",
            today=timezone.localdate(),
        )
        return set(rows.values_list("pk", flat=True))

    assert found({"land": "NW"}) == {nationwide.pk, western.pk, late.pk}
    assert found({"topic": "skills"}) == {western.pk}
    assert found({"state": "running"}) == {late.pk}
    assert found({"lead": str(other.lead.uuid)}) == {other.pk}
    assert found({"overdue": "1"}) == {late.pk}
    assert found({"land": "nonsense", "state": "x", "lead": "y"}) == set(
        Measure.objects.values_list("pk", flat=True)
    )


# The review


def link_of(person_id: int | None) -> str:
    """Return the link in the newest note of a person."""
    note = Notification.objects.filter(person_id=person_id, kind="exchange.measure_review").last()
    assert note is not None
    return reverse("measure_review_link", args=[note.context["token"]])


def ask(measure: Measure) -> Measure:
    """Let the review be due in a week, and the clock ask for it."""
    review_due_on(measure, timezone.localdate() + timedelta(days=7))
    measure_reviews.run_review_clock(timezone.now())
    return measure


def test_lead_is_asked_once_and_answers_by_one_press_without_log_in(
    lead: Actor, client: Client
) -> None:
    measure = ask(make_measure(lead))
    assert measure_reviews.run_review_clock(timezone.now()) == 0
    assert told("measure_review") == {lead.person_id}
    address = link_of(lead.person_id)

    looked = client.get(address)
    measure.refresh_from_db()
    assert (looked.status_code, measure.changes.count()) == (200, 1)
    for _press in range(2):
        assert client.post(address).status_code == 302

    measure.refresh_from_db()
    assert measure.due_on is not None
    assert measure.due_on > timezone.localdate() + timedelta(days=180)
    assert [change.act for change in measure.changes.all()] == ["review", "record"]
    with translation.override("de"):
        assert "durchgesehen" in client.get(address).content.decode()


def test_link_is_worth_nothing_once_the_mandate_has_ended_or_when_forged(
    lead: Actor, client: Client
) -> None:
    measure = ask(make_measure(lead))
    told("measure_review")
    address = link_of(lead.person_id)
    Mandate.objects.filter(pk=lead.mandate_id or 0).update(valid_until=timezone.now())

    assert client.get(address).status_code == 410
    assert client.post(address).status_code == 410
    assert client.get(reverse("measure_review_link", args=["forged:token"])).status_code == 410
    assert measure.changes.count() == 1


def test_missed_review_is_told_once(lead: Actor) -> None:
    measure = review_due_on(make_measure(lead), timezone.localdate() - timedelta(days=1))

    first = measure_reviews.run_review_clock(timezone.now())

    assert (first, measure_reviews.run_review_clock(timezone.now())) == (2, 0)
    assert told("measure_late") == {lead.person_id}
    assert measure.is_overdue(timezone.localdate())
