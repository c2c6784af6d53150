"""One answer to several concerns: all or none, adapted, each person told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import Decision, SignalState
from drehscheibe.capabilities.exchange.facts.signal import AnswersPublished
from drehscheibe.capabilities.exchange.models import Answer, CommonAnswer, Signal
from drehscheibe.capabilities.exchange.notifications import make_words
from drehscheibe.capabilities.exchange.receivers import answers as telling
from drehscheibe.capabilities.exchange.services.signals import hand_over, support
from drehscheibe.capabilities.exchange.services.signals.answering import publish_answer
from drehscheibe.capabilities.exchange.services.signals.answering_many import (
    Adaptation,
    publish_answers,
)
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    colleague_of,
    hand_over_to_desk,
    make_handed_over,
    make_house,
    make_in_review,
    make_submitted,
)
from drehscheibe.capabilities.exchange.tests.telling import deliver_all, events_of
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.places.tests.factories import LandFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def raised_by(house: House, actor: Actor) -> Signal:
    """Make a concern of another organisation that is with the desk of the house."""
    signal = make_submitted(replace(house, author=actor))
    return hand_over_to_desk(house, signal)


def answer_all(house: House, *signals: Signal, **adapted: Adaptation) -> CommonAnswer:
    adaptations = {
        signal.pk: adapted[f"s{at}"] for at, signal in enumerate(signals) if f"s{at}" in adapted
    }
    return publish_answers(house.desk, [signal.pk for signal in signals], ANSWER, adaptations)


def test_each_concern_gets_its_answer_with_a_link_to_the_common_one(house: House) -> None:
    first, second = make_handed_over(house), make_in_review(house)

    common = answer_all(house, first, second)

    given = list(Answer.objects.order_by("signal_id"))
    assert {answer.common for answer in given} == {common}
    assert [answer.text for answer in given] == [ANSWER.text] * 2
    assert set(Signal.objects.values_list("state", flat=True)) == {SignalState.ANSWERED}


def test_adaptation_adds_a_paragraph_and_a_day_of_its_own(house: House) -> None:
    first, second = make_handed_over(house), make_handed_over(house)
    day = timezone.localdate() + timedelta(days=90)

    answer_all(house, first, second, s1=Adaptation("Für Sie gilt noch mehr.", day))

    given = {answer.signal_id: answer for answer in Answer.objects.all()}
    assert given[first.pk].text == ANSWER.text
    assert given[first.pk].effective_on is None
    assert given[second.pk].text == f"{ANSWER.text}\n\nFür Sie gilt noch mehr."
    assert given[second.pk].effective_on == day


def test_if_one_has_moved_on_none_is_answered(house: House) -> None:
    first, second = make_handed_over(house), make_handed_over(house)
    hand_over.call_back_signal(house.office, second.pk, note="Falsche Stelle.")

    with pytest.raises(Conflict, match=second.public_id):
        answer_all(house, first, second)

    assert not Answer.objects.exists()
    assert not CommonAnswer.objects.exists()


def test_of_two_colleagues_the_second_reads_what_is_true(house: House) -> None:
    first, second = make_handed_over(house), make_handed_over(house)
    publish_answer(colleague_of(house.desk), second.pk, ANSWER)

    with pytest.raises(Conflict, match=second.public_id):
        answer_all(house, first, second)

    assert Answer.objects.count() == 1


def test_other_desks_concerns_are_not_answered(house: House) -> None:
    other = make_house()
    signal = make_handed_over(other)

    with pytest.raises(NotAllowed):
        answer_all(house, make_handed_over(house), signal)


def test_faulty_words_answer_nothing(house: House) -> None:
    first, second = make_handed_over(house), make_handed_over(house)
    unreasoned = replace(ANSWER, decision=Decision.DECLINED)

    with pytest.raises(ValidationError):
        publish_answers(house.desk, [first.pk, second.pk], unreasoned, {})
    with pytest.raises(ValidationError):
        publish_answers(house.desk, [], ANSWER, {})

    assert not CommonAnswer.objects.exists()


def test_who_takes_part_in_several_is_told_once_of_all_of_them(house: House) -> None:
    first, second = make_handed_over(house), make_handed_over(house)
    alone = make_actor(organisation__name="Initiative Süd")
    third = raised_by(house, alone)
    deliver_all()
    before = Notification.objects.count()

    answer_all(house, first, second, third)
    deliver_all()

    assert events_of(house.author)[-1] == "answered_together"
    assert "answered" not in events_of(house.author)
    assert events_of(alone)[-1] == "answered"
    assert events_of(house.office)[-1] == "office_answered_together"
    assert Notification.objects.count() == before + 3


def test_author_of_one_who_supports_another_is_told_once(house: House) -> None:
    land = LandFactory.create()
    both = make_actor(organisation__name="Initiative Süd")
    first, second = make_handed_over(house), raised_by(house, both)
    support.join_signal(both, first.pk, words="Bei uns auch.", laender=[land.code])
    deliver_all()

    answer_all(house, first, second)
    deliver_all()

    told = Notification.objects.filter(person_id=both.person_id).order_by("-pk")
    assert told[0].context["event"] == "answered_together"
    numbers = [number for number, _title, _decision in told[0].context["concerns"]]
    assert numbers == [first.public_id, second.public_id]


def test_told_again_nobody_is_told_twice(house: House) -> None:
    common = answer_all(house, make_handed_over(house), make_handed_over(house))
    deliver_all()
    before = Notification.objects.count()

    telling.tell_of_common_answer(
        AnswersPublished(str(common.uuid), int(house.desk.organisation_id or 0))
    )

    assert Notification.objects.count() == before


def test_many_people_are_told_in_portions(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size of a portion is a setting of speed; three people stand for ten thousand."""
    monkeypatch.setattr(telling, "PORTION", 1)
    land = LandFactory.create()
    signal = make_handed_over(house)
    joined = [make_actor() for _another in range(3)]
    for actor in joined:
        support.join_signal(actor, signal.pk, words="Auch hier.", laender=[land.code])
    deliver_all()

    publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()

    assert [events_of(actor)[-1] for actor in joined] == ["answered_supported"] * 3
    assert events_of(house.author)[-1] == "answered"


def test_desk_needs_to_be_a_desk(house: House) -> None:
    signal = make_handed_over(house)

    for actor in (house.author, house.office, make_actor(OrganisationKind.DESK)):
        with pytest.raises(NotAllowed):
            publish_answers(actor, [signal.pk], ANSWER, {})


def test_one_alone_is_told_to_the_office_in_whole_sentences(house: House) -> None:
    signal = make_handed_over(house)

    answer_all(house, signal)
    deliver_all()

    told = Notification.objects.filter(person_id=house.office.person_id).latest("pk")
    assert told.context["event"] == "office_answered"
    assert make_words(told.context).subject.endswith(signal.title)
