"""Files that hang on stations, and who may open them."""

from __future__ import annotations

from drehscheibe.capabilities.founding.models import Milestone
from drehscheibe.capabilities.founding.queries.projects import projects_visible_to
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.files.api import StoredFile

__all__ = ["MILESTONE_FILES", "existing_milestones", "may_see_proof"]

MILESTONE_FILES = "founding.milestone"


def may_see_proof(actor: Actor, file: StoredFile) -> bool:
    """Whoever sees the inside of the project sees its proofs."""
    return projects_visible_to(actor).filter(milestones__uuid=file.owner_key).exists()


def existing_milestones(keys: list[str]) -> set[str]:
    rows = Milestone.objects.filter(uuid__in=keys).values_list("uuid", flat=True)
    return {str(uuid) for uuid in rows}
