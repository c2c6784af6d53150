"""Pages of those who take part: registering, the link to join, leaving, saying how it was."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.library.models import Webinar, WebinarRegistration
from drehscheibe.capabilities.library.services.webinars import links
from drehscheibe.capabilities.library.services.webinars.registering import Wish, register
from drehscheibe.capabilities.library.tests.factories import WebinarFactory
from drehscheibe.capabilities.library.tests.webinars.pages import page
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.notify.models import Mail
from drehscheibe.core.organisations.tests.factories import make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]


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
