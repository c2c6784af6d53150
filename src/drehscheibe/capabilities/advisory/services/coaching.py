"""What a coach does in a case: take it, agree a goal, write, hand things over, give a result."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.advisory import rules
from drehscheibe.capabilities.advisory.choices import Circle, CoachReason, ProposalState, Side
from drehscheibe.capabilities.advisory.models import Case, Material, Message, Proposal, Step
from drehscheibe.capabilities.advisory.queries import cases
from drehscheibe.capabilities.advisory.queries.coaching import asked_proposal, second_choice
from drehscheibe.capabilities.advisory.services import way
from drehscheibe.capabilities.advisory.services.triage import (
    FIRST_ANSWER,
    first_answer,
    release_coach,
)
from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.access.errors import Conflict

__all__ = [
    "accept_case",
    "add_step",
    "ask_next",
    "decline_proposal",
    "finish_case",
    "go_on",
    "hand_over_material",
    "leave_case",
    "propose_goal",
    "remove_material",
    "remove_step",
    "tick_step",
    "write_message",
]


@transaction.atomic
def accept_case(actor: Actor, pk: int) -> Case:
    """Take a case that one was asked to take; the office may take it for the coach.

    Raises
    ------
    Conflict
        If somebody else was faster.
    """
    case, proposal = _asked(actor, pk)
    proposal.state, proposal.decided_at = ProposalState.ACCEPTED, timezone.now()
    proposal.save(update_fields=["state", "decided_at"])
    case.proposals.filter(state=ProposalState.SECOND).update(state=ProposalState.ENDED)
    case.coach_id = proposal.coach_id
    way.advance(case, "accept", actor=actor)
    return case


@transaction.atomic
def decline_proposal(actor: Actor, pk: int, *, reason: str, note: str = "") -> Case:
    """Say that one cannot take a case; the second choice is asked, else the office chooses anew."""
    case, proposal = _asked(actor, pk)
    proposal.state, proposal.decided_at = ProposalState.DECLINED, timezone.now()
    proposal.reason, proposal.note = CoachReason(reason), note
    proposal.save()
    if not ask_next(case):
        way.advance(case, "cannot", actor=actor, changes={"reason": reason})
    return case


def ask_next(case: Case) -> bool:
    """Ask the second choice, if there is one and they may still be asked; return whether."""
    second = second_choice(case)
    if second is None or case.state != "coach_proposed":
        return False
    second.state = ProposalState.ASKED
    second.save(update_fields=["state"])
    way.advance(case, "ask_second", actor=SYSTEM, changes={"coach": second.coach_id})
    return True


@transaction.atomic
def leave_case(actor: Actor, pk: int, *, reason: str, note: str = "") -> Case:
    """Give a case back, for example because one's time does not allow it any more."""
    case = _own(actor, pk)
    way.ensure_possible(case, "lose_coach")
    case.proposals.filter(state=ProposalState.ACCEPTED).update(
        state=ProposalState.DECLINED,
        reason=CoachReason(reason),
        note=note,
        decided_at=timezone.now(),
    )
    release_coach(case)
    way.advance(case, "lose_coach", actor=actor, changes={"reason": reason})
    return case


@transaction.atomic
def propose_goal(actor: Actor, pk: int, *, goal: str, seen: str = "") -> Case:
    """Write down the goal; with that the advisory side has said yes, the other side follows.

    ``seen`` is the goal that stood there when the writer began; if another stands there now,
    somebody else was faster.
    """
    case = _own(actor, pk)
    way.ensure_possible(case, "propose_goal")
    if " ".join(seen.split()) != " ".join(case.goal.split()):
        raise Conflict(
            _("Somebody has changed the goal meanwhile. Please read it and write again.")
        )
    case.goal = goal.strip()
    case.goal_proposed_at, case.goal_agreed_at = timezone.now(), None
    way.advance(case, "propose_goal", actor=actor)
    return case


@transaction.atomic
def go_on(actor: Actor, pk: int, *, due_on: date) -> Case:
    """Say until when the next thing happens in a case that is in work."""
    case = _own(actor, pk)
    if due_on <= timezone.localdate():
        raise ValidationError({"due_on": _("Please choose a day after today.")})
    way.advance(case, "go_on", actor=actor, due_on=due_on, changes={"due_on": str(due_on)})
    return case


@transaction.atomic
def finish_case(actor: Actor, pk: int, *, result: str) -> Case:
    """Write down what came of it; those who asked say whether it helps."""
    case = _own(actor, pk)
    way.ensure_possible(case, "finish")
    case.result = result.strip()
    case.finished_at = timezone.now()
    way.advance(case, "finish", actor=actor)
    return case


