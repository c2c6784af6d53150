"""A body ends: impulses, measures and dossiers that it had are somebody else's, and people hear of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from drehscheibe.capabilities.exchange import api
from drehscheibe.capabilities.exchange.models import Dossier, Impulse, Measure, Signal
from drehscheibe.capabilities.exchange.queries import dossiers, measures
from drehscheibe.capabilities.exchange.services.impulses import sending
from drehscheibe.capabilities.exchange.services.leaving import look_after_the_left
from drehscheibe.capabilities.exchange.services.measures.leaving import pass_on_measure
from drehscheibe.capabilities.exchange.services.measures.register import (
    MeasureContent,
    record_measure,
)
from drehscheibe.capabilities.exchange.services.signals.forwarding import forward_signal
from drehscheibe.capabilities.exchange.services.signals.hand_over import hand_over_signal
from drehscheibe.capabilities.exchange.tests import dossier_factories as made
from drehscheibe.capabilities.exchange.tests.factories import make_house, make_submitted
from drehscheibe.capabilities.exchange.tests.impulse_factories import (
    MEASURE_WORDS,
    OUTCOME,
    Stage,
    let_it_end,
    make_impulse,
    make_impulse_draft,
    make_late,
    make_measure,
    make_stage,
    say,
)
from drehscheibe.capabilities.exchange.tests.reading import text
from drehscheibe.capabilities.exchange.tests.telling import deliver_all, events_of
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.models import User
from drehscheibe.core.organisations import services
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.trace.models import Item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def end(office: Actor, body: Actor) -> None:
    services.end_organisation(office, int(body.organisation_id or 0), reason="Aufgelöst.")
    deliver_all()


def page(name: str, public_id: str) -> str:
    return text(Client().get(reverse(name, args=[public_id])))


def logged_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.person_id or 0))
    return client


# Impulses ---------------------------------------------------------------------------------


def test_office_says_what_follows_where_the_sender_has_ended(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)
    say(stage.nw, impulse)
    impulse = let_it_end(impulse)

    end(stage.office, stage.desk)

    impulse = Impulse.objects.get(pk=impulse.pk)
    assert impulse.owner_id == stage.office.organisation_id
    assert impulse.sender_id == stage.desk.organisation_id
    assert "impulse_left_behind" in events_of(stage.office)
    assert "impulse_left" in events_of(stage.nw)
    assert "impulse_left" not in events_of(stage.by)
    assert [item.public_id for item in api.list_open_work(stage.office)] == [impulse.public_id]
    html = page("impulse_detail", impulse.public_id)
    assert "Bundesressort gibt es nicht mehr. Die Servicestelle sagt, was folgt." in html
    sending.evaluate_impulse(stage.office, impulse.pk, outcome=OUTCOME)
    assert "Servicestelle · " in page("impulse_detail", impulse.public_id)


def test_reactions_go_on_and_the_office_still_has_it_after_the_last_day(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)
    end(stage.office, stage.desk)

    say(stage.by, impulse)
    impulse = Impulse.objects.get(pk=let_it_end(impulse).pk)

    assert (impulse.state, impulse.owner_id) == ("in_evaluation", stage.office.organisation_id)
    assert Item.objects.get(impulse=impulse).due_on == impulse.due_on == impulse.follows_by


def test_office_gets_time_for_what_the_sender_missed(stage: Stage) -> None:
    impulse = make_late(make_impulse(stage.desk))

    end(stage.office, stage.desk)

    impulse = Impulse.objects.get(pk=impulse.pk)
    assert impulse.due_on is not None
    assert impulse.due_on >= timezone.localdate() + timedelta(days=28)
    assert not impulse.is_overdue(timezone.localdate())


def test_office_is_told_if_it_is_late_itself(stage: Stage) -> None:
    impulse = let_it_end(make_impulse(stage.desk))
    end(stage.office, stage.desk)
    missed = timezone.localdate() - timedelta(days=2)
    Impulse.objects.filter(pk=impulse.pk).update(follows_by=missed, due_on=missed)

    sending.run_impulse_clock(timezone.now())
    deliver_all()

    assert events_of(stage.office)[-1] == "impulse_overdue"
    assert "Servicestelle ist mit der Auswertung 2 Tage zu spät" in page(
        "impulse_detail", impulse.public_id
    )


def test_nothing_is_published_in_the_name_of_a_body_that_has_ended(stage: Stage) -> None:
    draft = make_impulse_draft(stage.desk)
    end(stage.office, stage.desk)

    with pytest.raises(Conflict, match="gibt es nicht mehr"):
        sending.publish_impulse(stage.office, draft.pk)

    assert Impulse.objects.get(pk=draft.pk).state == "draft"


# Measures ---------------------------------------------------------------------------------


def test_measure_of_a_body_that_has_ended_is_with_the_office_and_has_to_be_looked_at(
    stage: Stage,
) -> None:
    impulse = make_impulse(stage.desk)
    say(stage.nw, impulse)
    content = MeasureContent(MEASURE_WORDS)
    lead_id = int(stage.by.organisation_id or 0)
    measure = record_measure(stage.by, content, lead_id=lead_id, origin=impulse.public_id)
    reviewed_at = measure.reviewed_at

    end(stage.office, stage.by)

    measure = Measure.objects.get(pk=measure.pk)
    assert measure.lead_id == measure.item.owner_id == stage.office.organisation_id
    assert measure.due_on == measure.item.due_on
    assert measure.due_on is not None
    assert 28 <= (measure.due_on - timezone.localdate()).days < 35
    assert measure.reviewed_at == reviewed_at, "nobody has reviewed it"
    assert "measure_taken_over" in events_of(stage.office)
    assert "measure_left" in events_of(stage.desk), "whoever asked the impulse follows it"
    html = page("measure_detail", measure.public_id)
    assert "Die bisher federführende Stelle gibt es nicht mehr" in html
    assert "„Initiative BY“ → „Servicestelle“" in html


def test_measure_that_is_done_stays_what_it_was(stage: Stage) -> None:
    measure = make_measure(stage.by)
    Measure.objects.filter(pk=measure.pk).update(state="done", due_on=None)

    end(stage.office, stage.by)

    assert Measure.objects.get(pk=measure.pk).lead_id == stage.by.organisation_id


def test_office_names_a_new_lead_which_is_told(stage: Stage) -> None:
    measure = make_measure(stage.by)
    end(stage.office, stage.by)
    client = logged_in(stage.office)
    where = reverse("measure_edit", args=[measure.public_id])
    assert "Neue Federführung festlegen" in text(client.get(where))
    fields = {
        "pass_on-form_token": "one",
        "pass_on-lead": str(stage.desk.organisation_id),
        "pass_on-text": "Das Ressort hat zugesagt.",
    }

    answer = client.post(reverse("measure_act", args=[measure.public_id, "pass_on"]), fields)
    client.post(reverse("measure_act", args=[measure.public_id, "pass_on"]), fields)
    deliver_all()

    assert answer.status_code == 302
    measure = Measure.objects.get(pk=measure.pk)
    assert measure.lead_id == measure.item.owner_id == stage.desk.organisation_id
    assert measure.changes.filter(act="pass_on").count() == 1, "a form sent twice acts once"
    assert events_of(stage.desk)[-1] == "measure_taken_over"
    assert "Das Ressort hat zugesagt." in page("measure_detail", measure.public_id)


def test_new_lead_reads_from_whom_it_comes_until_it_has_looked(stage: Stage) -> None:
    measure = make_measure(stage.by)
    lead_id = int(stage.desk.organisation_id or 0)
    pass_on_measure(stage.office, measure.pk, lead_id=lead_id, note="Das Ressort hat zugesagt.")
    client = logged_in(stage.desk)
    where = reverse("measure_edit", args=[measure.public_id])

    first = text(client.get(where))
    client.post(reverse("measure_act", args=[measure.public_id, "review"]))
    later = text(client.get(where))

    assert "Initiative BY" in first
    assert "Das Ressort hat zugesagt." in first
    assert "Was hier steht, haben andere geschrieben." in first
    assert "Was hier steht, haben andere geschrieben." not in later


def test_leads_are_named_in_full_and_by_kind(stage: Stage) -> None:
    measure = make_measure(stage.by)

    html = text(logged_in(stage.office).get(reverse("measure_edit", args=[measure.public_id])))

    assert re.search(r'<optgroup label="[^"]+">\s*<option value="\d+">', html)


def test_wrong_new_lead_is_said_beside_the_field_and_words_stay(stage: Stage) -> None:
    measure = make_measure(stage.desk)
    client = logged_in(stage.office)

    answer = client.post(
        reverse("measure_act", args=[measure.public_id, "pass_on"]),
        {"pass_on-lead": "", "pass_on-text": "Es ist so verabredet."},
    )

    assert answer.status_code == 422
    assert "Es ist so verabredet." in text(answer)


def test_only_the_office_names_a_new_lead_and_only_one_that_exists(stage: Stage) -> None:
    measure = make_measure(stage.desk)
    gone = make_actor(organisation__name="Verein")
    end(stage.office, gone)
    url = reverse("measure_act", args=[measure.public_id, "pass_on"])

    with pytest.raises(NotAllowed):
        pass_on_measure(stage.desk, measure.pk, lead_id=int(stage.nw.organisation_id or 0))
    with pytest.raises(ValidationError):
        pass_on_measure(stage.office, measure.pk, lead_id=int(gone.organisation_id or 0))
    assert logged_in(stage.desk).post(url, {"pass_on-text": "Nein."}).status_code == 403
    assert int(gone.organisation_id or 0) not in {row.pk for row in measures.list_leads()}
    with pytest.raises(ValidationError):
        record_measure(
            stage.office, MeasureContent(MEASURE_WORDS), lead_id=int(gone.organisation_id or 0)
        )


def test_what_was_left_before_this_was_known_is_found_every_day(stage: Stage) -> None:
    impulse, measure = make_impulse(stage.desk), make_measure(stage.by)
    ended = [int(one.organisation_id or 0) for one in (stage.desk, stage.by)]
    Organisation.objects.filter(pk__in=ended).update(ended_at=timezone.now())

    assert look_after_the_left(timezone.now()) == 2
    assert look_after_the_left(timezone.now()) == 0
    assert Impulse.objects.get(pk=impulse.pk).owner_id == stage.office.organisation_id
    assert Measure.objects.get(pk=measure.pk).lead_id == stage.office.organisation_id


# Dossiers ---------------------------------------------------------------------------------


def _soon() -> dict[str, object]:
    return {"due_on": timezone.localdate() + timedelta(days=14)}


def test_dossier_is_open_again_if_the_office_hands_a_concern_of_it_over_again() -> None:
    house = make_house()
    one, two = make_submitted(house), made.make_other(house, "Initiative Süd")
    dossier = made.hand_over(house, made.begin(house, one, two))
    made.answer(house, one)
    made.answer(house, two)
    assert made.again(dossier).state == "answered"

    hand_over_signal(house.office, one.pk, desk_id=house.desk_id, **_soon())  # type: ignore[arg-type]
    deliver_all()

    assert made.again(dossier).state == "handed_over"
    made.answer(house, one)
    assert made.again(dossier).state == "answered"


def test_dossier_of_a_desk_that_has_ended_is_with_the_desk_that_has_a_concern_of_it() -> None:
    house = make_house()
    one, two = make_submitted(house), made.make_other(house, "Initiative Süd")
    dossier = made.hand_over(house, made.begin(house, one, two))
    other = make_actor(OrganisationKind.DESK, organisation__name="Landesamt")
    other_id = int(other.organisation_id or 0)
    forward_signal(
        house.desk,
        one.pk,
        desk_id=other_id,
        note="Das ist Sache des Landes.",
        **_soon(),  # type: ignore[arg-type]
    )

    end(house.office, house.desk)

    kept = made.again(dossier)
    assert (kept.state, kept.owner_id) == ("handed_over", other_id)
    assert Signal.objects.get(pk=two.pk).state == "submitted"
    assert list(dossiers.dossiers_visible_to(other)) == [kept]
    assert Dossier.objects.get(pk=dossier.pk).item.owner_id == other_id
