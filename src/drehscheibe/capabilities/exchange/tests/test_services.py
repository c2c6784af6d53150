from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory, make_kreise
from drehscheibe.capabilities.exchange.choices.signal import (
    HandOverOutcome,
    Helped,
    Scope,
    SignalState,
    Visibility,
)
from drehscheibe.capabilities.exchange.models import Answer, HandOver, Signal
from drehscheibe.capabilities.exchange.services import (
    answering,
    author,
    checking,
    draft,
    hand_over,
    sending,
)
from drehscheibe.capabilities.exchange.services.answering import AnswerContent
from drehscheibe.capabilities.exchange.services.reminding import remind_overdue
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    colleague_of,
    hand_over_to_desk,
    make_answered,
    make_draft,
    make_handed_over,
    make_house,
    make_in_state,
    make_overdue,
    make_submitted,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.organisations.choices import Bench, MandateRole, OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.models import Message
from drehscheibe.core.places.tests.factories import KreisFactory, LandFactory
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


# Writing ------------------------------------------------------------------------------------


def test_draft_has_no_number_and_publishes_nothing(house: House) -> None:
    signal = make_draft(house.author)

    assert (signal.state, signal.public_id, topics()) == ("draft", "", [])


def test_draft_keeps_what_is_not_valid_yet(house: House) -> None:
    signal = make_draft(house.author)

    draft.save_draft(
        house.author,
        signal.pk,
        draft.DraftContent({"wish": ""}, unfinished={"affected_companies": "ungefähr zwanzig"}),
    )

    signal.refresh_from_db()
    assert signal.unfinished == {"affected_companies": "ungefähr zwanzig"}
    assert (signal.title, signal.wish) == ("Genehmigungen für neue Hallen dauern zu lang", "")


def test_draft_takes_no_other_fields_than_the_authors_words(house: House) -> None:
    signal = make_draft(house.author)

    with pytest.raises(ValueError, match="state"):
        draft.save_draft(house.author, signal.pk, draft.DraftContent({"state": "answered"}))


def test_kreise_bring_their_laender_along(house: House) -> None:
    kreis = KreisFactory.create(land=LandFactory.create(code="BY", key="09", name="Bayern"))
    LandFactory.create()
    signal = make_draft(house.author)

    draft.save_draft(
        house.author,
        signal.pk,
        draft.DraftContent({"scope": "kreise"}, laender=("NW",), kreise=(kreis.ags5, "99999")),
    )

    assert [land.code for land in signal.laender.all()] == ["BY"]
    assert [k.ags5 for k in signal.kreise.all()] == [kreis.ags5]


def test_beginning_again_goes_on_with_the_draft_that_is_still_empty(house: House) -> None:
    first = draft.begin_draft(house.author)

    assert draft.begin_draft(house.author) == first


@pytest.mark.parametrize(
    "content",
    [
        draft.DraftContent({"title": "Der Anschluss fehlt"}),
        draft.DraftContent({"affected_companies": 4}),
        draft.DraftContent(unfinished={"affected_companies": "einige"}),
        draft.DraftContent(laender=("NW",)),
    ],
)
def test_a_draft_in_which_something_stands_is_never_begun_again(
    house: House, content: draft.DraftContent
) -> None:
    first = draft.begin_draft(house.author)
    LandFactory.create(code="NW")
    draft.save_draft(house.author, first.pk, content)

    assert draft.begin_draft(house.author) != first


def test_an_empty_draft_is_the_own_one_and_builds_on_the_same_concern(house: House) -> None:
    first = draft.begin_draft(house.author)
    origin = make_handed_over(house)

    assert draft.begin_draft(colleague_of(house.author, MandateRole.SPEAKER)) != first
    assert draft.begin_draft(house.author, taken_up=origin.public_id) != first


def test_discarded_draft_is_gone(house: House) -> None:
    signal = make_draft(house.author)

    draft.discard_draft(house.author, signal.pk)

    assert not Signal.objects.exists()


@pytest.mark.parametrize("role", [MandateRole.STAFF])
def test_staff_may_not_write(house: House, role: str) -> None:
    with pytest.raises(NotAllowed):
        draft.begin_draft(colleague_of(house.author, role))


@pytest.mark.parametrize("kind", [OrganisationKind.OFFICE, OrganisationKind.DESK])
def test_office_and_desks_raise_nothing(kind: str) -> None:
    with pytest.raises(NotAllowed):
        draft.begin_draft(make_actor(kind))


