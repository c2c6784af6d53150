from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.advisory.choices import (
    CaseState,
    CoachReason,
    Confidentiality,
    Helped,
    ProposalState,
    Side,
)
from drehscheibe.capabilities.advisory.models import Case, PrivateNote
from drehscheibe.capabilities.advisory.queries.coaching import list_candidates
from drehscheibe.capabilities.advisory.services import (
    clocks,
    coaching,
    links,
    looking_back,
    requester,
    talks,
    triage,
)
from drehscheibe.capabilities.advisory.tests.factories import (
    GOAL,
    bring_to,
    fill_case,
    hold_talk,
    make_case,
    make_case_of,
    make_coach,
    make_house,
)
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.models import User
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.delivery import deliver_due

pytestmark = pytest.mark.django_db


def test_coaches_are_ranked_with_reasons_and_obstacles_are_named() -> None:
    house = make_house()
    full = make_actor(OrganisationKind.MEMBER)
    make_coach(house.office, full, limit=0)
    own = make_coach(house.office, house.requester)
    case = make_case_of(house.requester)

    candidates = list_candidates(case)

    by_person = {one.coach.person_id: one for one in candidates}
    best = candidates[0]
    assert best.coach.person_id in {house.expert.person_id, house.office.person_id}
    assert ["topic", 0] in best.reasons
    assert any("Kreis" in words or "km" in words for words in best.words)
    assert "0 von 0" in by_person[full.person_id or 0].obstacle
    assert "Interessenkonflikt" in by_person[own.person_id].obstacle
    assert by_person[house.other_expert.person_id or 0].score < best.score


def test_what_stays_in_the_office_is_offered_to_nobody_outside() -> None:
    house = make_house()
    case = make_case(confidentiality=Confidentiality.OFFICE)

    able = [one.coach.pk for one in list_candidates(case) if not one.obstacle]

    assert able == [house.office_coach.pk]
    with pytest.raises(Conflict):
        triage.propose_coach(house.office, case.pk, coach_id=house.coach.pk)


def test_who_is_being_asked_has_a_place_less() -> None:
    house = make_house()
    first, second = make_case(), make_case()
    triage.propose_coach(house.office, first.pk, coach_id=house.coach.pk)
    house.coach.limit = 1
    house.coach.save()

    with pytest.raises(Conflict):
        triage.propose_coach(house.office, second.pk, coach_id=house.coach.pk)

    able = [one.coach.pk for one in list_candidates(first) if not one.obstacle]
    assert house.coach.pk in able


def test_the_second_choice_is_asked_by_itself() -> None:
    house = make_house()
    case = make_case()
    triage.propose_coach(
        house.office, case.pk, coach_id=house.coach.pk, second_id=house.other_coach.pk
    )

    coaching.decline_proposal(house.expert, case.pk, reason=CoachReason.BUSY)
    coaching.accept_case(house.other_expert, case.pk)

    case.refresh_from_db()
    assert (case.state, case.coach) == (CaseState.AGREEING, house.other_coach)
    states = list(case.proposals.values_list("state", flat=True))
    assert states == [ProposalState.DECLINED, ProposalState.ACCEPTED]


@pytest.mark.parametrize("has_second_choice", [True, False])
def test_a_yes_after_a_no_is_told_that_the_no_counts(has_second_choice: bool) -> None:
    house = make_house()
    second = house.other_coach.pk if has_second_choice else None
    case = make_case()
    triage.propose_coach(house.office, case.pk, coach_id=house.coach.pk, second_id=second)
    coaching.decline_proposal(house.expert, case.pk, reason=CoachReason.BUSY)

    with pytest.raises(Conflict):
        coaching.accept_case(house.expert, case.pk)

    case.refresh_from_db()
    assert case.coach is None


