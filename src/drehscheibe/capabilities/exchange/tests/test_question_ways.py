"""What initiative, office and asker do with a question, and who hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from drehscheibe.capabilities.exchange.choices.question import Publicity, QuestionState, Refusal
from drehscheibe.capabilities.exchange.choices.signal import Decision, Helped
from drehscheibe.capabilities.exchange.models import Question, Signal
from drehscheibe.capabilities.exchange.services.questions import (
    answering,
    asker,
    concern,
    reminding,
)
from drehscheibe.capabilities.exchange.services.signals import answering as concern_answering
from drehscheibe.capabilities.exchange.services.signals import author, checking, sending
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    colleague_of,
    hand_over_to_desk,
    make_draft,
    make_house,
)
from drehscheibe.capabilities.exchange.tests.question_factories import (
    ASKER,
    make_answered,
    make_asked,
    make_asked_by,
    make_concern_of,
    make_in,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.models import User
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.organisations.choices import MandateRole
from drehscheibe.core.organisations.models import Mandate, Organisation
from drehscheibe.core.outbox.tests.delivering import deliver_all
from drehscheibe.core.trace.models import Edge

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    translation.activate("de")
    return make_house()


def subjects_to(address: str) -> list[str]:
    return list(Mail.objects.filter(to=address).order_by("pk").values_list("subject", flat=True))


def matches_trace(question: Question) -> bool:
    question.refresh_from_db()
    item = question.item
    assert item is not None
    ours = (question.state, question.owner_id, question.due_on, question.is_public)
    return ours == (item.state, item.owner_id, item.due_on, item.is_public)


@pytest.mark.parametrize("state", ["asked", "with_office", "answered", "declined", "withdrawn"])
def test_row_and_trace_say_the_same(house: House, state: str) -> None:
    question = make_in(house, state)

    assert question.state == state
    assert matches_trace(question)


def test_answer_is_told_once_and_shown_where_both_agreed(house: House) -> None:
    question = make_answered(house)
    deliver_all()
    deliver_all()

    assert question.is_public
    assert subjects_to(ASKER)[-1].startswith("Antwort")
    assert len(subjects_to(ASKER)) == 3  # confirm, arrived, answered
    mail = Mail.objects.filter(to=ASKER).latest("pk")
    assert str(question.token) in mail.text
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    ("publicity", "released", "public"),
    [("private", True, False), ("nameless", False, False), ("named", True, True)],
)
def test_both_have_to_agree(house: House, publicity: str, released: bool, public: bool) -> None:
    asked = make_asked(house, publicity=publicity)

    question = answering.answer_question(
        house.author, asked.pk, text="Im Mai.", is_released=released
    )

    assert question.is_public is public
    assert matches_trace(question)


def test_second_key_is_another_person(house: House) -> None:
    Organisation.objects.filter(pk=house.author.organisation_id or 0).update(requires_two_keys=True)
    colleague = colleague_of(house.author)
    asked = make_asked(house)
    due_on = asked.due_on
    answering.answer_question(house.author, asked.pk, text="Im Mai.", is_released=True)

    with pytest.raises(NotAllowed):
        answering.release_answer(house.author, asked.pk)
    returned = answering.return_answer(colleague, asked.pk, note="Bitte mit Jahr.")
    assert (returned.state, returned.due_on) == (QuestionState.ASKED, due_on)
    assert not returned.has_answer
    answering.answer_question(house.author, asked.pk, text="Im Mai 2027.", is_released=True)
    done = answering.release_answer(colleague, asked.pk)
    deliver_all()

    assert (done.state, done.answer) == (QuestionState.ANSWERED, "Im Mai 2027.")
    told = Notification.objects.filter(
        person_id=colleague.person_id, context__event="needs_release"
    )
    assert told.count() == 2
    assert not Notification.objects.filter(
        person_id=house.author.person_id, context__event="needs_release"
    ).exists()


@pytest.mark.parametrize("act", ["answer", "decline", "pass_on"])
def test_only_who_speaks_for_the_initiative_acts(house: House, act: str) -> None:
    question = make_asked(house)
    acts = {
        "answer": lambda actor: answering.answer_question(
            actor, question.pk, text="x", is_released=False
        ),
        "decline": lambda actor: answering.decline_question(
            actor, question.pk, reason=Refusal.UNCLEAR, note="x"
        ),
        "pass_on": lambda actor: answering.pass_on_question(actor, question.pk, note="x"),
    }
    strangers = [colleague_of(house.author, role=MandateRole.EDITOR), house.desk, Actor()]

    for stranger in strangers:
        with pytest.raises((NotAllowed, Conflict)):
            acts[act](stranger)

    question.refresh_from_db()
    assert question.state == QuestionState.ASKED


def test_office_gives_it_to_another_initiative(house: House) -> None:
    other = make_house().author
    question = make_in(house, QuestionState.WITH_OFFICE)
    assigned = answering.assign_question(
        house.office, question.pk, organisation_id=int(other.organisation_id or 0), note="Bitte."
    )
    deliver_all()

    assert (assigned.state, assigned.owner_id) == (QuestionState.ASKED, other.organisation_id)
    assert Notification.objects.filter(person_id=other.person_id, context__event="new").exists()
    with pytest.raises(NotAllowed):
        answering.answer_question(house.author, question.pk, text="x", is_released=False)


def test_two_answer_at_once_and_the_second_learns_it(house: House) -> None:
    question = make_answered(house)

    with pytest.raises(Conflict):
        answering.answer_question(house.author, question.pk, text="Anders.", is_released=True)


def test_asker_objects_once_and_only_to_the_initiative(house: House) -> None:
    question = make_in(house, QuestionState.DECLINED)
    asker.object_to_refusal(question.token, words="Doch wichtig.")
    declined = answering.decline_question(
        house.office, question.pk, reason=Refusal.OUT_OF_SCOPE, note="Leider."
    )

    assert not asker.may_object(declined)
    with pytest.raises(Conflict):
        asker.object_to_refusal(question.token, words="Noch einmal.")


def test_objection_has_an_end(house: House) -> None:
    question = make_in(house, QuestionState.DECLINED)
    assert question.item is not None
    question.item.closed_at = timezone.now() - asker.OBJECT_WITHIN - timedelta(hours=1)

    assert not asker.may_object(question)


def test_word_of_the_asker_closes(house: House) -> None:
    question = make_answered(house)
    closed = asker.rate_answer(question.token, helped=Helped.PARTLY, note="Und die Straße?")
    deliver_all()

    assert closed.state == QuestionState.CLOSED
    assert closed.is_public
    told = Notification.objects.filter(person_id=house.author.person_id, context__event="rated")
    assert told.count() == 1


def test_time_closes_what_nobody_speaks_of(house: House) -> None:
    question = make_answered(house)
    assert question.due_on is not None

    assert reminding.close_settled(question.due_on) == 0
    assert reminding.close_settled(question.due_on + timedelta(days=1)) == 1
    question.refresh_from_db()
    assert question.state == QuestionState.CLOSED


def test_delay_is_told_once_to_everybody(house: House) -> None:
    question = make_asked(house)
    deliver_all()
    Mail.objects.all().delete()
    assert question.due_on is not None
    late = question.due_on + timedelta(days=1)

    assert reminding.remind_overdue_questions(late) == 1
    assert reminding.remind_overdue_questions(late) == 0
    deliver_all()

    assert set(Mail.objects.values_list("to", flat=True)) == {ASKER, house.author.email}
    office = Notification.objects.filter(person_id=house.office.person_id)
    assert office.filter(context__event="office_late").count() == 1


def test_question_of_an_initiative_without_people_goes_to_the_office(house: House) -> None:
    question = make_asked(house)
    Mandate.objects.filter(organisation_id=house.author.organisation_id or 0).delete()

    assert reminding.leave_orphans_to_office() == 1
    assert reminding.leave_orphans_to_office() == 0
    question.refresh_from_db()
    assert question.state == QuestionState.WITH_OFFICE


# Concerns -----------------------------------------------------------------------------------


def test_concern_begins_with_the_words_and_a_second_time_leads_to_it(house: House) -> None:
    question = make_asked(house)

    first = concern.take_up_question(house.author, question.pk)
    second = concern.take_up_question(house.author, question.pk)

    assert first.pk == second.pk
    assert first.title == question.subject
    assert question.text in first.what_happens
    question.refresh_from_db()
    assert question.state == QuestionState.ASKED  # a draft strands nobody


def test_question_follows_its_concern_and_the_asker_hears_the_answer(house: House) -> None:
    question = make_asked(house)
    signal = make_concern_of(house, question)
    deliver_all()
    question.refresh_from_db()
    assert question.state == QuestionState.HANDED_ON
    assert question.is_public
    assert Edge.objects.filter(origin=question.item, result=signal.item).exists()

    # One further step: another region takes the concern up, and only that one is answered.
    other = make_house().author
    deeper = make_draft(other)
    Signal.objects.filter(pk=deeper.pk).update(taken_up_from=signal.item)
    deeper = sending.send_signal(other, deeper.pk)
    handed = hand_over_to_desk(house, deeper)
    concern_answering.publish_answer(house.desk, handed.pk, ANSWER)
    deliver_all()
    deliver_all()

    about = [subject for subject in subjects_to(ASKER) if "was aus Ihrer Frage wurde" in subject]
    assert len(about) == 1
    mail = Mail.objects.filter(to=ASKER).latest("pk")
    assert deeper.public_id in mail.text


def test_answer_to_a_private_concern_is_told_without_the_concern(house: House) -> None:
    question = make_asked(house)
    begun = concern.take_up_question(house.author, question.pk)
    Signal.objects.filter(pk=begun.pk).update(
        affected="a",
        wish="b",
        topic="permitting",
        level="federal",
        scope="nationwide",
        visibility="private",
        title="Geheimes Anliegen",
    )
    signal = sending.send_signal(house.author, begun.pk)
    hand_over_to_desk(house, signal)
    concern_answering.publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()

    mail = Mail.objects.filter(to=ASKER).latest("pk")
    assert signal.public_id not in mail.text
    assert "Geheimes" not in mail.text
    assert ANSWER.decision == Decision.ACCEPTED


def test_ended_concern_brings_the_question_back(house: House) -> None:
    question = make_asked(house)
    signal = make_concern_of(house, question)
    deliver_all()
    checking.reject_signal(house.office, signal.pk, reason="unclear", note="Leider unklar.")
    deliver_all()
    question.refresh_from_db()

    assert (question.state, question.owner_id) == (
        QuestionState.ASKED,
        house.author.organisation_id,
    )
    assert matches_trace(question)
    again = make_concern_of(house, question)
    deliver_all()
    author.withdraw_signal(house.author, again.pk)
    deliver_all()
    question.refresh_from_db()
    assert question.state == QuestionState.ASKED


# E-mails and forgetting -----------------------------------------------------------------------


def test_who_wants_no_mails_gets_none(house: House) -> None:
    question = make_asked(house)
    deliver_all()
    Mail.objects.all().delete()
    asker.set_mails(question.token, wanted=False)
    answering.answer_question(house.author, question.pk, text="Im Mai.", is_released=True)
    deliver_all()

    assert subjects_to(ASKER) == []


def test_account_is_told_in_the_app(house: House) -> None:
    person = User.objects.create_user("kim@example.org", name="Kim Konto")
    actor = Actor(person_id=person.pk, name="Kim Konto", email=person.email)
    question = make_asked_by(actor, house)
    answering.answer_question(house.author, question.pk, text="Im Mai.", is_released=True)
    deliver_all()

    events = Notification.objects.filter(person=person).order_by("pk")
    assert [note.context["event"] for note in events] == ["received", "answered"]


def test_erasing_takes_everything_but_the_dates(house: House) -> None:
    question = make_answered(house, publicity=str(Publicity.NAMED))
    asker.erase_question(question.pk)
    question.refresh_from_db()

    assert not question.is_public
    kept = " ".join(str(value) for value in Question.objects.values().get(pk=question.pk).values())
    for gone in ("Gleis", "Hafen", "Kim", ASKER, "Im Mai"):
        assert gone not in kept
    assert question.item is not None
    assert "Gleis" not in question.item.title


def test_erasing_an_open_one_frees_the_initiative(house: House) -> None:
    question = make_asked(house)
    asker.erase_question(question.pk)
    question.refresh_from_db()

    assert question.state == QuestionState.WITHDRAWN
    assert matches_trace(question)


def test_consent_is_taken_back(house: House) -> None:
    question = make_answered(house)
    hidden = asker.hide_question(question.token)

    assert not hidden.is_public
    assert hidden.has_answer
    assert matches_trace(hidden)
