"""What this room tells others."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.core.outbox.api import Fact, fact


@dataclass(frozen=True, slots=True)
class _ProjectFact(Fact):
    """Facts of one project are delivered in their order."""

    project: str

    @property
    def item(self) -> str:
        return f"founding:{self.project}"


@fact("founding.project_begun")
@dataclass(frozen=True, slots=True)
class ProjectBegun(_ProjectFact):
    """Somebody has set out to found an initiative."""


@fact("founding.plan_published")
@dataclass(frozen=True, slots=True)
class PlanPublished(_ProjectFact):
    """A team shows its plan to everybody."""

    public_id: str


@fact("founding.plan_withdrawn")
@dataclass(frozen=True, slots=True)
class PlanWithdrawn(_ProjectFact):
    """A plan is no longer public."""

    public_id: str


@fact("founding.member_joined")
@dataclass(frozen=True, slots=True)
class MemberJoined(_ProjectFact):
    """Somebody accepted an invitation to the team."""

    member_id: int


@fact("founding.help_called")
@dataclass(frozen=True, slots=True)
class HelpCalled(_ProjectFact):
    """A team asks the office for help, or has not moved for long."""

    call_id: int


@fact("founding.help_answered")
@dataclass(frozen=True, slots=True)
class HelpAnswered(_ProjectFact):
    """The office has answered."""

    call_id: int


@fact("founding.signature_answered")
@dataclass(frozen=True, slots=True)
class SignatureAnswered(_ProjectFact):
    """A body signed the declaration, said no, or took its signature back."""

    signature_id: int
    state: str


@fact("founding.mentor_asked")
@dataclass(frozen=True, slots=True)
class MentorAsked(_ProjectFact):
    """A team asks an initiative to accompany it."""

    mentorship_id: int


@fact("founding.mentor_answered")
@dataclass(frozen=True, slots=True)
class MentorAnswered(_ProjectFact):
    """An initiative agreed to accompany a founding, or did not."""

    mentorship_id: int
    state: str


@fact("founding.profile_proposed")
@dataclass(frozen=True, slots=True)
class ProfileProposed(_ProjectFact):
    """The project has become an entry that the office checks."""

    slug: str


@fact("founding.initiative_founded")
@dataclass(frozen=True, slots=True)
class InitiativeFounded(_ProjectFact):
    """The entry made from a project stands in the directory."""

    slug: str
