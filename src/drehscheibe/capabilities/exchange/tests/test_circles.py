"""The circle of a concern: how it is marked and counted, how it grows, and who is told in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.services.signals import answering, author, draft, sending
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    WORDS,
    colleague_of,
    hand_over_to_desk,
    make_answered,
    make_draft,
    make_handed_over,
    make_house,
    make_submitted,
)
from drehscheibe.capabilities.exchange.tests.reading import cards, text
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.delivery import deliver_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]

TITLE = "Schienenanschluss Musterhafen fehlt"


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with translation.override("de"):
        yield


def reads(client: Client, address: str) -> bool:
    response = client.get(address)
    response.getvalue()
    assert response.status_code in (200, 404)
    return bool(response.status_code == 200)


def test_pages_of_the_network_are_marked_and_kept_by_nobody() -> None:
    house = make_house()
    signal = make_handed_over(house, visibility=Visibility.NETWORK)
    client = client_of(make_actor())

    page = client.get(reverse("signal_detail", args=[signal.public_id]))
    listing = client.get(reverse("signal_list"))

    for response in (page, listing):
        assert "Nur im Netzwerk" in text(response)
        assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in text(page)


def test_counts_above_the_list_fit_the_list() -> None:
    house = make_house()
    make_handed_over(house, visibility=Visibility.NETWORK)
    make_handed_over(house)

    seen = text(client_of(make_actor()).get(reverse("signal_list")))
    public = text(Client().get(reverse("signal_list")))

    assert "2 Anliegen" in seen
    assert "1 Anliegen" in public


def test_a_concern_is_opened_to_more_people_and_never_to_fewer() -> None:
    house = make_house()
    signal = make_handed_over(house, visibility=Visibility.PRIVATE, title=TITLE)
    stranger, member = Client(), client_of(make_actor())
    page = reverse("signal_detail", args=[signal.public_id])
    client = client_of(house.author)
    act = reverse("signal_own_act", args=[signal.public_id, "widen"])

    client.post(act, {"widen-visibility": "network", "widen-form_token": "a"})
    assert (reads(member, page), reads(stranger, page)) == (True, False)
    client.post(act, {"widen-visibility": "public", "widen-form_token": "b"})
    assert (reads(member, page), reads(stranger, page)) == (True, True)
    with pytest.raises(ValidationError):
        author.widen_signal(house.author, signal.pk, visibility="network")
    assert TITLE in cards(stranger.get(reverse("signal_list")))


def test_what_is_not_handed_over_is_opened_only_then() -> None:
    house = make_house()
    signal = make_submitted(house, visibility=Visibility.PRIVATE)

    author.widen_signal(house.author, signal.pk, visibility="public")
    page = reverse("signal_detail", args=[signal.public_id])
    assert not reads(Client(), page)
    hand_over_to_desk(house, signal)
    assert reads(Client(), page)


def test_an_answer_stays_with_the_readers_for_whom_it_was_written() -> None:
    house = make_house()
    signal = make_answered(house, visibility=Visibility.PRIVATE)

    with pytest.raises(Conflict):
        author.widen_signal(house.author, signal.pk, visibility="public")
    own = text(client_of(house.author).get(reverse("signal_own", args=[signal.public_id])))
    assert "Für mehr Menschen öffnen" not in own


def test_only_who_commits_the_organisation_opens_a_concern() -> None:
    house = make_house()
    signal = make_handed_over(house, visibility=Visibility.PRIVATE)

    for actor in (house.office, house.desk, make_actor(), colleague_of(house.author, "editor")):
        with pytest.raises(NotAllowed):
            author.widen_signal(actor, signal.pk, visibility="public")


def told_of_answer(person_id: int | None) -> int:
    notes = Notification.objects.filter(person_id=person_id, kind="exchange.answer")
    return notes.count()


@pytest.mark.parametrize(("is_former", "told"), [(False, 1), (True, 0)])
def test_upstream_authors_are_told_of_what_they_may_read(is_former: bool, told: int) -> None:
    house = make_house()
    first = make_actor()
    origin = hand_over_to_desk(house, sending.send_signal(first, make_draft(first).pk))
    begun = draft.begin_draft(house.author, taken_up=origin.public_id)
    words = {**WORDS, "visibility": Visibility.NETWORK}
    draft.save_draft(house.author, begun.pk, draft.DraftContent(words))
    signal = sending.send_signal(house.author, begun.pk)
    hand_over_to_desk(house, signal)
    if is_former:
        Mandate.objects.filter(person_id=first.person_id).update(valid_until=timezone.now())

    answering.publish_answer(house.desk, signal.pk, ANSWER)
    while deliver_due():
        pass

    assert told_of_answer(first.person_id) == told
    assert told_of_answer(house.author.person_id) == 1
