"""The desk of the office: planning, participants, looking at series again; nobody else comes near."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.library.choices.webinar import Access, WebinarState
from drehscheibe.capabilities.library.models import Webinar, WebinarRegistration, WebinarSeries
from drehscheibe.capabilities.library.services.webinars.registering import Wish, register
from drehscheibe.capabilities.library.tests.factories import WebinarFactory, WebinarSeriesFactory
from drehscheibe.capabilities.library.tests.webinars.pages import page
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.files.tests.test_recordings import mp4
from drehscheibe.core.organisations.tests.factories import make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]


def test_the_office_plans_on_its_pages(office: Actor) -> None:
    client = client_of(office)
    day = timezone.localdate() + timedelta(days=20)
    series = {
        "title": "Neue Reihe",
        "summary": "Kurz.",
        "take_home": "Viel.",
        "topic": "skills",
        "audience": "initiatives",
        "phase": "plan",
        "licence": "cc-by-4.0",
        "accessibility": "unchecked",
        "review_on": day.isoformat(),
        "form_token": "a" * 20,
    }
    date = {
        "title": "Erster Termin",
        "summary": "Kurz.",
        "day": day.isoformat(),
        "start": "10:00",
        "end": "11:00",
        "language": "de",
        "access": "public",
        "form_token": "b" * 20,
        "speakers": "Servicestelle",
        "join_url": "https://video.example.org/1",
    }

    for _time in range(2):
        begun = client.post(reverse("webinar_series_new"), series)
    address = begun.headers["Location"]
    past = client.post(address, {**date, "day": "2020-01-01"})
    plain = client.post(address, {**date, "join_url": "http://video.example.org/1"})
    unknown = client.post(address, {**date, "links": "https://example.org/nichts"})
    for _time in range(2):
        made = client.post(address, date)

    assert WebinarSeries.objects.get().title == "Neue Reihe"
    for answer, field in ((past, "day"), (plain, "join_url"), (unknown, "links")):
        assert answer.status_code == 422
        assert f'id="id_{field}-error"' in answer.text
        assert "Erster Termin" in answer.text
    webinar = Webinar.objects.get()
    assert made.headers["Location"] == reverse("webinar_work", args=[webinar.uuid])
    client.post(reverse("webinar_publish", args=[webinar.uuid]))
    webinar.refresh_from_db()
    assert webinar.state == WebinarState.PUBLISHED
    for name in ("webinar_work", "webinar_edit", "webinar_participants", "webinar_recording"):
        assert "Erster Termin" in page(client, name, webinar.uuid)
    client.post(reverse("webinar_cancel", args=[webinar.uuid]), {"reason": "Krank."})
    assert "Krank." in page(Client(), "webinar_detail", webinar.slug)


def test_nobody_else_comes_near_the_desk(client: Client) -> None:
    webinar = WebinarFactory.create()
    member = client_of(make_actor())
    plain = ["webinar_desk", "webinar_series_new"]
    of_one = ["webinar_work", "webinar_edit", "webinar_participants", "webinar_participants_csv"]
    addresses = [reverse(name) for name in plain]
    addresses += [reverse(name, args=[webinar.uuid]) for name in (*of_one, "webinar_recording")]
    addresses += [
        reverse(name, args=[webinar.series.uuid]) for name in ("webinar_series_edit", "webinar_new")
    ]

    for address in addresses:
        assert client.get(address).status_code == 302, address
        assert member.get(address).status_code == 404, address
    film = {"file": SimpleUploadedFile("a.mp4", mp4())}
    assert member.post(addresses[6], film).status_code == 404
    for name in ("publish", "cancel", "captions_keep", "material_add", "recording_remove"):
        assert member.post(reverse(f"webinar_{name}", args=[webinar.uuid])).status_code == 404


def test_the_table_of_participants_runs_no_formula(office: Actor) -> None:
    webinar = WebinarFactory.create()
    wish = Wish(email="gast@example.org", name="=2+5", needs=("other",), need_text=" @Rampe")
    made = register(ANONYMOUS, webinar.uuid, wish, language="de")
    WebinarRegistration.objects.filter(pk=made.pk).update(state="registered")
    client = client_of(office)

    text = client.get(reverse("webinar_participants_csv", args=[webinar.uuid])).content.decode()

    assert "'=2+5" in text
    assert "'@Rampe" in text
    client.post(
        reverse("webinar_participants", args=[webinar.uuid]), {"present": [made.uuid, "unsinn"]}
    )
    made.refresh_from_db()
    assert made.attended


@pytest.mark.parametrize("access", Access.values)
def test_series_come_to_be_looked_at_again(office: Actor, access: str) -> None:
    series = WebinarSeriesFactory.create(review_on=timezone.localdate())
    WebinarFactory.create(series=series, access=access)
    client = client_of(office)

    assert series.title in page(client, "library_reviews")
    client.post(reverse("library_reviews"), {"item": f"webinar_series:{series.uuid}"})

    series.refresh_from_db()
    assert series.review_on > timezone.localdate()


def test_a_day_that_is_over_is_named_together_with_everything_else(office: Actor) -> None:
    series, client = WebinarSeriesFactory.create(), client_of(office)
    filled = {"day": "2001-01-01", "start": "10:00", "end": "09:00", "title": "Alt"}

    page = client.post(reverse("webinar_new", args=[series.uuid]), filled)

    assert page.status_code == 422
    assert "Dieser Zeitpunkt ist vorbei." in page.text
    assert "Das Webinar endet, bevor es beginnt." in page.text
    assert 'value="2001-01-01"' in page.text


def test_a_series_is_not_looked_at_again_in_the_past_but_an_old_day_may_stay(office: Actor) -> None:
    series, client = WebinarSeriesFactory.create(), client_of(office)
    WebinarSeries.objects.update(review_on=timezone.localdate() - timedelta(days=3))
    series.refresh_from_db()
    filled = {
        name: str(getattr(series, name))
        for name in ("title", "summary", "take_home", "topic", "audience", "phase", "licence")
    } | {"accessibility": series.accessibility, "seen_at": series.changed_at.isoformat()}
    address = reverse("webinar_series_edit", args=[series.uuid])

    refused = client.post(address, {**filled, "review_on": "2001-01-01"})
    kept = client.post(address, {**filled, "review_on": series.review_on.isoformat()})

    assert refused.status_code == 422
    assert "Bitte wählen Sie einen Tag in der Zukunft." in refused.text
    assert kept.status_code == 302
