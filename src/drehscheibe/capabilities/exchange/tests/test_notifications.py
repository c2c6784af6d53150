from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone, translation

from drehscheibe.capabilities.exchange import receivers
from drehscheibe.capabilities.exchange.choices.signal import Helped, Visibility
from drehscheibe.capabilities.exchange.facts.signal import SignalAnswered
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.notifications import EVENTS, make_words
from drehscheibe.capabilities.exchange.services.reminding import remind_overdue
from drehscheibe.capabilities.exchange.services.signals import (
    answering,
    author,
    checking,
    draft,
    hand_over,
    sending,
)
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    WORDS,
    House,
    colleague_of,
    hand_over_to_desk,
    make_answered,
    make_draft,
    make_handed_over,
    make_house,
    make_overdue,
    make_submitted,
    promise,
)
from drehscheibe.capabilities.exchange.tests.telling import events_of
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.models import User
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.organisations.choices import MandateState
from drehscheibe.core.organisations.models import Mandate, Organisation
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.facts import decode
from drehscheibe.core.outbox.models import Delivery, DeliveryState, Message
from drehscheibe.core.outbox.tests.delivering import deliver_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def whole_way(house: House) -> None:
    """Let a concern go all the way, with every detour."""
    signal = make_submitted(house)
    checking.ask_author(house.office, signal.pk, question="Welche Norm?")
    author.answer_question(house.author, signal.pk, answer="Paragraf 16.")
    hand_over_to_desk(house, signal)
    hand_over.send_back_signal(house.desk, signal.pk, note="Nicht zuständig.")
    hand_over_to_desk(house, signal)
    answering.publish_answer(house.desk, signal.pk, ANSWER)
    author.rate_answer(house.author, signal.pk, helped=Helped.PARTLY, note="Der Termin fehlt.")
    checking.close_signal(house.office, signal.pk)


def test_everybody_hears_of_every_step_that_concerns_them(house: House) -> None:
    whole_way(house)
    deliver_all()

    assert events_of(house.author) == [
        "received",
        "question",
        "handed_over",
        "taken_back",
        "handed_over",
        "answered",
        "closed",
    ]
    assert events_of(house.office) == [
        "office_new",
        "office_clarified",
        "office_back",
        "office_answered",
        "office_rated",
    ]
    assert events_of(house.desk) == ["desk_new", "desk_new", "desk_rated"]


def test_answers_and_what_waits_for_people_go_at_once_all_else_in_a_summary(house: House) -> None:
    whole_way(house)
    deliver_all()

    at_once = {"exchange.answer", "exchange.needs_you"}
    by_mail = Counter(note.kind in at_once for note in Notification.objects.all())
    assert by_mail == {True: Mail.objects.count(), False: 15 - Mail.objects.count()}
    waiting = Notification.objects.filter(digest__isnull=False)
    assert not at_once & set(waiting.values_list("kind", flat=True))
    assert waiting.count() == by_mail[False]


def test_second_delivery_of_everything_tells_nobody_again(house: House) -> None:
    whole_way(house)
    deliver_all()
    before = (Notification.objects.count(), Mail.objects.count())

    Delivery.objects.update(state=DeliveryState.WAITING, next_attempt_at=timezone.now())
    deliver_all()

    assert (Notification.objects.count(), Mail.objects.count()) == before


def test_worker_killed_between_fact_and_mark_tells_nobody_twice(house: House) -> None:
    make_answered(house)
    message = Message.objects.get(topic="exchange.signal_answered")
    fact = decode(message.topic, message.payload)
    assert isinstance(fact, SignalAnswered)

    receivers.tell_people(fact)  # what a worker did whose mark was lost
    deliver_all()

    assert events_of(house.author).count("answered") == 1
    assert Mail.objects.filter(to=house.author.email, subject__startswith="Antwort").count() == 1


def test_nobody_hears_anything_before_the_commit_is_delivered(house: House) -> None:
    make_answered(house)

    assert not Notification.objects.exists()


