"""Who is told what: reactions to our own facts and to decisions about entries, after the change is safe."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drehscheibe.capabilities.directory.facts import ClaimDecided, ClaimWithdrawn
from drehscheibe.capabilities.founding.choices.project import MentorshipState
from drehscheibe.capabilities.founding.facts import (
    HelpAnswered,
    HelpCalled,
    MemberJoined,
    MentorAnswered,
    MentorAsked,
    SignatureAnswered,
)
from drehscheibe.capabilities.founding.models import (
    HelpCall,
    Member,
    Mentorship,
    Project,
    Signature,
)
from drehscheibe.capabilities.founding.queries.projects import list_team_person_ids
from drehscheibe.capabilities.founding.queries.texts import region_of
from drehscheibe.capabilities.founding.rules import WORKING_ROLES
from drehscheibe.capabilities.founding.services.publishing import settle_profile
from drehscheibe.core.notify import api as notify
from drehscheibe.core.organisations.queries import list_office_person_ids, mandates_of
from drehscheibe.core.outbox import api as outbox

__all__ = ["register"]


def register() -> None:
    """Subscribe; called once from ``AppConfig.ready``."""
    outbox.subscribe(MemberJoined, "founding.tell_team", tell_team)
    outbox.subscribe(HelpCalled, "founding.tell_office", tell_office)
    outbox.subscribe(HelpAnswered, "founding.tell_answer", tell_answer)
    outbox.subscribe(SignatureAnswered, "founding.tell_signature", tell_signature)
    outbox.subscribe(MentorAsked, "founding.tell_mentor", tell_mentor)
    outbox.subscribe(MentorAnswered, "founding.tell_mentorship", tell_mentorship)
    outbox.subscribe(ClaimDecided, "founding.follow_claim", follow_claim)
    outbox.subscribe(ClaimWithdrawn, "founding.follow_withdrawal", follow_withdrawal)


def tell_team(fact: MemberJoined) -> None:
    member = Member.objects.select_related("project", "person").filter(pk=fact.member_id).first()
    if member is None:
        return  # gone again before anybody was told
    people = [pk for pk in list_team_person_ids(member.project) if pk != member.person_id]
    context = {**_about(member.project), "person": str(member.person)}
    notify.tell(people, "founding.member_joined", fact_key=f"joined:{member.uuid}", context=context)


def tell_office(fact: HelpCalled) -> None:
    """Tell the office; of a team that did not ask itself, only name, region and station."""
    call = HelpCall.objects.select_related("project").get(pk=fact.call_id)
    context = {
        **_about(call.project),
        "region": region_of(call.project),
        "station": call.milestone_key.removeprefix("m"),
        "due": call.due_on.isoformat(),
    }
    notify.tell(
        list_office_person_ids(),
        f"founding.help_{call.reason}",
        fact_key=f"founding-call:{call.uuid}",
        context=context,
    )
    if call.milestone_key:
        notify.tell(
            list_team_person_ids(call.project),
            "founding.stands_still",
            fact_key=f"founding-still:{call.uuid}",
            context=context,
        )


def tell_answer(fact: HelpAnswered) -> None:
    call = HelpCall.objects.select_related("project").get(pk=fact.call_id)
    _tell_team(call.project, "founding.help_answered", f"founding-answer:{call.uuid}", {})


def tell_signature(fact: SignatureAnswered) -> None:
    signature = Signature.objects.select_related("project").get(pk=fact.signature_id)
    moment = signature.answered_at.isoformat() if signature.answered_at else ""
    _tell_team(
        signature.project,
        "founding.signature_answered",
        f"founding-signature:{signature.uuid}:{fact.state}:{moment}",
        {"body": signature.body, "state": fact.state},
    )


def tell_mentor(fact: MentorAsked) -> None:
    mentorship = Mentorship.objects.select_related("project").get(pk=fact.mentorship_id)
    notify.tell(
        _people_of(mentorship),
        "founding.mentor_asked",
        fact_key=f"founding-mentor:{mentorship.uuid}",
        context={
            **_about(mentorship.project),
            "region": region_of(mentorship.project),
            "mentorship": str(mentorship.uuid),
            "due": mentorship.due_on.isoformat(),
        },
    )


def tell_mentorship(fact: MentorAnswered) -> None:
    """Tell the team what was answered; both sides when it ends."""
    mentorship = Mentorship.objects.select_related("project", "organisation").get(
        pk=fact.mentorship_id
    )
    more = {"initiative": str(mentorship.organisation), "state": fact.state}
    key = f"founding-mentorship:{mentorship.uuid}:{fact.state}"
    _tell_team(mentorship.project, "founding.mentor_answered", key, more)
    if fact.state in (MentorshipState.ENDED, MentorshipState.WITHDRAWN):
        notify.tell(
            _people_of(mentorship),
            "founding.mentorship_ended",
            fact_key=f"{key}:mentor",
            context={**_about(mentorship.project), "mentorship": str(mentorship.uuid)},
        )


def follow_claim(fact: ClaimDecided) -> None:
    project = settle_profile(fact.slug, is_accepted=fact.is_accepted)
    if project is not None:
        _tell_team(
            project,
            "founding.profile_decided",
            f"founding-profile:{fact.claim_id}",
            {"slug": fact.slug, "is_accepted": fact.is_accepted},
        )


def follow_withdrawal(fact: ClaimWithdrawn) -> None:
    """Let the team go on after it took its own proposal back; it knows of it."""
    settle_profile(fact.slug, is_accepted=False)


def _tell_team(project: Project, kind: str, key: str, more: dict[str, Any]) -> None:
    people: Iterable[int] = list_team_person_ids(project)
    notify.tell(people, kind, fact_key=key, context={**_about(project), **more})


def _people_of(mentorship: Mentorship) -> Iterable[int]:
    valid = mandates_of(mentorship.organisation_id).filter(role__in=WORKING_ROLES)
    return valid.values_list("person_id", flat=True)


def _about(project: Project) -> dict[str, str]:
    return {"project": str(project.uuid), "name": project.name}
