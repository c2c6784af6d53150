"""Begin a checklist of the library from a station, with the date of the project."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import pgettext

from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.choices.guide import TOOLS, Tools
from drehscheibe.capabilities.founding.queries.tools import sharing, target_of
from drehscheibe.capabilities.founding.services.way import note, open_project
from drehscheibe.capabilities.library import api as library
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict

__all__ = ["begin_checklist"]


@transaction.atomic
def begin_checklist(actor: Actor, project_id: int, key: str, slug: str) -> UUID:
    """Make a copy of a checklist for the organisation of the actor; a copy of the team is found again.

    Raises
    ------
    Conflict
        If the checklist does not belong to the station, or is not public any more.
    NotAllowed
        For people outside of the team, and without a mandate.
    """
    project = open_project(actor, project_id, rules.may_work)
    dated = dict(TOOLS.get(key, Tools()).checklists).get(slug)
    if dated is None:
        raise Conflict(pgettext("founding", "This checklist does not belong to the station."))
    # The event of the first meeting is not the event of the public start; the founding is one.
    begun = project.checklists.filter(slug=slug, station__in=sharing(slug, dated)).first()
    if begun is not None:
        return begun.copy_uuid
    copy_uuid = library.start_checklist_copy(
        actor, slug, title=project.name, target_on=target_of(project, key, slug)
    )
    project.checklists.create(station=key, slug=slug, copy_uuid=copy_uuid)
    note(actor, project, "checklist_begun", {"station": key, "checklist": slug})
    return copy_uuid
