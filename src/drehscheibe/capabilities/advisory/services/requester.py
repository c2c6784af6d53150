"""What those who asked do on their page: answer, agree, tick off, say no, withdraw, tell, come back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.advisory import rules
from drehscheibe.capabilities.advisory.choices import (
    Circle,
    Confidentiality,
    Helped,
    ProposalState,
    Side,
)
from drehscheibe.capabilities.advisory.machine import ACTIVE_STATES
from drehscheibe.capabilities.advisory.models import Case, Message, PrivateNote
from drehscheibe.capabilities.advisory.queries import cases
from drehscheibe.capabilities.advisory.queries.coaching import asked_proposal
from drehscheibe.capabilities.advisory.services import coaching, findable, links, maturing, way
from drehscheibe.capabilities.advisory.services.triage import release_coach
from drehscheibe.core.access.actor import ANONYMOUS, SYSTEM, Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.files import api as files
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Mandate

__all__ = [
    "ERASED",
    "agree_goal",
    "answer",
    "choose_confidentiality",
    "discuss_goal",
    "erase_case",
    "forget_asker",
    "rate_result",
    "refuse_coach",
    "reopen_case",
    "set_mails",
    "stop_mails",
    "tick_own_step",
    "withdraw_case",
]

#: Stored instead of the words, and therefore in both languages.
ERASED = "Gelöscht. / Erased."


@transaction.atomic
def answer(actor: Actor, token: UUID, *, text: str) -> Case:
    """Write to the advisory side; where a question is open, this answers it."""
    case = _own(actor, token)
    message = Message.objects.create(case=case, side=Side.REQUESTER, text=text.strip())
    if case.state == "asked_back":
        way.advance(case, "answer", actor=actor)
    else:
        way.note(case, ANONYMOUS, "message_written", {"circle": Circle.BOTH})
        way.news(case, actor, "message", Side.REQUESTER, f"message-{message.pk}")
    return case


@transaction.atomic
def agree_goal(actor: Actor, token: UUID, *, seen: str) -> Case:
    """Say yes to the goal as it was read; with that the work begins.

    Raises
    ------
    Conflict
        If the goal has been changed since.
    """
    case = _own(actor, token)
    way.ensure_possible(case, "agree_goal")
    if " ".join(seen.split()) != " ".join(case.goal.split()):
        raise Conflict(way.describe_position(case))
    case.goal_agreed_at = timezone.now()
    way.advance(case, "agree_goal", actor=actor)
    return case


@transaction.atomic
def discuss_goal(actor: Actor, token: UUID, *, text: str) -> Case:
    """Say what should be different about the goal."""
    case = _own(actor, token)
    way.ensure_possible(case, "discuss_goal")
    Message.objects.create(case=case, side=Side.REQUESTER, text=text.strip())
    way.advance(case, "discuss_goal", actor=actor)
    return case


@transaction.atomic
def refuse_coach(actor: Actor, token: UUID, *, note: str = "") -> Case:
    """Say "not this coach". The reason is for the office; the coach only learns that it went on."""
    case = _own(actor, token)
    way.ensure_possible(case, "refuse_coach")
    was_asked = asked_proposal(case) is not None
    open_states = (ProposalState.ASKED, ProposalState.ACCEPTED)
    case.proposals.filter(state__in=open_states).update(
        state=ProposalState.REFUSED, note=note.strip(), decided_at=timezone.now()
    )
    case.coach = None
    if was_asked and coaching.ask_next(case):
        way.note(case, ANONYMOUS, "refuse_coach", {})
        return case
    release_coach(case)
    way.advance(case, "refuse_coach", actor=actor)
    return case


@transaction.atomic
def tick_own_step(actor: Actor, token: UUID, *, uuid: UUID, is_done: bool) -> Case:
    """Note that an own step is done, or that it is not after all."""
    case = _own(actor, token)
    own = case.steps.filter(uuid=uuid, side=Side.REQUESTER)
    if own.update(done_at=timezone.now() if is_done else None):
        way.note(case, ANONYMOUS, "step_ticked", {"is_done": is_done})
        if is_done:
            way.news(case, actor, "step_done", Side.REQUESTER, f"step-done-{uuid}")
    return case


@transaction.atomic
def choose_confidentiality(actor: Actor, token: UUID, *, confidentiality: str) -> Case:
    """Choose who may know of the case; made narrower, it vanishes elsewhere at once.

    A coach from outside the office loses a case that now stays in the office.
    """
    case = _own(actor, token)
    before = case.confidentiality
    case.confidentiality = Confidentiality(confidentiality)
    changes = {"confidentiality": [before, confidentiality]}
    if case.confidentiality == Confidentiality.OFFICE and _has_coach_outside(case):
        release_coach(case)
        way.advance(case, "lose_coach", actor=SYSTEM, changes=changes)
        return case
    case.save(update_fields=["confidentiality", "changed_at"])
    findable.refresh(case)
    way.note(case, ANONYMOUS, "confidentiality_chosen", changes)
    return case


@transaction.atomic
def rate_result(actor: Actor, token: UUID, *, helped: str, note: str = "") -> Case:
    """Say whether the result helps."""
    case = _own(actor, token)
    way.ensure_possible(case, "rate")
    case.helped, case.helped_note = Helped(helped), note.strip()
    case.rated_at = timezone.now()
    way.advance(case, "rate", actor=actor, changes={"helped": helped})
    return case


@transaction.atomic
def reopen_case(actor: Actor, token: UUID, *, text: str) -> Case:
    """Come back: say what is still open or new; the office has the same days as at first."""
    case = _own(actor, token)
    way.ensure_possible(case, "reopen")
    Message.objects.create(case=case, side=Side.REQUESTER, text=text.strip())
    release_coach(case)
    case.goal_agreed_at = None
    way.advance(case, "reopen", actor=actor)
    return case


@transaction.atomic
def withdraw_case(actor: Actor, token: UUID) -> Case:
    """Take the request back; nobody has to do anything any more."""
    case = _own(actor, token)
    way.ensure_possible(case, "withdraw")
    release_coach(case, keep_coach=True)
    way.advance(case, "withdraw", actor=actor)
    return case


@transaction.atomic
def set_mails(actor: Actor, token: UUID, *, wanted: bool) -> Case:
    """Begin or end the e-mails about a case."""
    case = _own(actor, token)
    case.wants_mail = wanted
    case.save(update_fields=["wants_mail"])
    return case


@transaction.atomic
def stop_mails(stop_token: str) -> bool:
    """End all e-mails about a case by the address in one of them; return whether it was one."""
    case = links.find_of_stop_token(stop_token)
    if case is None:
        return False
    Case.objects.filter(pk=case.pk).update(wants_mail=False)
    return True


@transaction.atomic
def erase_case(case_id: int, actor: Actor = ANONYMOUS) -> None:
    """Forget who asked, what, and everything that was said; number, stations and hours stay.

    One that was never confirmed vanishes. A practice case that was made of it is taken back, unless
    it is nobody's any more to recognise: that is what the consents are for.
    """
    case = cases.lock_case(case_id)
    if case.item is None:
        case.delete()
        return
    if case.erased_at is not None:
        return
    if case.state in ACTIVE_STATES:
        release_coach(case, keep_coach=True)
        way.advance(case, "withdraw", actor=actor)
    maturing.forget_practice(case)
    case.situation = case.wish = ERASED
    case.goal = case.result = case.refusal_note = case.helped_note = ""
    case.forget_who_asked()
    case.organisation_id = None
    case.wanted_on = None
    case.confidentiality = Confidentiality.OFFICE
    case.save()
    keys = [str(case.uuid)]
    files.erase_files_of(SYSTEM, owner_kind=cases.FILE_OWNER, owner_keys=keys)
    PrivateNote.objects.filter(session__case=case).delete()
    for rows in (case.messages, case.steps, case.materials):
        rows.all().delete()
    case.sessions.update(place="", link="", people="", notes="")
    case.proposals.update(note="")
    case.follow_ups.update(note="")
    findable.refresh(case)
    way.note(case, ANONYMOUS, "erased", {})


@transaction.atomic
def forget_asker(case_id: int) -> None:
    """Take the person out of a case that belongs to their organisation, which keeps it."""
    case = cases.lock_case(case_id)
    case.person_id = None
    case.name = ""
    case.save(update_fields=["person", "name", "changed_at"])
    way.note(case, ANONYMOUS, "asker_forgotten", {})


def _has_coach_outside(case: Case) -> bool:
    proposal = asked_proposal(case)
    coach = case.coach or (proposal.coach if proposal else None)
    if coach is None:
        return False
    valid = Mandate.objects.valid_at(timezone.now()).filter(
        person_id=coach.person_id, organisation__kind=OrganisationKind.OFFICE
    )
    return not valid.exists()


def _own(actor: Actor, token: UUID) -> Case:
    case = cases.lock_by_token(token)
    way.allow(rules.is_requester(actor, case) and case.erased_at is None)
    return case
