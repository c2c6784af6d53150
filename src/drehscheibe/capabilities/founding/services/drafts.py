"""Write the texts of a project, and its financing plan."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import pgettext

from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.choices.project import DraftKind
from drehscheibe.capabilities.founding.models import Draft, DraftVersion, FinancingLine, Project
from drehscheibe.capabilities.founding.queries.texts import fill_template, find_text
from drehscheibe.capabilities.founding.services.letters import ask_anew
from drehscheibe.capabilities.founding.services.projects import Stale
from drehscheibe.capabilities.founding.services.way import note, open_project
from drehscheibe.core.access.actor import Actor

__all__ = [
    "MOST_CHARACTERS",
    "fix_wording",
    "remove_line",
    "renew_draft",
    "save_draft",
    "save_line",
]

MOST_CHARACTERS = 20_000
MOST_LINES = 40


@transaction.atomic
def save_draft(actor: Actor, project_id: int, kind: DraftKind, *, text: str, version: int) -> Draft:
    """Keep a text; every wording before it stays readable.

    A changed declaration is another declaration: who has signed is asked anew.

    Raises
    ------
    Stale
        If somebody else has written since ``version``.
    ValidationError
        If nothing or too much was written.
    """
    project = open_project(actor, project_id, rules.may_work)
    current = find_text(project, kind)
    if current.version != version:
        raise Stale(current)
    words = text.replace("\r\n", "\n").strip()
    if not words or len(words) > MOST_CHARACTERS:
        raise ValidationError(
            {"text": pgettext("founding", "Please write between one and 20,000 characters.")}
        )
    return _write(actor, project, kind, words)


@transaction.atomic
def renew_draft(actor: Actor, project_id: int, kind: DraftKind) -> Draft:
    """Fill a text from the project once more; the wording before stays readable."""
    project = open_project(actor, project_id, rules.may_work)
    return _write(actor, project, kind, fill_template(project, kind))


def fix_wording(actor: Actor, project: Project) -> int:
    """Keep the declaration as it stands, so that a signature names its wording; return its version."""
    draft = project.drafts.filter(kind=DraftKind.DECLARATION).first()
    if draft is None:
        text = fill_template(project, DraftKind.DECLARATION)
        draft = _write(actor, project, DraftKind.DECLARATION, text)
    return int(draft.version)


def _write(actor: Actor, project: Project, kind: DraftKind, text: str) -> Draft:
    draft = project.drafts.filter(kind=kind).first() or Draft(project=project, kind=kind, version=0)
    if draft.pk and draft.text == text:
        return draft
    draft.text = text
    draft.version += 1
    draft.save()
    DraftVersion.objects.create(
        draft=draft, number=draft.version, text=text, by=rules.member_of(actor, project)
    )
    if kind == DraftKind.DECLARATION:
        ask_anew(project)
    note(actor, project, "draft_saved", {"kind": str(kind), "version": draft.version})
    return draft


@transaction.atomic
def save_line(
    actor: Actor,
    project_id: int,
    *,
    kind: str,
    label: str,
    euros: int,
    certainty: str,
    uuid: UUID | None = None,
) -> FinancingLine:
    """Add a cost or an income to the financing plan, or change one."""
    project = open_project(actor, project_id, rules.may_work)
    line = project.financing_lines.filter(uuid=uuid).first() if uuid else None
    if line is None:
        if project.financing_lines.count() >= MOST_LINES:
            raise ValidationError(
                pgettext("founding", "Please sum up: a plan has at most 40 lines.")
            )
        line = FinancingLine(project=project)
    line.kind, line.label, line.euros, line.certainty = kind, label, euros, certainty
    line.full_clean()
    line.save()
    note(actor, project, "financing_saved")
    return line


@transaction.atomic
def remove_line(actor: Actor, project_id: int, uuid: UUID) -> None:
    """Take a line out of the plan; one that is gone already stays gone."""
    project = open_project(actor, project_id, rules.may_work)
    removed, _rows = project.financing_lines.filter(uuid=uuid).delete()
    if removed:
        note(actor, project, "financing_saved")
