"""What the tests of webinar pages open, and a recording for them."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.library.models import Webinar
from drehscheibe.capabilities.library.services.webinars import recordings
from drehscheibe.capabilities.library.services.webinars.recordings import RecordingWords
from drehscheibe.capabilities.library.tests.factories import WebinarFactory
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.files.tests.test_recordings import mp4

CAPTIONS = b"""WEBVTT

00:01.000 --> 00:09.000
Guten Tag. Worum geht es?

00:30.000 --> 00:40.000
Fragen zur <b>Zufahrt</b> &lt;script&gt; zuerst.
"""


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
