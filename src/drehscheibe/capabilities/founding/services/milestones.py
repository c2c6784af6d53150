"""Work on a station: state, owner, date, words, and the proof that it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import pgettext

from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.choices.project import MilestoneState
from drehscheibe.capabilities.founding.models import Milestone
from drehscheibe.capabilities.founding.queries.files import MILESTONE_FILES
from drehscheibe.capabilities.founding.services.projects import Stale
from drehscheibe.capabilities.founding.services.way import note, open_project
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.files import api as files

__all__ = ["MOST_PROOFS", "MilestoneWords", "add_proof", "remove_proof", "save_milestone"]

MOST_PROOFS = 5


@dataclass(frozen=True, slots=True)
class MilestoneWords:
    """What the team says of a station; ``owner`` is the public key of a member, or empty."""

    state: str
    owner: str
    due_on: date
    note: str
    proof_url: str


@transaction.atomic
def save_milestone(
    actor: Actor, project_id: int, key: str, words: MilestoneWords, *, version: int
) -> Milestone:
    """Keep what the team says of a station.

    Raises
    ------
    Stale
        If somebody else has changed it since ``version``.
    ValidationError
        For a new date that has passed, an owner who is no member, or a missing reason.
    """
    project = open_project(actor, project_id, rules.may_work)
    milestone = project.milestones.get(key=key)
    if milestone.version != version:
        raise Stale(milestone)
    state = MilestoneState(words.state)
    today = timezone.localdate()
    if words.due_on != milestone.due_on:
        if words.due_on < today:
            raise ValidationError(
                {"due_on": pgettext("founding", "This day has passed. Choose today or later.")}
            )
        milestone.due_on, milestone.has_own_date = words.due_on, True
    needs_reason = state in (MilestoneState.BLOCKED, MilestoneState.SKIPPED)
    if needs_reason and not words.note.strip():
        raise ValidationError(
            {
                "note": pgettext(
                    "founding", "Please say in a sentence why. It helps whoever follows."
                )
            }
        )
    owner = None
    if words.owner:
        owner = next((m for m in project.members.all() if str(m.uuid) == words.owner), None)
        if owner is None:
            raise ValidationError(
                {"owner": pgettext("founding", "Please choose somebody of the team.")}
            )
    before = milestone.state
    milestone.owner, milestone.state = owner, state
    milestone.note, milestone.proof_url = words.note, words.proof_url
    if not milestone.is_settled:
        milestone.settled_on = None
    elif milestone.settled_on is None or before != state:
        milestone.settled_on = today
    milestone.version += 1
    milestone.save()
    note(actor, project, "milestone_saved", {"milestone": key, "state": [before, str(state)]})
    return milestone


@transaction.atomic
def add_proof(actor: Actor, project_id: int, key: str, upload: File[bytes]) -> None:
    """Hang a file on a station.

    Raises
    ------
    FileRefused
        With the reason, for the field.
    ValidationError
        If there is no room for more.
    """
    project = open_project(actor, project_id, rules.may_work)
    milestone = project.milestones.get(key=key)
    if files.files_of(MILESTONE_FILES, str(milestone.uuid)).count() >= MOST_PROOFS:
        raise ValidationError(
            pgettext("founding", "There is room for %(n)s files. Take one away first.")
            % {"n": MOST_PROOFS}
        )
    file = files.store_file(actor, upload)
    files.attach_file(actor, file, owner_kind=MILESTONE_FILES, owner_key=str(milestone.uuid))
    note(actor, project, "proof_added", {"milestone": key, "file": str(file.uuid)})


@transaction.atomic
def remove_proof(actor: Actor, project_id: int, key: str, file_uuid: UUID) -> None:
    """Take a file away and erase it; one that is gone already stays gone."""
    project = open_project(actor, project_id, rules.may_work)
    milestone = project.milestones.get(key=key)
    file = files.files_of(MILESTONE_FILES, str(milestone.uuid)).filter(uuid=file_uuid).first()
    if file is None:
        return
    files.erase_file(actor, file)
    note(actor, project, "proof_removed", {"milestone": key, "file": str(file_uuid)})
