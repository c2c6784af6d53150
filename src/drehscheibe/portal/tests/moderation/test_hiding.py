"""Concerns, passages, answers and entries are hidden everywhere and come back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals.author import widen_signal
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    hand_over_to_desk,
    make_submitted,
)
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.moderation import services
from drehscheibe.core.notify.models import Mail
from drehscheibe.core.outbox.tests.delivering import deliver_all
from drehscheibe.portal.tests.moderation.cases import (
    PASSAGE,
    TITLE,
    body_of,
    decide,
    report,
    second_of_office,
    send,
)

pytestmark = pytest.mark.django_db


def public_addresses(signal: Signal) -> dict[str, str]:
    return {
        "list": reverse("signal_list"),
        "search": f"{reverse('search')}?q=Hallen",
        "feed": reverse("signal_feed"),
        "csv": reverse("signal_csv"),
        "json": reverse("signal_json"),
        "api": "/api/v1/signals",
        "detail": reverse("signal_detail", args=[signal.public_id]),
    }


def test_a_hidden_concern_is_gone_everywhere_and_comes_back(
    house: House,
    signal: Signal,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    before = {name: body_of(address) for name, address in public_addresses(signal).items()}
    published_at = signal.published_at
    case = report("concern", signal.public_id).case

    with django_capture_on_commit_callbacks(execute=True):
        decide(house, case, "hide_item")
    hidden = {name: body_of(address) for name, address in public_addresses(signal).items()}

    assert {name for name, (_code, text) in before.items() if TITLE in text} == set(before)
    assert [name for name, (_code, text) in hidden.items() if TITLE in text] == []
    assert (hidden["detail"][0], "Das ist ausgeblendet" in hidden["detail"][1]) == (410, True)
    assert body_of(f"/api/v1/signals/{signal.public_id}")[0] == 404
    own = client_of(house.author).get(reverse("signal_detail", args=[signal.public_id]))
    assert own.status_code == 200

    services.appeal_as_author(house.author, case.pk, "Das war keine Beleidigung.")
    with django_capture_on_commit_callbacks(execute=True):
        services.decide_case(
            second_of_office(house), case.pk, outcome="restore", words="Sie haben recht."
        )
    after = {name: body_of(address) for name, address in public_addresses(signal).items()}

    signal.refresh_from_db()
    assert [name for name, (_code, text) in after.items() if TITLE not in text] == []
    assert signal.published_at == published_at


def test_authors_cannot_open_what_was_hidden_by_themselves(house: House) -> None:
    signal = make_submitted(house)
    hand_over_to_desk(house, signal)
    case = report("concern", signal.public_id).case
    decide(house, case, "hide_item")

    with pytest.raises(Conflict, match="ausgeblendet"):
        widen_signal(house.author, signal.pk, visibility="public")

    assert body_of(reverse("signal_detail", args=[signal.public_id]))[0] == 410


def test_a_hidden_passage_is_gone_everywhere_and_comes_back(
    house: House,
    signal: Signal,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    case = report("concern", signal.public_id).case
    addresses = public_addresses(signal)

    with django_capture_on_commit_callbacks(execute=True):
        decide(house, case, "hide_passage", passage=f"  {PASSAGE}\r\n")

    bodies = {name: body_of(address)[1] for name, address in addresses.items()}
    assert [name for name, text in bodies.items() if PASSAGE in text] == []
    assert "Der Antrag liegt […] bei der Behörde." in bodies["detail"]
    assert signal.title in bodies["search"]

    services.appeal_as_author(house.author, case.pk, "Das ist eine Tatsache.")
    with django_capture_on_commit_callbacks(execute=True):
        services.decide_case(second_of_office(house), case.pk, outcome="restore", words="Stimmt.")

    assert PASSAGE in body_of(addresses["detail"])[1]


def test_restoring_keeps_what_was_changed_since(house: House, signal: Signal) -> None:
    case = report("concern", signal.public_id).case
    decide(house, case, "hide_passage", passage=PASSAGE)
    Signal.objects.filter(pk=signal.pk).update(what_happens="Neu gefasst.")
    services.appeal_as_author(house.author, case.pk, "Bitte prüfen.")

    services.decide_case(second_of_office(house), case.pk, outcome="restore", words="Ja.")

    signal.refresh_from_db()
    assert signal.what_happens == "Neu gefasst."


def test_a_hidden_answer_leaves_a_neutral_sentence(
    house: House,
    signal: Signal,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    key = f"{signal.public_id}:1"
    case = report("answer", key).case
    address = reverse("signal_detail", args=[signal.public_id])

    with django_capture_on_commit_callbacks(execute=True):
        decide(house, case, "hide_item")
    deliver_all()

    page = body_of(address)[1]
    assert "Künftig gibt es eine Liste" not in page
    assert "Diese Antwort ist nach den Hausregeln ausgeblendet." in page
    assert case.organisation_id == house.desk.organisation_id
    assert Mail.objects.filter(to=house.desk.email).count() == 1
    assert send(Client(), "answer", key).status_code == 404

    services.appeal_as_author(house.desk, case.pk, "Bitte noch einmal lesen.")
    second = client_of(second_of_office(house))
    for client, name in ((second, "moderation_case"), (client_of(house.desk), "moderation_author")):
        seen = client.get(reverse(name, args=[case.number])).content.decode()
        assert "Künftig gibt es eine Liste" in seen  # who judges reads what is judged
    with django_capture_on_commit_callbacks(execute=True):
        services.decide_case(second_of_office(house), case.pk, outcome="restore", words="Ja.")

    assert "Künftig gibt es eine Liste" in body_of(address)[1]


def test_a_hidden_entry_is_gone_everywhere_and_comes_back(
    house: House, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    entry = InitiativeFactory.create(
        slug="nord", name="Industrie am Fluss", organisation_id=house.author.organisation_id
    )
    addresses = {
        "list": reverse("initiative_list"),
        "search": f"{reverse('search')}?q=Fluss",
        "export": reverse("initiative_export", args=["csv"]),
        "feed": reverse("initiative_feed"),
        "api": "/api/v1/initiatives",
        "detail": reverse("initiative_detail", args=["nord"]),
    }
    before = [name for name, each in addresses.items() if entry.name not in body_of(each)[1]]
    case = report("initiative", "nord").case

    with django_capture_on_commit_callbacks(execute=True):
        decide(house, case, "hide_item")
    hidden = {name: body_of(address) for name, address in addresses.items()}

    assert set(before) <= {"feed"}  # an entry is in the feed once something was told of it
    assert [name for name, (_code, text) in hidden.items() if entry.name in text] == []
    assert hidden["detail"][0] == 410

    services.appeal_as_author(house.author, case.pk, "Bitte noch einmal lesen.")
    with django_capture_on_commit_callbacks(execute=True):
        services.decide_case(second_of_office(house), case.pk, outcome="restore", words="Ja.")

    assert Initiative.objects.get(pk=entry.pk).state == "published"
    assert entry.name in body_of(addresses["list"])[1]
