"""Sending a draft, with one key and with two."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals import author, draft, sending
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    colleague_of,
    make_draft,
    make_handed_over,
    make_house,
    make_submitted,
)
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.choices import Bench, MandateRole, OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.outbox.models import Message
from drehscheibe.core.trace.api import chain_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def strict_house() -> House:
    return make_house(requires_two_keys=True)


def topics() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("topic", flat=True))


def owner_name(signal: Signal) -> str:
    signal.refresh_from_db()
    return str(signal.owner)


@time_machine.travel("2026-03-31 10:00:00+02:00", tick=False)
def test_sending_gives_a_number_and_five_working_days(house: House) -> None:
    signal = make_submitted(house)

    signal.refresh_from_db()
    assert signal.public_id == "S-2026-0001"
    assert (signal.state, str(signal.owner)) == ("submitted", "Servicestelle")
    assert signal.due_on == date(2026, 4, 9)  # over Good Friday and Easter Monday
    assert topics() == ["exchange.signal_raised"]


def test_sending_twice_is_a_conflict_that_says_where_it_is(house: House) -> None:
    signal = make_submitted(house)

    with pytest.raises(Conflict, match="Servicestelle"):
        sending.send_signal(house.author, signal.pk)
    assert topics() == ["exchange.signal_raised"]


def test_editor_may_prepare_but_not_send(house: House) -> None:
    editor = colleague_of(house.author, MandateRole.EDITOR)
    signal = make_draft(editor)

    with pytest.raises(NotAllowed):
        sending.send_signal(editor, signal.pk)
    assert sending.send_signal(house.author, signal.pk).state == "submitted"


@pytest.mark.parametrize(
    ("words", "faulty"),
    [
        ({"title": ""}, {"title"}),
        ({"visibility": ""}, {"visibility"}),
        ({"scope": "laender"}, {"laender"}),
        ({"scope": "kreise"}, {"kreise"}),
        ({"wish": "", "topic": ""}, {"wish", "topic"}),
    ],
)
def test_unfinished_draft_is_not_sent(
    house: House, words: dict[str, object], faulty: set[str]
) -> None:
    signal = make_draft(house.author, **words)

    with pytest.raises(ValidationError) as error:
        sending.send_signal(house.author, signal.pk)

    assert set(error.value.message_dict) == faulty
    signal.refresh_from_db()
    assert signal.state == "draft"


def test_two_keys_wait_for_another_person(strict_house: House) -> None:
    signal = make_submitted(strict_house)

    assert signal.state == "awaiting_second_key"
    assert owner_name(signal) == "Initiative Nord"
    with pytest.raises(NotAllowed):
        sending.release_signal(strict_house.author, signal.pk)


def test_second_key_releases(strict_house: House) -> None:
    signal = make_submitted(strict_house)
    second = colleague_of(strict_house.author)

    sending.release_signal(second, signal.pk)

    signal.refresh_from_db()
    assert (signal.state, signal.released_under_id) == ("submitted", second.mandate_id)
    assert topics() == ["exchange.signal_awaits_release", "exchange.signal_raised"]


@pytest.mark.parametrize(
    ("side", "is_allowed"), [(Bench.COMPANIES, False), (Bench.UNION, True), ("", True)]
)
def test_second_key_is_of_the_other_side(strict_house: House, side: str, is_allowed: bool) -> None:
    first = colleague_of(strict_house.author, MandateRole.SPEAKER, Bench.COMPANIES)
    second = colleague_of(strict_house.author, MandateRole.SPEAKER, side)
    signal = sending.send_signal(first, make_draft(first).pk)

    if is_allowed:
        assert sending.release_signal(second, signal.pk).state == "submitted"
    else:
        with pytest.raises(NotAllowed):
            sending.release_signal(second, signal.pk)


def test_second_key_can_return_to_the_draft_and_the_number_stays(strict_house: House) -> None:
    signal = make_submitted(strict_house)
    second = colleague_of(strict_house.author)

    returned = sending.return_signal(second, signal.pk, note="Bitte die Zahl prüfen.")
    number = returned.public_id
    again = sending.send_signal(strict_house.author, signal.pk)

    assert (returned.release_note, again.state) == (
        "Bitte die Zahl prüfen.",
        "awaiting_second_key",
    )
    assert again.public_id == number
    assert again.release_note == ""


def test_returned_draft_is_withdrawn_not_discarded(strict_house: House) -> None:
    signal = make_submitted(strict_house)
    sending.return_signal(colleague_of(strict_house.author), signal.pk, note="Nein.")

    with pytest.raises(Conflict):
        draft.discard_draft(strict_house.author, signal.pk)
    assert author.withdraw_signal(strict_house.author, signal.pk).state == "withdrawn"


def test_taking_up_a_public_concern_makes_a_chain(house: House) -> None:
    origin = make_handed_over(house)
    begun = draft.begin_draft(house.author, taken_up=origin.public_id)
    made = draft.save_draft(house.author, begun.pk, draft.DraftContent(_words_of(origin)))

    result = sending.send_signal(house.author, made.pk)

    assert result.item is not None
    links = chain_of(result.item, public_only=True).came_from
    assert [(link.public_id, link.how) for link in links] == [(origin.public_id, "taken_up")]


def _words_of(signal: Signal) -> dict[str, object]:
    return {name: getattr(signal, name) for name in draft.WORDS}


def test_without_an_office_nothing_is_lost(house: House) -> None:
    signal = make_draft(house.author)
    Organisation.objects.filter(kind=OrganisationKind.OFFICE).update(kind=OrganisationKind.MEMBER)

    with pytest.raises(Conflict):
        sending.send_signal(house.author, signal.pk)
    signal.refresh_from_db()
    assert (signal.state, signal.item_id) == ("draft", None)