# Sending ------------------------------------------------------------------------------------


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


# Checking -----------------------------------------------------------------------------------


def test_question_goes_to_the_authors_and_back(house: House) -> None:
    signal = make_in_state(house, SignalState.NEEDS_CLARIFICATION)

    assert owner_name(signal) == "Initiative Nord"
    author.answer_question(house.author, signal.pk, answer="Paragraf 16.")

    signal.refresh_from_db()
    assert (signal.state, signal.clarifications.get().answer) == ("submitted", "Paragraf 16.")


def test_office_goes_on_without_an_answer_to_its_question(house: House) -> None:
    signal = make_in_state(house, SignalState.NEEDS_CLARIFICATION)

    assert hand_over_to_desk(house, signal).state == "handed_over"


def test_rejected_concern_stays_private_and_has_a_reason(house: House) -> None:
    signal = make_in_state(house, SignalState.REJECTED)

    assert (signal.is_public, signal.rejection, signal.owner_id) == (False, "unclear", None)
    assert signal.item is not None
    assert signal.item.closed_at is not None


def test_summary_leaves_the_authors_words_alone(house: House) -> None:
    signal = make_submitted(house)

    checking.summarise_signal(house.office, signal.pk, summary="Kurz gesagt.")

    signal.refresh_from_db()
    assert (signal.summary, signal.what_happens) == (
        "Kurz gesagt.",
        "Der Antrag liegt seit 14 Monaten bei der Behörde.",
    )


# Handing over -------------------------------------------------------------------------------


def test_hand_over_publishes_sets_owner_clock_and_station(house: House) -> None:
    signal = make_handed_over(house)

    signal.refresh_from_db()
    assert signal.item is not None
    stay = signal.hand_overs.get()
    assert signal.is_public
    assert signal.item.is_public
    assert (owner_name(signal), stay.due_on) == ("Bundesressort", signal.due_on)
    assert [s.state for s in signal.item.stations.all()] == ["submitted", "handed_over"]


def test_private_concern_is_handed_over_without_being_published(house: House) -> None:
    signal = make_handed_over(house, visibility=Visibility.PRIVATE)

    signal.refresh_from_db()
    assert signal.item is not None
    assert (signal.is_public, signal.item.is_public) == (False, False)


@time_machine.travel("2026-10-01 10:00:00+02:00", tick=False)
def test_due_date_on_a_weekend_becomes_the_next_working_day(house: House) -> None:
    signal = hand_over_to_desk(house, make_submitted(house), date(2026, 10, 31))

    assert signal.due_on == date(2026, 11, 2)


@time_machine.travel("2026-10-01 10:00:00+02:00", tick=False)
def test_proposed_date_is_a_working_day_four_weeks_ahead() -> None:
    assert hand_over.default_due_date(date(2026, 10, 1)) == date(2026, 10, 29)


@pytest.mark.parametrize("days", [0, -1, 184])
def test_hand_over_needs_a_sensible_date(house: House, days: int) -> None:
    signal = make_submitted(house)

    with pytest.raises(ValidationError) as error:
        hand_over_to_desk(house, signal, timezone.localdate() + timedelta(days=days))

    assert list(error.value.message_dict) == ["due_on"]
    assert not HandOver.objects.exists()


def test_hand_over_goes_to_desks_only(house: House) -> None:
    signal = make_submitted(house)

    with pytest.raises(ValidationError):
        hand_over.hand_over_signal(
            house.office,
            signal.pk,
            desk_id=int(house.author.organisation_id or 0),
            due_on=timezone.localdate() + timedelta(days=7),
        )


def test_second_hand_over_is_a_conflict_that_names_the_desk(house: House) -> None:
    signal = make_handed_over(house)

    with pytest.raises(Conflict, match="Bundesressort"):
        hand_over_to_desk(house, signal)
    assert HandOver.objects.count() == 1


def test_desk_can_send_back_and_the_office_hands_over_again(house: House) -> None:
    signal = make_handed_over(house)

    hand_over.send_back_signal(house.desk, signal.pk, note="Das entscheidet das Land.")
    assert owner_name(signal) == "Servicestelle"
    hand_over_to_desk(house, signal)

    stays = [(s.outcome, s.outcome_note) for s in signal.hand_overs.all()]
    assert stays == [(HandOverOutcome.SENT_BACK, "Das entscheidet das Land."), ("", "")]