def test_person_with_two_hats_is_told_once(house: House) -> None:
    Mandate.objects.create(
        person=User.objects.get(email=house.author.email),
        organisation=Organisation.objects.get(name="Servicestelle"),
        role="staff",
        state=MandateState.VALID,
        valid_from=timezone.now(),
    )
    make_answered(house)
    deliver_all()

    keys = Notification.objects.filter(person_id=house.author.person_id).values_list("fact_key")
    assert set(Counter(keys).values()) == {1}
    assert "answered" in events_of(house.author)


def test_second_key_is_asked_and_later_told_like_the_author() -> None:
    house = make_house(requires_two_keys=True)
    second = colleague_of(house.author)
    signal = make_submitted(house)
    deliver_all()
    assert events_of(second) == ["needs_release"]
    assert events_of(house.author) == []

    sending.release_signal(second, signal.pk)
    hand_over_to_desk(house, signal)
    answering.publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()

    assert events_of(second) == ["needs_release", "received", "handed_over", "answered"]
    assert events_of(house.author) == ["received", "handed_over", "answered"]


def test_author_hears_why_the_second_key_did_not_agree() -> None:
    house = make_house(requires_two_keys=True)
    signal = make_submitted(house)
    sending.return_signal(colleague_of(house.author), signal.pk, note="Bitte die Zahl prüfen.")
    deliver_all()

    assert events_of(house.author) == ["returned"]


def take_up(origin_id: str, actor: Actor, **words: object) -> int:
    begun = draft.begin_draft(actor, taken_up=origin_id)
    draft.save_draft(actor, begun.pk, draft.DraftContent({**WORDS, **words}))
    return sending.send_signal(actor, begun.pk).pk


def test_answer_reaches_the_authors_of_what_it_goes_back_to(house: House) -> None:
    origin = make_handed_over(house)
    second = make_actor()
    third = make_actor()
    middle = take_up(origin.public_id, second)
    middle_signal = hand_over_to_desk(house, Signal.objects.get(pk=middle))
    last = Signal.objects.get(pk=take_up(middle_signal.public_id, third))
    hand_over_to_desk(house, last)

    answering.publish_answer(house.desk, last.pk, ANSWER)
    deliver_all()

    assert events_of(third)[-1] == "answered"
    assert events_of(second)[-1] == "answered_upstream"
    assert events_of(house.author)[-1] == "answered_upstream"


def test_private_answer_is_told_to_its_own_authors_only(house: House) -> None:
    origin = make_handed_over(house)
    second = make_actor()
    pk = take_up(origin.public_id, second, visibility=Visibility.PRIVATE)
    hand_over_to_desk(house, Signal.objects.get(pk=pk))

    answering.publish_answer(house.desk, pk, ANSWER)
    deliver_all()

    assert events_of(second)[-1] == "answered"
    assert "answered_upstream" not in events_of(house.author)


def end_mandates_of(actor: Actor) -> None:
    Mandate.objects.filter(person_id=actor.person_id).update(
        state=MandateState.ENDED, valid_until=timezone.now()
    )


def test_successors_are_told_when_the_author_may_act_no_more(house: House) -> None:
    successor = colleague_of(house.author)
    signal = make_handed_over(house, visibility=Visibility.PRIVATE)
    end_mandates_of(house.author)

    answering.publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()

    assert events_of(successor)[-1] == "answered"
    assert "answered" not in events_of(house.author)


def test_former_author_still_hears_of_a_public_answer(house: House) -> None:
    signal = make_handed_over(house)
    end_mandates_of(house.author)

    answering.publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()

    assert events_of(house.author)[-1] == "answered"


def test_withdrawal_tells_whoever_had_it(house: House) -> None:
    signal = make_handed_over(house)

    author.withdraw_signal(house.author, signal.pk)
    deliver_all()

    assert events_of(house.desk)[-1] == "desk_gone"
    assert events_of(house.office)[-1] == "office_withdrawn"


