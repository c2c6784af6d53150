"""What of the library belongs to a station, and how far the team is with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from drehscheibe.capabilities.founding.choices.guide import TOOLS, Tools
from drehscheibe.capabilities.founding.models import Project
from drehscheibe.capabilities.library import api as library
from drehscheibe.core.access.actor import Actor

__all__ = ["ChecklistAtStation", "ToolsAtStation", "find_tools", "sharing", "target_of"]


@dataclass(frozen=True, slots=True)
class ChecklistAtStation:
    """A checklist of a station.

    Attributes
    ----------
    copy : CopyCard or None
        The copy of the team; None if there is none, or the actor may not see it.
    is_begun : bool
        Whether somebody of the team has begun a copy.
    target_on : date or None
        From which the days of a copy would be counted.
    """

    card: library.ChecklistCard
    copy: library.CopyCard | None = None
    is_begun: bool = False
    target_on: date | None = None


@dataclass(frozen=True, slots=True)
class ToolsAtStation:
    """What of the library belongs to a station; empty where nothing does."""

    checklists: tuple[ChecklistAtStation, ...] = ()
    formats: tuple[library.FormatCard, ...] = ()
    packages: tuple[library.PackageCard, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.checklists or self.formats or self.packages)


def find_tools(actor: Actor, key: str, project: Project | None = None) -> ToolsAtStation:
    """Return the tools of a station; with a project also how far its copies are.

    At most seven queries.
    """
    tools = TOOLS.get(key, Tools())
    targets = dict(tools.checklists)
    cards = library.find_checklists(actor, list(targets)) if targets else []
    begun = _begun(project, targets) if project is not None and targets else {}
    seen = library.find_copies(actor, list(begun.values()))
    return ToolsAtStation(
        checklists=tuple(
            ChecklistAtStation(
                card,
                seen.get(begun[card.slug]) if card.slug in begun else None,
                card.slug in begun,
                target_of(project, key, card.slug) if project is not None else None,
            )
            for card in cards
        ),
        formats=tuple(library.find_formats_by_slug(actor, tools.formats)) if tools.formats else (),
        packages=tuple(library.find_packages(actor, tools.packages)) if tools.packages else (),
    )


def _begun(project: Project, targets: Mapping[str, str]) -> dict[str, UUID]:
    """Return the copies of a project by slug; stations that count from the same date share one."""
    rows = project.checklists.filter(slug__in=list(targets))
    return {
        row.slug: row.copy_uuid
        for row in rows
        if row.station in sharing(row.slug, targets[row.slug])
    }


def sharing(slug: str, dated: str) -> set[str]:
    """Return the stations whose checklist is counted from the same date: they share one copy."""
    return {key for key, tools in TOOLS.items() if (slug, dated) in tools.checklists}


def target_of(project: Project, key: str, slug: str) -> date | None:
    """Return the day from which a checklist of a station is counted; None if it is not one of its."""
    station = dict(TOOLS.get(key, Tools()).checklists).get(slug)
    return next((each.due_on for each in project.milestones.all() if each.key == station), None)