def test_desk_that_lost_it_meanwhile_reads_what_is_true(house: House) -> None:
    signal = make_handed_over(house)
    hand_over.call_back_signal(house.office, signal.pk, note="Falsche Stelle.")

    with pytest.raises(Conflict, match="Servicestelle"):
        answering.publish_answer(house.desk, signal.pk, ANSWER)
    with pytest.raises(Conflict, match="Servicestelle"):
        hand_over.send_back_signal(house.desk, signal.pk, note="Nicht zuständig.")


# Answering ----------------------------------------------------------------------------------


def test_answer_ends_the_stay_and_returns_the_clock_to_the_office(house: House) -> None:
    signal = make_answered(house)

    signal.refresh_from_db()
    answer = signal.answers.get()
    assert (signal.state, owner_name(signal)) == ("answered", "Servicestelle")
    assert signal.hand_overs.get().outcome == "answered"
    assert (str(answer.desk), answer.mandate_id) == ("Bundesressort", house.desk.mandate_id)


@pytest.mark.parametrize(
    ("content", "faulty"),
    [
        (AnswerContent("declined", "Nein.", "Referat"), "reason"),
        (AnswerContent("partly", "Zum Teil.", "Referat", reason="law"), "what_changes"),
        (AnswerContent("accepted", "Ja.", "Referat"), "what_changes"),
        (AnswerContent("already_solved", "", "Referat"), "text"),
        (AnswerContent("already_solved", "Gelöst.", ""), "contact"),
        (
            AnswerContent(
                "accepted", "Ja.", "Referat", what_changes="Viel.", effective_on=date(2020, 1, 1)
            ),
            "effective_on",
        ),
        (AnswerContent("nonsense", "Ja.", "Referat"), "decision"),
    ],
)
def test_answer_owes_what_its_decision_needs(
    house: House, content: AnswerContent, faulty: str
) -> None:
    signal = make_handed_over(house)

    with pytest.raises(ValidationError) as error:
        answering.publish_answer(house.desk, signal.pk, content)

    assert list(error.value.message_dict) == [faulty]
    assert not Answer.objects.exists()


def test_other_desk_may_not_answer(house: House) -> None:
    signal = make_handed_over(house)

    with pytest.raises(NotAllowed):
        answering.publish_answer(make_actor(OrganisationKind.DESK), signal.pk, ANSWER)


def test_second_answer_is_a_conflict(house: House) -> None:
    signal = make_answered(house)

    with pytest.raises(Conflict):
        answering.publish_answer(house.desk, signal.pk, ANSWER)
    assert Answer.objects.count() == 1


# After the answer ---------------------------------------------------------------------------


def test_helpful_answer_closes(house: House) -> None:
    signal = make_answered(house)

    author.rate_answer(house.author, signal.pk, helped=Helped.YES)

    signal.refresh_from_db()
    assert (signal.state, signal.owner_id, signal.due_on) == ("closed", None, None)


@pytest.mark.parametrize("helped", [Helped.PARTLY, Helped.NO])
def test_doubtful_answer_leaves_it_with_the_office_which_can_hand_over_again(
    house: House, helped: str
) -> None:
    signal = make_answered(house)

    author.rate_answer(house.author, signal.pk, helped=helped, note="Der Termin fehlt.")
    assert owner_name(signal) == "Servicestelle"
    hand_over_to_desk(house, signal)
    answering.publish_answer(house.desk, signal.pk, ANSWER)

    assert [(a.number, a.helped) for a in signal.answers.all()] == [(1, helped), (2, "")]


def test_answer_is_rated_once(house: House) -> None:
    signal = make_answered(house)
    author.rate_answer(house.author, signal.pk, helped=Helped.NO)

    with pytest.raises(Conflict):
        author.rate_answer(colleague_of(house.author), signal.pk, helped=Helped.YES)


def test_withdrawn_after_publication_stays_readable(house: House) -> None:
    signal = make_handed_over(house)

    author.withdraw_signal(house.author, signal.pk, note="Hat sich erledigt.")

    signal.refresh_from_db()
    assert (signal.state, signal.is_public) == ("withdrawn", True)
    assert signal.hand_overs.get().outcome == "withdrawn"