@transaction.atomic
def write_message(actor: Actor, pk: int, *, text: str, circle: str) -> Case:
    """Write to those who asked, or leave a note for service office and coach."""
    case = _own(actor, pk)
    message = Message.objects.create(
        case=case,
        side=Side.TEAM,
        circle=Circle(circle),
        text=text.strip(),
        written_under_id=actor.mandate_id,
    )
    if circle == Circle.BOTH:
        first_answer(case)
        case.save(update_fields=[*FIRST_ANSWER, "changed_at"])
        way.news(case, actor, "message", Side.TEAM, f"message-{message.pk}")
    way.note(case, actor, "message_written", {"circle": circle})
    return case


@transaction.atomic
def add_step(actor: Actor, pk: int, *, text: str, side: str, due_on: date) -> Case:
    """Agree on a step with an owner on one of the sides and a day."""
    case = _own(actor, pk)
    if due_on < timezone.localdate():
        raise ValidationError({"due_on": _("This day has passed. Please choose a day to come.")})
    step = Step.objects.create(case=case, text=text.strip(), side=Side(side), due_on=due_on)
    way.note(case, actor, "step_added", {"side": side, "due_on": str(due_on)})
    if side == Side.REQUESTER:
        way.news(case, actor, "step", Side.TEAM, f"step-{step.pk}")
    return case


@transaction.atomic
def tick_step(actor: Actor, pk: int, *, uuid: str, is_done: bool) -> Case:
    """Note that a step of either side is done, or that it is not after all."""
    case = _own(actor, pk)
    case.steps.filter(uuid=uuid).update(done_at=timezone.now() if is_done else None)
    way.note(case, actor, "step_ticked", {"is_done": is_done})
    return case


@transaction.atomic
def remove_step(actor: Actor, pk: int, *, uuid: str) -> Case:
    """Remove a step that is not needed any more."""
    case = _own(actor, pk)
    case.steps.filter(uuid=uuid).delete()
    way.note(case, actor, "step_removed", {})
    return case


@transaction.atomic
def hand_over_material(actor: Actor, pk: int, *, address: str, title: str, note: str = "") -> Case:
    """Hand over something of this hub by its address; the same thing once.

    Raises
    ------
    ValidationError
        If the address leads somewhere else.
    """
    case = _own(actor, pk)
    path = _path_on_this_hub(address)
    material, is_new = Material.objects.get_or_create(
        case=case, path=path, defaults={"title": title.strip() or path, "note": note.strip()}
    )
    way.note(case, actor, "material_handed_over", {})
    if is_new:
        way.news(case, actor, "material", Side.TEAM, f"material-{material.pk}")
    return case


@transaction.atomic
def remove_material(actor: Actor, pk: int, *, material: int) -> Case:
    """Take something back that was handed over by mistake."""
    case = _own(actor, pk)
    case.materials.filter(pk=material).delete()
    way.note(case, actor, "material_removed", {})
    return case


def _path_on_this_hub(address: str) -> str:
    parts, home = urlsplit(address.strip()), urlsplit(settings.BASE_URL)
    if parts.netloc and parts.netloc != home.netloc:
        raise ValidationError({"address": _("Please enter the address of a page of this hub.")})
    try:
        resolve(parts.path)
    except Resolver404 as missing:
        message = _("There is no such page on this hub. Please copy the address from the browser.")
        raise ValidationError({"address": message}) from missing
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _own(actor: Actor, pk: int) -> Case:
    case = cases.lock_case(pk)
    way.allow(rules.may_work(actor, case))
    return case


def _asked(actor: Actor, pk: int) -> tuple[Case, Proposal]:
    """Lock a case and return it with the proposal that the actor may decide."""
    case = cases.lock_case(pk)
    proposal = asked_proposal(case)
    if not rules.may_work(actor, case) and _has_declined(actor, case):
        # On another device, a moment ago: nothing else is told of a case that is no longer theirs.
        raise Conflict(_("You have said already that you cannot take this case."))
    if proposal is None:
        way.allow(rules.may_work(actor, case))
        raise Conflict(way.describe_position(case))
    way.allow(rules.is_asked_coach(actor, case))
    return case, proposal


def _has_declined(actor: Actor, case: Case) -> bool:
    """Whether the actor was asked, said no, and is not asked again."""
    own = case.proposals.filter(coach__person_id=actor.person_id)
    is_asked = own.filter(state=ProposalState.ASKED).exists()
    return not is_asked and own.filter(state=ProposalState.DECLINED).exists()
