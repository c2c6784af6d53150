"""What the office does with a request: ask back, decline, choose a coach, end."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.advisory import rules
from drehscheibe.capabilities.advisory.choices import Circle, ProposalState, Refusal, Side
from drehscheibe.capabilities.advisory.models import Case, Coach, Message, Proposal
from drehscheibe.capabilities.advisory.queries import cases
from drehscheibe.capabilities.advisory.queries.coaching import Candidate, list_candidates
from drehscheibe.capabilities.advisory.services import way
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.trace.clock import count_working_days

__all__ = [
    "FIRST_ANSWER",
    "ask_back",
    "decline_case",
    "end_case",
    "first_answer",
    "propose_coach",
    "release_coach",
]

#: What :func:`first_answer` writes.
FIRST_ANSWER = ("first_answer_at", "days_to_first_answer")


def first_answer(case: Case) -> None:
    """Note when somebody answered for the first time; saved with the case."""
    if case.first_answer_at is not None or case.confirmed_at is None:
        return
    case.first_answer_at = timezone.now()
    asked_on, today = timezone.localdate(case.confirmed_at), timezone.localdate()
    case.days_to_first_answer = count_working_days(asked_on, today)


@transaction.atomic
def ask_back(actor: Actor, pk: int, *, text: str) -> Case:
    """Ask those who want advice something before it goes on."""
    way.allow(rules.may_manage(actor))
    case = cases.lock_case(pk)
    way.ensure_possible(case, "ask_back")
    Message.objects.create(
        case=case, side=Side.TEAM, circle=Circle.BOTH, text=text, written_under_id=actor.mandate_id
    )
    first_answer(case)
    way.advance(case, "ask_back", actor=actor)
    return case


@transaction.atomic
def decline_case(actor: Actor, pk: int, *, reason: str, note: str) -> Case:
    """Say that a request is not taken on, why, and where to turn instead."""
    way.allow(rules.may_manage(actor))
    case = cases.lock_case(pk)
    way.ensure_possible(case, "decline")
    case.refusal, case.refusal_note = Refusal(reason), note
    first_answer(case)
    way.advance(case, "decline", actor=actor, changes={"reason": reason})
    return case


@transaction.atomic
def propose_coach(actor: Actor, pk: int, *, coach_id: int, second_id: int | None = None) -> Case:
    """Ask a coach to take a case, with a second choice should they not be able to.

    Raises
    ------
    Conflict
        If somebody else moved the case, or a coach cannot be asked; the message says why.
    """
    way.allow(rules.may_manage(actor))
    case = cases.lock_case(pk)
    way.ensure_possible(case, "propose_coach")
    # Capacity is what becomes scarce: who gives cases to the same coach waits for the other.
    list(Coach.objects.select_for_update().filter(pk__in=[coach_id, second_id or 0]).order_by("pk"))
    candidates = {one.coach.pk: one for one in list_candidates(case)}
    first = _askable(candidates, coach_id)
    second = _askable(candidates, second_id) if second_id and second_id != coach_id else None
    release_coach(case)
    _propose(case, first, ProposalState.ASKED, actor)
    if second is not None:
        _propose(case, second, ProposalState.SECOND, actor)
    first_answer(case)
    way.advance(case, "propose_coach", actor=actor, changes={"coach": coach_id})
    return case


@transaction.atomic
def end_case(actor: Actor, pk: int, *, text: str) -> Case:
    """End a case of which nothing more is heard; those who asked read why and can re-open it."""
    way.allow(rules.may_manage(actor))
    case = cases.lock_case(pk)
    way.ensure_possible(case, "end")
    Message.objects.create(
        case=case, side=Side.TEAM, circle=Circle.BOTH, text=text, written_under_id=actor.mandate_id
    )
    release_coach(case, keep_coach=True)
    way.advance(case, "end", actor=actor)
    return case


def release_coach(
    case: Case, *, state: str = ProposalState.ENDED, keep_coach: bool = False
) -> None:
    """End what was proposed before; the case is saved by the caller."""
    open_states = [ProposalState.ASKED, ProposalState.SECOND]
    if not keep_coach:
        open_states.append(ProposalState.ACCEPTED)
    case.proposals.filter(state__in=open_states).update(state=state, decided_at=timezone.now())
    if not keep_coach:
        case.coach = None


def _askable(candidates: dict[int, Candidate], coach_id: int) -> Candidate:
    found = candidates.get(coach_id)
    if found is None:
        raise Conflict(_("This coach is no longer on the list. Please choose again."))
    if found.obstacle:
        words = {"name": found.coach, "obstacle": found.obstacle}
        raise Conflict(_("%(name)s cannot be asked: %(obstacle)s. Please choose again.") % words)
    return found


def _propose(case: Case, candidate: Candidate, state: str, actor: Actor) -> None:
    Proposal.objects.create(
        case=case,
        coach=candidate.coach,
        state=state,
        reasons=list(candidate.reasons),
        proposed_under_id=actor.mandate_id,
    )