def test_not_this_coach_is_final_and_its_reason_stays_with_the_office(client: Client) -> None:
    house = make_house()
    case = bring_to(house, make_case(), CaseState.RUNNING)

    requester.refuse_coach(ANONYMOUS, case.token, note="Wir kennen uns zu gut.")

    case.refresh_from_db()
    assert (case.state, case.coach) == (CaseState.RECEIVED, None)
    obstacles = {one.coach.pk: one.obstacle for one in list_candidates(case)}
    assert obstacles[house.coach.pk]
    client.force_login(User.objects.get(pk=house.expert.person_id or 0))
    assert client.get(reverse("advisory_work", args=[case.public_id])).status_code == 404


def test_two_coaches_at_once_one_is_told_and_nothing_is_lost(client: Client) -> None:
    house = make_house()
    case = bring_to(house, make_case(), CaseState.AGREEING)
    client.force_login(User.objects.get(pk=house.expert.person_id or 0))
    coaching.propose_goal(house.office, case.pk, goal="Ein Ziel der Servicestelle, zuerst.")

    late = client.post(
        reverse("advisory_work_act", args=[case.public_id, "propose_goal"]),
        {"propose_goal-goal": "Ein ganz anderes Ziel, zu spät.", "propose_goal-seen": ""},
    )

    assert late.status_code == 409
    assert "Ein ganz anderes Ziel, zu spät." in late.content.decode()
    case.refresh_from_db()
    assert case.goal == "Ein Ziel der Servicestelle, zuerst."


def test_a_case_that_somebody_else_took_is_answered_clearly(client: Client) -> None:
    house = make_house()
    case = bring_to(house, make_case(), CaseState.COACH_PROPOSED)
    client.force_login(User.objects.get(pk=house.expert.person_id or 0))
    coaching.accept_case(house.expert, case.pk)

    again = client.post(reverse("advisory_work_act", args=[case.public_id, "accept"]), {})

    assert again.status_code == 409
    assert "Inzwischen ist dieser Fall weiter" in again.content.decode()


def test_the_goal_needs_the_yes_of_both_sides_to_the_same_words() -> None:
    house = make_house()
    case = bring_to(house, make_case(), CaseState.GOAL_PROPOSED)

    with pytest.raises(Conflict):
        requester.agree_goal(ANONYMOUS, case.token, seen="Etwas anderes")
    requester.agree_goal(ANONYMOUS, case.token, seen=GOAL)

    case.refresh_from_db()
    assert case.state == CaseState.RUNNING
    assert case.goal_proposed_at is not None
    assert case.goal_agreed_at is not None


def test_steps_belong_to_a_side_and_each_side_ticks_its_own() -> None:
    house = make_house()
    case = bring_to(house, make_case(), CaseState.RUNNING)
    soon = timezone.localdate() + timedelta(days=3)
    for side in Side.values:
        coaching.add_step(house.expert, case.pk, text=f"Schritt {side}", side=side, due_on=soon)
    theirs, ours = case.steps.get(side=Side.REQUESTER), case.steps.get(side=Side.TEAM)

    for step in (theirs, ours):
        requester.tick_own_step(ANONYMOUS, case.token, uuid=step.uuid, is_done=True)

    theirs.refresh_from_db()
    ours.refresh_from_db()
    assert (theirs.done_at is not None, ours.done_at) == (True, None)
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ValidationError):
        coaching.add_step(house.expert, case.pk, text="Alt", side=Side.TEAM, due_on=yesterday)


def test_a_talk_that_somebody_changed_is_not_overwritten() -> None:
    house = make_house()
    case = bring_to(house, make_case(), CaseState.RUNNING)
    session = fill_case(house, case)
    content = talks.TalkContent(starts_at=session.starts_at, minutes=45, notes="Neu")

    talks.save_talk(house.office, case.pk, session.pk, content, version=1)
    with pytest.raises(Conflict):
        talks.save_talk(house.expert, case.pk, session.pk, content, version=1)
    past = talks.TalkContent(starts_at=timezone.now() - timedelta(days=1), minutes=45)
    with pytest.raises(ValidationError):
        talks.plan_talk(house.expert, case.pk, past)

    assert PrivateNote.objects.filter(session=session).count() == 1


