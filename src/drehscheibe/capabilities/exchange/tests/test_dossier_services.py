"""A dossier from its beginning to its end, and what its concerns do meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from drehscheibe.capabilities.exchange.forms.dossier import DossierForm
from drehscheibe.capabilities.exchange.machine.signal import DOSSIER
from drehscheibe.capabilities.exchange.models import Dossier, DossierEntry, HandOver, Signal
from drehscheibe.capabilities.exchange.services.dossiers import preparing as dossier
from drehscheibe.capabilities.exchange.services.dossiers.hand_over import hand_over_dossier
from drehscheibe.capabilities.exchange.services.signals import author, hand_over
from drehscheibe.capabilities.exchange.tests import dossier_factories as made
from drehscheibe.capabilities.exchange.tests.dossier_factories import deliver_all
from drehscheibe.capabilities.exchange.tests.factories import House, make_house, make_submitted
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.trace import api as trace
from drehscheibe.core.trace.clock import next_working_day
from drehscheibe.core.trace.models import Item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def house() -> House:
    return make_house()


def state_of(signal: Signal) -> str:
    return Signal.objects.get(pk=signal.pk).state


def told(actor_email: str, event: str) -> int:
    rows = Notification.objects.filter(person__email=actor_email)
    return sum(row.context.get("event") == event for row in rows)


def test_machine_of_dossiers_leaves_nothing_stranded() -> None:
    assert list(DOSSIER.find_faults()) == []


def test_dossier_has_a_number_an_owner_and_a_clock_from_the_start(house: House) -> None:
    begun = dossier.begin_dossier(house.office, title="Netzanschluss")

    assert begun.public_id.startswith("D-")
    assert begun.owner_id == house.office.organisation_id
    assert begun.due_on == next_working_day(timezone.localdate() + timedelta(days=28))
    item = Item.objects.get(pk=begun.item_id)
    assert (item.state, item.owner_id, item.due_on) == (begun.state, begun.owner_id, begun.due_on)


def test_only_the_office_begins_one(house: House) -> None:
    with pytest.raises(NotAllowed):
        dossier.begin_dossier(house.author, title="Netzanschluss")


def test_concerns_put_in_are_bundled_and_tied_on_the_trace(house: House) -> None:
    one, two = make_submitted(house), made.make_other(house, "Initiative Süd")
    begun = made.begin(house, one, two)

    assert {state_of(one), state_of(two)} == {"bundled"}
    came_from = trace.chain_of(begun.item, public_only=False).came_from
    assert {link.public_id for link in came_from} == {one.public_id, two.public_id}


def test_concern_taken_out_is_with_the_office_for_itself(house: House) -> None:
    one = make_submitted(house)
    begun = made.begin(house, one)

    dossier.take_out_signal(house.office, begun.pk, one.public_id)

    assert state_of(one) == "submitted"
    assert trace.chain_of(begun.item, public_only=False).came_from == ()


def test_a_bundled_concern_is_not_put_into_a_second_dossier(house: House) -> None:
    one = make_submitted(house)
    made.begin(house, one)
    second = dossier.begin_dossier(house.office, title="Noch eines")

    assert dossier.add_signals(house.office, second.pk, [one.public_id]) == 0


def test_a_bundled_concern_is_not_handed_over_for_itself(house: House) -> None:
    one = make_submitted(house)
    made.begin(house, one)

    with pytest.raises(Conflict, match="Dossier"):
        hand_over.hand_over_signal(
            house.office,
            one.pk,
            desk_id=house.desk_id,
            due_on=timezone.localdate() + timedelta(days=7),
        )


def test_nothing_is_handed_over_that_is_not_complete(house: House) -> None:
    begun = dossier.begin_dossier(house.office, title="Leer")

    with pytest.raises(ValidationError) as fault:
        hand_over_dossier(
            house.office,
            begun.pk,
            desk_id=house.desk_id,
            due_on=timezone.localdate() + timedelta(days=7),
        )

    assert {"pattern", "why_now", "__all__"} == set(fault.value.message_dict)


def test_a_dossier_is_not_more_open_than_every_concern_in_it(house: House) -> None:
    begun = made.begin(house, make_submitted(house, visibility="private"))

    with pytest.raises(ValidationError) as fault:
        made.hand_over(house, begun, visibility="public")

    assert set(fault.value.message_dict) == {"visibility"}


def test_hand_over_brings_every_concern_to_the_same_desk_with_one_stay(house: House) -> None:
    one, two = make_submitted(house), made.make_other(house, "Initiative Süd")
    handed = made.hand_over(house, made.begin(house, one, two))

    stays = HandOver.objects.filter(ended_at=None)
    assert {stay.signal_id for stay in stays} == {one.pk, two.pk}
    assert {(stay.desk_id, stay.due_on) for stay in stays} == {(house.desk_id, handed.due_on)}
    assert {state_of(one), state_of(two)} == {"handed_over"}
    assert handed.is_public


def test_whoever_raised_several_is_told_once(house: House) -> None:
    mine = [make_submitted(house, title=f"Nummer {number}") for number in range(3)]
    made.hand_over(house, made.begin(house, *mine))
    deliver_all()

    assert told(house.author.email, "dossier_handed_over") == 1
    assert told(house.author.email, "handed_over") == 0
    assert told(house.desk.email, "dossier_desk_new") == 1
    assert told(house.desk.email, "desk_new") == 0


def test_dossier_is_answered_with_its_last_concern(house: House) -> None:
    one, two = make_submitted(house), made.make_other(house, "Initiative Süd")
    handed = made.hand_over(house, made.begin(house, one, two))

    made.answer(house, one)
    assert made.again(handed).state == "handed_over"
    made.answer(house, two)

    answered = made.again(handed)
    assert answered.state == "answered"
    assert answered.owner_id == house.office.organisation_id
    dossier.close_dossier(house.office, answered.pk)
    assert made.again(handed).state == "closed"


def test_what_is_withdrawn_or_sent_back_leaves_and_the_rest_goes_on(house: House) -> None:
    one, two, three = (made.make_other(house, f"Initiative {name}") for name in "ABC")
    handed = made.hand_over(house, made.begin(house, one, two, three))

    hand_over.send_back_signal(house.desk, one.pk, note="Nicht unsere.")
    made.answer(house, two)
    hand_over.call_back_signal(house.office, three.pk, note="Falsche Stelle.")
    deliver_all()

    assert made.again(handed).state == "answered"
    left = DossierEntry.objects.filter(dossier=handed, left_at__isnull=False)
    assert {entry.signal_id: entry.left_because for entry in left} == {
        one.pk: "came_back",
        three.pk: "came_back",
    }


def test_dossier_is_in_preparation_again_when_all_came_back(house: House) -> None:
    one = make_submitted(house)
    handed = made.hand_over(house, made.begin(house, one))

    hand_over.send_back_signal(house.desk, one.pk, note="Nicht unsere.")
    deliver_all()

    back = made.again(handed)
    assert back.state == "in_preparation"
    deliver_all()
    assert told(house.office.email, "dossier_came_back") == 1


def test_a_concern_withdrawn_by_its_authors_leaves_before_the_hand_over(house: House) -> None:
    one, two = make_submitted(house), made.make_other(house, "Initiative Süd")
    begun = made.begin(house, one, two)

    author.withdraw_signal(house.author, one.pk)
    handed = made.hand_over(house, begun)

    assert state_of(one) == "withdrawn"
    entry = DossierEntry.objects.get(dossier=handed, signal=one)
    assert entry.left_because == "withdrawn"
    assert HandOver.objects.filter(signal=one).count() == 0


def test_giving_a_dossier_up_frees_its_concerns(house: House) -> None:
    one = make_submitted(house)
    begun = made.begin(house, one)

    dossier.withdraw_dossier(house.office, begun.pk)

    assert state_of(one) == "submitted"
    assert made.again(begun).state == "withdrawn"
    with pytest.raises(Conflict):
        made.write_core(house, begun)


def test_asks_name_only_concerns_that_are_in(house: House) -> None:
    one, other = make_submitted(house), made.make_other(house, "Initiative Süd")
    begun = made.begin(house, one)

    made.write_core(house, begun, one.public_id, other.public_id)

    (ask,) = Dossier.objects.get(pk=begun.pk).asks.all()
    assert [signal.pk for signal in ask.signals.all()] == [one.pk]


@pytest.mark.parametrize("opened", ["network", "public"])
def test_circle_of_a_dossier_that_came_back_does_not_shrink(house: House, opened: str) -> None:
    signal = make_submitted(house, visibility="public")
    handed = made.hand_over(house, made.begin(house, signal), visibility=opened)
    hand_over.send_back_signal(house.desk, signal.pk, note="Nicht zuständig.")
    made.deliver_all()
    came_back = made.again(handed)

    assert came_back.state == "in_preparation"
    with pytest.raises(Conflict, match="dabei bleibt es"):
        made.write_core(house, came_back, visibility="private")
    offered = DossierForm(dossier=came_back, public_ids=[]).fields["visibility"].choices  # type: ignore[attr-defined]
    assert "private" not in dict(offered)
    made.write_core(house, came_back, visibility="public")
    assert made.again(handed).visibility == "public"
