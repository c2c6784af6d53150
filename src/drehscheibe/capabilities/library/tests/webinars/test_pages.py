"""Pages of webinars through the front door: what readers, registered people and the office see."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.library.choices.webinar import Access, WebinarState
from drehscheibe.capabilities.library.models import Webinar, WebinarRegistration, WebinarSeries
from drehscheibe.capabilities.library.services.webinars import findable, links, planning, recordings
from drehscheibe.capabilities.library.services.webinars.recordings import RecordingWords
from drehscheibe.capabilities.library.services.webinars.registering import Wish, register
from drehscheibe.capabilities.library.tests.factories import WebinarFactory, WebinarSeriesFactory
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.files.models import StoredFile
from drehscheibe.core.files.tests.test_recordings import mp4
from drehscheibe.core.moderation.kinds import find_kind
from drehscheibe.core.notify.models import Mail
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.search import api as search

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]

CAPTIONS = b"""WEBVTT

00:01.000 --> 00:09.000
Guten Tag. Worum geht es?

00:30.000 --> 00:40.000
Fragen zur <b>Zufahrt</b> &lt;script&gt; zuerst.
"""


@pytest.fixture
def office() -> Actor:
    return make_actor(OrganisationKind.OFFICE)


def recorded(office: Actor, **fields: object) -> Webinar:
    """Return a webinar of yesterday with recording, chapters and captions that are shown."""
    webinar = WebinarFactory.create(starts_at=timezone.now() - timedelta(days=1), **fields)
    film = SimpleUploadedFile("Film.mp4", mp4())
    recordings.keep_recording(office, webinar.uuid, film)
    words = RecordingWords(chapters=[(0, "Anfang"), (30, "Zufahrt und Lärm")], is_public=True)
    recordings.describe_recording(office, webinar.uuid, words)
    recordings.keep_captions(office, webinar.uuid, "de", CAPTIONS)
    webinar.refresh_from_db()
    return webinar


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.text


def test_the_list_shows_what_comes_and_what_can_be_watched(client: Client, office: Actor) -> None:
    coming = WebinarFactory.create(title="Demnächst im Netz")
    shown = recorded(office, title="Schon aufgezeichnet")
    draft = WebinarFactory.create(state=WebinarState.DRAFT, title="Noch ein Entwurf")

    text = page(client, "webinar_list")

    assert text.index(coming.title) < text.index(shown.title)
    assert draft.title not in text
    assert coming.title not in page(client, "webinar_list", topic="skills")
    assert coming.title in page(client, "webinar_list", topic="permitting")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    client: Client, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    WebinarFactory.create_batch(number)
    page(client, "webinar_list")

    with django_assert_max_num_queries(6):
        text = page(client, "webinar_list")

    assert text.count("card--link") == number


def test_a_webinar_of_the_network_leaks_nowhere(client: Client, office: Actor) -> None:
    webinar = recorded(office, access=Access.NETWORK, title="Geheimer Kreis")
    coming = WebinarFactory.create(access=Access.NETWORK, title="Geheimes Treffen")
    findable.refresh(coming)
    recordings.add_material(office, webinar.uuid, SimpleUploadedFile("a.txt", b"geheim"))
    member = client_of(make_actor())
    film = StoredFile.objects.get(kind="mp4")
    paper = StoredFile.objects.get(kind="txt")
    addresses = [
        reverse("webinar_detail", args=[webinar.slug]),
        reverse("webinar_register", args=[coming.slug]),
        reverse("webinar_calendar", args=[coming.slug]),
        reverse("webinar_captions", args=[webinar.slug, "de"]),
        reverse("webinar_series", args=[webinar.series.slug]),
        f"/dateien/{film.uuid}/",
        f"/dateien/{paper.uuid}/",
    ]
    lists = [
        reverse("webinar_list"),
        reverse("library_start"),
        reverse("webinar_feed"),
        "/sitemap-webinars.xml",
        reverse("search") + "?q=Zufahrt",
        reverse("search") + "?q=Geheimer",
    ]

    for address in addresses:
        assert client.get(address).status_code == 404, address
        answer = member.get(address)
        assert answer.status_code == 200, address
        answer.getvalue()
    for address in lists:
        page = client.get(address).text
        assert "Geheimer Kreis" not in page, address
        assert "Geheimes Treffen" not in page, address
    assert "Geheimes Treffen" in member.get(lists[0]).text
    assert "Geheimer Kreis" in member.get(lists[4]).text
    for word in ("Zufahrt", "Geheimer"):
        assert not search.find(word, actor=ANONYMOUS, language="de").total
    kind = find_kind("webinar")
    assert kind is not None
    assert kind.find_public(webinar.slug) is None


@pytest.mark.parametrize("state", [WebinarState.DRAFT, WebinarState.HIDDEN])
def test_what_is_not_announced_is_for_the_office_alone(
    client: Client, office: Actor, state: str
) -> None:
    webinar = WebinarFactory.create(state=state, title="Noch nicht")

    assert client.get(reverse("webinar_detail", args=[webinar.slug])).status_code == 404
    assert client.get(reverse("webinar_series", args=[webinar.series.slug])).status_code == 404
    assert "Noch nicht" in page(client_of(office), "webinar_detail", webinar.slug)


def test_somebody_without_an_account_registers_by_their_mailbox(client: Client) -> None:
    webinar = WebinarFactory.create(join_url="https://video.example.org/geheim")
    address = reverse("webinar_register", args=[webinar.slug])
    form = {"email": "gast@example.org", "needs": ["other"], "form_token": "t" * 20}

    wrong = client.post(address, {**form, "email": "gast@", "name": "Kim"})
    unsaid = client.post(address, form)
    for _time in range(2):
        sent = client.post(address, {**form, "need_text": "Schrift in Weiß auf Blau"})
        assert sent.headers["Location"] == reverse("webinar_sent")

    assert (wrong.status_code, unsaid.status_code) == (422, 422)
    assert "Kim" in wrong.text
    mail = Mail.objects.get()
    found = re.search(r"http://testserver(/\S+)", mail.text)
    assert found is not None
    assert "Ja, ich möchte teilnehmen" in client.get(found[1]).text
    assert WebinarRegistration.objects.get().state == "unconfirmed"
    done = client.post(found[1], follow=True)
    assert "Sie haben einen Platz" in done.text
    assert "video.example.org" not in done.text
    assert done.headers["Cache-Control"].find("no-store") >= 0
    again = client.get(found[1])
    assert again.status_code == 302


def test_addresses_cannot_be_flooded(client: Client) -> None:
    webinars = WebinarFactory.create_batch(6)

    codes = [
        client.post(
            reverse("webinar_register", args=[one.slug]), {"email": "opfer@example.org"}
        ).status_code
        for one in webinars
    ]

    assert codes == [302] * 5 + [429]


def test_the_link_to_join_is_shown_to_those_with_a_place_and_only_in_time(client: Client) -> None:
    webinar = WebinarFactory.create(seats=1)
    person = make_actor()
    place = register(person, webinar.uuid, Wish(), language="de")
    waits = register(make_actor(), webinar.uuid, Wish(), language="de")
    secret = webinar.join_url

    def shows(minutes: float, registration: WebinarRegistration) -> bool:
        start = timezone.now() - timedelta(minutes=minutes)
        Webinar.objects.update(starts_at=start, ends_at=start + timedelta(hours=1))
        return secret in page(client, "webinar_own", links.own_token(registration))

    assert [shows(minutes, place) for minutes in (-600, -31, -29, 0, 59, 61)] == [
        *(False, False, True, True, True, False)
    ]
    assert not shows(0, waits)
    assert secret in page(client_of(person), "webinar_detail", webinar.slug)
    assert secret not in page(client, "webinar_detail", webinar.slug)
    assert secret not in client.get(reverse("webinar_feed")).text
    own = reverse("webinar_own_calendar", args=[links.own_token(place)])
    assert secret not in client.get(own).text


def test_personal_addresses_cannot_be_guessed(client: Client) -> None:
    registration = register(make_actor(), WebinarFactory.create().uuid, Wish(), language="de")
    token = links.own_token(registration)

    for name in ("webinar_own", "webinar_confirm"):
        assert client.get(reverse(name, args=[f"{token[:-2]}xx"])).status_code == 410
    for name in ("webinar_unregister", "webinar_feedback"):
        assert client.post(reverse(name, args=["abc"]), {"helped": "yes"}).status_code == 404
    assert client.get(reverse("webinar_own_calendar", args=["abc"])).status_code == 404
    assert client.get(reverse("webinar_confirm", args=[token])).status_code == 410


def test_unregistering_and_feedback_by_the_personal_page(client: Client) -> None:
    webinar = WebinarFactory.create()
    one = register(make_actor(), webinar.uuid, Wish(), language="de")
    other = register(make_actor(), webinar.uuid, Wish(), language="de")
    client.post(reverse("webinar_unregister", args=[links.own_token(one)]))
    start = timezone.now() - timedelta(hours=3)
    Webinar.objects.update(starts_at=start, ends_at=start + timedelta(hours=1))
    address = reverse("webinar_feedback", args=[links.own_token(other)])

    answers = [client.post(address, {"helped": "yes", "note": "Gut."}) for _time in range(2)]

    one.refresh_from_db()
    assert one.state == "ended"
    assert [answer.status_code for answer in answers] == [302, 302]
    assert webinar.feedback.count() == 1
    assert (
        client.post(
            reverse("webinar_feedback", args=[links.own_token(one)]), {"helped": "yes"}
        ).status_code
        == 409
    )
    assert client.post(address, {"helped": "sehr"}).status_code == 422


def test_the_calendar_tells_of_moves_and_cancelling(client: Client, office: Actor) -> None:
    webinar = WebinarFactory.create(title="Mit; Zeichen, \\ und mehr")
    planning.cancel_webinar(office, webinar.uuid, reason="")

    text = client.get(reverse("webinar_feed")).content.decode()

    assert "SUMMARY:Mit\\; Zeichen\\, \\\\ und mehr" in text
    assert "STATUS:CANCELLED" in text
    assert "SEQUENCE:1" in text
    assert f"UID:webinar-{webinar.uuid}@drehscheibe" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_the_recording_is_read_searched_and_jumped_into(client: Client, office: Actor) -> None:
    webinar = recorded(office)

    text = page(client, "webinar_detail", webinar.slug, q="zufahrt", t="30")

    assert "#t=30" in text
    assert "Fragen zur <mark>Zufahrt</mark> &lt;script&gt; zuerst." in text
    assert 'data-seconds="30"' in text
    assert "1 Stelle mit „zufahrt“" in text
    assert "VideoObject" in text
    assert '<track kind="captions" srclang="de"' in text
    assert "steht nicht in der Mitschrift" in page(client, "webinar_detail", webinar.slug, q="Mond")
    for odd in ("-1", "abc", "99999999999", "100", "٣"):
        assert "#t=" not in page(client, "webinar_detail", webinar.slug, t=odd)
    spoken = client.get(reverse("webinar_captions", args=[webinar.slug, "de"]))
    assert spoken.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert "Fragen zur Zufahrt &lt;script&gt; zuerst." in spoken.text
    assert client.get(reverse("webinar_captions", args=[webinar.slug, "en"])).status_code == 404


def test_a_hit_says_that_it_stands_in_the_transcript_and_leads_to_the_minute(
    client: Client, office: Actor
) -> None:
    webinar = recorded(office, title="Vor dem Bau")

    found = search.find("Zufahrt", actor=ANONYMOUS, language="de")

    (hit,) = [one for one in found.hits if one.kind == "webinar_transcript"]
    assert hit.title == "Zufahrt und Lärm – Vor dem Bau"
    assert hit.summary.startswith("In der Mitschrift ab Minute 0:30")
    assert hit.path == reverse("webinar_detail", args=[webinar.slug]) + "?t=30#transcript"
    assert "In der Mitschrift" in client.get(reverse("search"), {"q": "Zufahrt"}).text
    recordings.remove_recording(office, webinar.uuid)
    again = search.find("Zufahrt", actor=ANONYMOUS, language="de")
    assert not [one for one in again.hits if one.kind == "webinar_transcript"]


def test_a_recording_is_hidden_until_it_is_shown(client: Client, office: Actor) -> None:
    webinar = recorded(office)
    film = StoredFile.objects.get()
    recordings.describe_recording(office, webinar.uuid, RecordingWords())

    assert client.get(f"/dateien/{film.uuid}/").status_code == 404
    assert client.get(reverse("webinar_captions", args=[webinar.slug, "de"])).status_code == 404
    assert "Was gesagt wurde" not in page(client, "webinar_detail", webinar.slug)
    answer = client_of(office).get(f"/dateien/{film.uuid}/", headers={"range": "bytes=0-3"})
    assert answer.status_code == 206
    answer.getvalue()


@override_settings(RECORDINGS_MAX_BYTES=2000)
def test_a_refused_file_costs_nothing_that_was_typed(office: Actor) -> None:
    webinar = WebinarFactory.create(starts_at=timezone.now() - timedelta(days=1))
    client, address = client_of(office), reverse("webinar_recording", args=[webinar.uuid])
    typed = {"chapters": "00:00:00 Anfang", "length": "1:30", "url": ""}

    large = client.post(
        address, {**typed, "file": SimpleUploadedFile("a.mp4", mp4() + bytes(3000))}
    )
    other = client.post(address, {**typed, "file": SimpleUploadedFile("a.mp4", b"<html>")})

    for answer in (large, other):
        assert answer.status_code == 422
        assert "00:00:00 Anfang" in answer.text
        assert 'id="id_file-error"' in answer.text
    assert not StoredFile.objects.exists()


def test_a_typing_error_costs_nobody_a_second_upload(office: Actor) -> None:
    webinar = WebinarFactory.create(starts_at=timezone.now() - timedelta(days=1))
    client, address = client_of(office), reverse("webinar_recording", args=[webinar.uuid])

    wrong = client.post(
        address,
        {"chapters": "00:00:00 A\n00:02:00 Zu spät", "file": SimpleUploadedFile("a.mp4", mp4())},
    )
    seen_at = re.search(r'name="seen_at" value="([^"]+)"', wrong.text)
    assert seen_at is not None
    mended = client.post(
        address, {"chapters": "00:00:00 A", "seen_at": seen_at[1], "is_public": "on"}
    )

    assert wrong.status_code == 422
    assert "beginnt hinter dem Ende" in wrong.text
    assert "ist angekommen und gespeichert" in wrong.text
    assert mended.status_code == 302
    webinar.refresh_from_db()
    assert webinar.shows_recording
    assert webinar.recording_s == 90


@pytest.mark.parametrize(
    "chapters", ["Anfang", "0:0 A", "00:61:00 A", "00:00:10 A\n00:00:10 B", "00:00:10", "9:99 A"]
)
def test_chapters_are_checked(office: Actor, chapters: str) -> None:
    webinar = WebinarFactory.create()

    answer = client_of(office).post(
        reverse("webinar_recording", args=[webinar.uuid]),
        {"url": "https://video.example.org/1", "chapters": chapters},
    )

    assert answer.status_code == 422
    assert 'id="id_chapters-error"' in answer.text


def test_broken_captions_are_refused_and_the_former_ones_stay(office: Actor) -> None:
    webinar = recorded(office)
    client, address = client_of(office), reverse("webinar_captions_keep", args=[webinar.uuid])
    broken = b"WEBVTT\n\n00:01.000 --> 00:02.000\nA\n00:03.000 --> 00:04.000\nB\n"
    late = b"WEBVTT\n\n09:00.000 --> 09:02.000\nA\n"

    def send(content: bytes) -> str:
        upload = SimpleUploadedFile("a.vtt", content)
        return client.post(
            address, {"captions-language": "de", "captions-file": upload}, follow=True
        ).text

    assert "Zeile 5: Vor dieser Zeile fehlt eine leere Zeile." in send(broken)
    assert "die Aufzeichnung dauert aber 00:01:30" in send(late)
    assert len(webinar.captions.get().cues) == 2
    assert "1 Untertitel ist gespeichert" in send(b"WEBVTT\n\n00:01.000 --> 00:02.000\nNeu\n")


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


def test_hidden_and_shown_again(client: Client) -> None:
    webinar = WebinarFactory.create(title="Seltsames Wort")
    kind = find_kind("webinar")
    assert kind is not None

    was = kind.hide(webinar.slug)
    assert client.get(reverse("webinar_detail", args=[webinar.slug])).status_code == 404
    kind.write(webinar.slug, {"title": "Besser", "slug": "anders"})
    kind.restore(webinar.slug, was)

    assert "Besser" in page(client, "webinar_detail", webinar.slug)


def test_series_come_to_be_looked_at_again(office: Actor) -> None:
    series = WebinarSeriesFactory.create(review_on=timezone.localdate())
    WebinarFactory.create(series=series)
    client = client_of(office)

    assert series.title in page(client, "library_reviews")
    client.post(reverse("library_reviews"), {"item": f"webinar_series:{series.uuid}"})

    series.refresh_from_db()
    assert series.review_on > timezone.localdate()


def test_programs_are_told_of_events_but_never_of_examples(client: Client) -> None:
    real = WebinarFactory.create()
    example = WebinarFactory.create(series__is_example=True)

    assert '"@type": "Event"' in page(client, "webinar_detail", real.slug)
    text = page(client, "webinar_detail", example.slug)
    assert "ld+json" not in text
    assert "noindex" in text
    sitemap = client.get("/sitemap-webinars.xml").text
    assert f"/{real.slug}/" in sitemap
    assert f"/{example.slug}/" not in sitemap