@pytest.mark.parametrize(
    "state", [SignalState.ANSWERED, SignalState.CLOSED, SignalState.REJECTED, SignalState.WITHDRAWN]
)
def test_what_is_over_cannot_be_withdrawn(house: House, state: str) -> None:
    signal = make_in_state(house, state)

    with pytest.raises(Conflict):
        author.withdraw_signal(house.author, signal.pk)


# The whole way ------------------------------------------------------------------------------


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


def test_private_concern_cannot_be_taken_up(house: House) -> None:
    secret = make_handed_over(house, visibility=Visibility.PRIVATE)

    assert draft.begin_draft(house.author, taken_up=secret.public_id).taken_up_from is None


def test_row_and_item_say_the_same_in_every_state(house: House) -> None:
    for state in SignalState.values:
        if state in (SignalState.DRAFT, SignalState.AWAITING_SECOND_KEY, SignalState.RECORDED):
            continue
        signal = make_in_state(house, state)
        item = signal.item
        assert item is not None
        assert (item.state, item.owner_id, item.due_on, item.is_public, item.title) == (
            signal.state,
            signal.owner_id,
            signal.due_on,
            signal.is_public,
            signal.title,
        )


def test_every_act_is_in_the_audit_log_with_its_mandate(house: House) -> None:
    signal = make_answered(house)

    entries = Entry.objects.filter(item_key=str(signal.uuid)).order_by("pk")
    assert [(e.verb, e.organisation_name) for e in entries] == [
        ("exchange.draft_begun", "Initiative Nord"),
        ("exchange.send_to_office", "Initiative Nord"),
        ("exchange.hand_over", "Servicestelle"),
        ("exchange.answer", "Bundesressort"),
    ]


def test_without_an_office_nothing_is_lost(house: House) -> None:
    signal = make_draft(house.author)
    Organisation.objects.filter(kind=OrganisationKind.OFFICE).update(kind=OrganisationKind.MEMBER)

    with pytest.raises(Conflict):
        sending.send_signal(house.author, signal.pk)
    signal.refresh_from_db()
    assert (signal.state, signal.item_id) == ("draft", None)


def test_late_owner_is_reminded_once_for_each_missed_date(house: House) -> None:
    make_overdue(house)
    today = timezone.localdate()

    assert (remind_overdue(today), remind_overdue(today)) == (1, 0)
    assert topics()[-1] == "exchange.signal_overdue"


def test_forgotten_draft_is_remembered(house: House) -> None:
    make_draft(house.author)

    assert remind_overdue(timezone.localdate() + timedelta(days=200)) == 1


def test_nobody_is_reminded_before_the_date(house: House) -> None:
    signal = make_handed_over(house)
    assert signal.due_on is not None

    assert remind_overdue(signal.due_on) == 0


def test_foreign_actor_may_do_nothing(house: House) -> None:
    signal = make_answered(house)
    stranger: Actor = make_actor()

    with pytest.raises(NotAllowed):
        author.rate_answer(stranger, signal.pk, helped=Helped.YES)
    with pytest.raises(NotAllowed):
        checking.summarise_signal(stranger, signal.pk, summary="x")
    with pytest.raises(NotAllowed):
        checking.close_signal(stranger, signal.pk)


@pytest.mark.parametrize(
    ("keys", "scope", "laender"),
    [
        (("05512", "06411"), Scope.KREISE, ["HE", "NW"]),
        (tuple(f"055{number}" for number in range(50, 62)), Scope.LAENDER, ["NW"]),
        ((), Scope.LAENDER, ["NW"]),
    ],
)
def test_a_new_draft_proposes_the_region_of_the_initiative(
    keys: tuple[str, ...], scope: str, laender: list[str]
) -> None:
    house = make_house()
    kreise = make_kreise(*keys) if keys else make_kreise("05512")[:0]
    InitiativeFactory.create(
        organisation=Organisation.objects.get(pk=house.author.organisation_id or 0),
        land_id="NW",
        kreise=kreise,
    )

    begun = draft.begin_draft(house.author)

    begun.refresh_from_db()
    assert begun.scope == scope
    assert sorted(begun.laender.values_list("pk", flat=True)) == laender
    chosen = list(keys) if scope == Scope.KREISE else []
    assert sorted(begun.kreise.values_list("pk", flat=True)) == chosen


def test_a_draft_of_an_organisation_without_entry_proposes_no_region() -> None:
    begun = draft.begin_draft(make_house().author)

    assert (begun.scope, begun.laender.count(), begun.kreise.count()) == ("", 0, 0)
