"""What every use case begins and ends with: the lock, the rule, the line in the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import pgettext

from drehscheibe.capabilities.founding.models import Project
from drehscheibe.capabilities.founding.queries.projects import lock_project
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import NotAllowed
from drehscheibe.core.audit import api as audit

__all__ = ["note", "open_project"]


def open_project(actor: Actor, pk: int, rule: Callable[[Actor, Project], bool]) -> Project:
    """Return the locked project.

    Raises
    ------
    NotAllowed
        If the rule says no.
    """
    project = lock_project(pk)
    if not rule(actor, project):
        raise NotAllowed(pgettext("founding", "Only the team of this project may do that."))
    return project


def note(
    actor: Actor, project: Project, verb: str, changes: Mapping[str, Any] | None = None
) -> None:
    """Log an act of the team; from now on the project counts as moving again."""
    if not actor.is_office:
        project.acted_at = timezone.now()
        project.save(update_fields=["acted_at"])
    audit.record(
        actor,
        f"founding.{verb}",
        item_kind="founding",
        item_key=str(project.uuid),
        changes=changes,
    )
