"""Recordings: watched, read and searched by readers, kept with chapters and captions by the office."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.library.services.webinars import recordings
from drehscheibe.capabilities.library.services.webinars.recordings import RecordingWords
from drehscheibe.capabilities.library.tests.factories import WebinarFactory
from drehscheibe.capabilities.library.tests.webinars.pages import page, recorded
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.files.models import StoredFile
from drehscheibe.core.files.tests.test_recordings import mp4
from drehscheibe.core.search import api as search

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]


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


def test_a_document_that_is_sent_twice_hangs_there_once(office: Actor) -> None:
    webinar, client = WebinarFactory.create(), client_of(office)
    address = reverse("webinar_material_add", args=[webinar.uuid])

    for _press in range(2):
        film = SimpleUploadedFile("Folien.txt", b"Zwei Listen")
        sent = client.post(address, {"material-file": film, "material-form_token": "einmal"})
        assert sent.status_code == 302

    assert StoredFile.objects.count() == 1