def test_missed_date_reminds_desk_and_office_once(house: House) -> None:
    make_overdue(house)
    deliver_all()

    for _day in range(2):
        remind_overdue(timezone.localdate())
        deliver_all()

    assert events_of(house.desk).count("desk_late") == 1
    assert events_of(house.office).count("office_late") == 1


def test_desk_is_reminded_of_a_promise_for_a_day_before_the_last_reminder() -> None:
    """The office was late with the answer; meanwhile the day that it names went by."""
    with time_machine.travel("2026-03-02 10:00:00+01:00", tick=False) as clock:
        house = make_house()
        signal = make_handed_over(house)
        answering.publish_answer(house.desk, signal.pk, promise(days=5))
        clock.shift(timedelta(days=40))
        remind_overdue(timezone.localdate())
        author.rate_answer(house.author, signal.pk, helped=Helped.YES)
        remind_overdue(timezone.localdate())
        deliver_all()

    assert "desk_late_promise" in events_of(house.desk)


def test_reminder_is_dropped_if_it_moved_on_meanwhile(house: House) -> None:
    signal = make_overdue(house)
    remind_overdue(timezone.localdate())
    answering.publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()

    assert "desk_late" not in events_of(house.desk)


def test_forgotten_draft_reminds_its_author_not_the_office(house: House) -> None:
    make_draft(house.author)

    remind_overdue(timezone.localdate() + timedelta(days=200))
    deliver_all()

    assert events_of(house.author) == ["late_draft"]
    assert events_of(house.office) == []


CONTEXT: dict[str, Any] = {
    "public_id": "S-2026-0147",
    "uuid": "6a3b1b9e-0000-4000-8000-000000000000",
    "title": "Genehmigungen <b>dauern</b>",
    "organisation": "Initiative Nord",
    "author": "Koordination",
    "joined": "Initiative Süd",
    "desk": "Bundesressort (Beispiel)",
    "decision": "partly",
    "helped": "no",
    "reason": "unclear",
    "note": "Notiz",
    "question": "Welche Norm?",
    "covering_note": "",
    "from_desk": "Landesressort (Beispiel)",
    "withdrawal_reason": "Die Zahlen stimmten nicht.",
    "common": "6a3b1b9e-0000-4000-8000-000000000001",
    "dossier": "D-2026-0003",
    "number": "3",
    "quote": "Seit elf Monaten warten wir.",
    "into": "S-2026-0149",
    "was_in": "S-2026-0149",
    "concerns": [
        ["S-2026-0147", "Genehmigungen <b>dauern</b>", "partly"],
        ["S-2026-0148", "Netze", "declined"],
    ],
    "due_on": "2026-05-12",
    "sender": "Bundesressort (Beispiel)",
    "what_follows": "Wir lesen alles.",
    "outcome": "Wir ändern den Entwurf.",
    "reacted": "3",
    "addressed": "7",
    "lead": "Initiative Nord",
    "before": "Initiative Süd",
    "token": "signed",
}
NUMBERS = {"impulse": "I-2026-0003", "measure": "M-2026-0003"}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("event", sorted(EVENTS))
def test_every_event_has_whole_sentences_and_an_address(event: str, language: str) -> None:
    with translation.override(language):
        number = NUMBERS.get(event.partition("_")[0], CONTEXT["public_id"])
        words = make_words({**CONTEXT, "event": event, "public_id": number})

    whole = f"{words.subject} {words.text} {words.action}"
    assert "%(" not in whole
    assert words.path.startswith(f"/{language}/")
    assert CONTEXT["title"] in words.subject or CONTEXT["title"] in words.text


def test_german_mail_says_the_outcome_first(house: House) -> None:
    User.objects.update(language="de")
    make_answered(house)
    deliver_all()

    subject = Mail.objects.filter(to=house.author.email).latest("pk").subject
    assert subject == "Antwort – Angenommen: Genehmigungen für neue Hallen dauern zu lang"