def test_both_sides_get_the_talk_for_their_calendar(client: Client) -> None:
    house = make_house()
    case = bring_to(house, make_case(), CaseState.RUNNING)
    session = fill_case(house, case)

    answer = client.get(reverse("advisory_status_talk", args=[case.token, session.uuid]))

    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert f"SUMMARY:Beratung {case.public_id}" in text
    assert "notiz" not in text.lower()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_strangers_to_a_case_can_do_nothing_in_it() -> None:
    house = make_house()
    case = bring_to(house, make_case(), CaseState.RUNNING)

    for stranger in (house.other_expert, house.member, house.requester):
        with pytest.raises(NotAllowed):
            coaching.finish_case(stranger, case.pk, result="Fertig")
        with pytest.raises(NotAllowed):
            triage.end_case(stranger, case.pk, text="Ende")


def test_a_coach_without_mandate_loses_the_case_to_the_office() -> None:
    house = make_house()
    case = bring_to(house, make_case(), CaseState.RUNNING)
    now = timezone.now()
    Mandate.objects.filter(person_id=house.expert.person_id or 0).update(valid_until=now)

    assert clocks.release_lost_coaches() == 1

    case.refresh_from_db()
    assert (case.state, case.coach) == (CaseState.RECEIVED, None)


def test_who_is_late_is_reminded_once_for_each_date() -> None:
    house = make_house()
    case = make_case()
    yesterday = timezone.localdate() - timedelta(days=1)
    Case.objects.filter(pk=case.pk).update(due_on=yesterday)

    reminded = [clocks.remind_overdue(timezone.localdate()) for _ in range(2)]
    while deliver_due():
        pass

    assert reminded == [1, 0]
    notes = Notification.objects.filter(person_id=house.office.person_id or 0)
    assert [n.context["event"] for n in notes if "late" in n.context["event"]] == ["office_late"]


def test_looking_back_takes_one_link_and_one_button(client: Client) -> None:
    house = make_house()
    case = bring_to(house, make_case(), CaseState.ASKED_3)
    address = reverse("advisory_later", args=[links.later_token(case, 3)])

    looked = client.get(address)
    case.refresh_from_db()
    state_after_looking = case.state
    told = client.post(address, {"helped": Helped.PARTLY, "note": "Meistens."})

    case.refresh_from_db()
    assert (looked.status_code, told.status_code) == (200, 200)
    assert (state_after_looking, case.state) == (CaseState.ASKED_3, CaseState.LATER_12)
    assert case.follow_ups.get().helped == Helped.PARTLY
    assert client.get(reverse("advisory_later", args=["forged"])).status_code == 410


def test_silence_goes_on_by_itself_and_stays_visible() -> None:
    house = make_house()
    case = bring_to(house, make_case(), CaseState.ASKED_3)
    today = timezone.localdate()
    Case.objects.filter(pk=case.pk).update(due_on=today - timedelta(days=1))

    assert clocks.go_on_without_answer(today) == 1

    case.refresh_from_db()
    assert case.state == CaseState.LATER_12
    assert case.follow_ups.get().helped == ""
    assert looking_back.ask_again(case.pk) is False


def test_a_closed_case_can_be_opened_again() -> None:
    house = make_house()
    case = bring_to(house, make_case(), CaseState.CLOSED)

    requester.reopen_case(ANONYMOUS, case.token, text="Es ist wieder laut.")

    case.refresh_from_db()
    assert (case.state, case.coach, case.closed_at) == (CaseState.RECEIVED, None, None)
    assert case.owner_id == house.office.organisation_id


@pytest.mark.parametrize("cases", [1, 3])
def test_the_queue_costs_the_same_whatever_its_length(
    client: Client,
    cases: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    house = make_house()
    for _number in range(cases):
        make_case()
    hold_talk(house, bring_to(house, make_case(), CaseState.RUNNING))
    client.force_login(User.objects.get(pk=house.office.person_id or 0))
    client.get(reverse("advisory_work_list"))

    with django_assert_max_num_queries(12):
        page = client.get(reverse("advisory_work_list")).content.decode()

    assert page.count('class="advice-work__task"') == cases
