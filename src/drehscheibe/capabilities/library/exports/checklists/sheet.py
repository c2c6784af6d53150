"""A copy as what every file says of it: words of the reader's language, in the order of the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.models import ChecklistCopy, CopyItem
from drehscheibe.capabilities.library.queries.copies import Progress, progress_of
from drehscheibe.ui.formats import day

__all__ = ["Row", "Sheet", "make_sheet"]


@dataclass(frozen=True, slots=True)
class Row:
    """One item."""

    uuid: str
    section: str
    text: str
    explanation: str
    state: str
    reason: str
    who: str
    due_on: date | None
    evidence: str
    note: str
    link: str
    files: tuple[str, ...]
    is_done: bool
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A copy at one moment."""

    uuid: str
    title: str
    checklist: str
    date_name: str
    target_on: date | None
    publisher: str
    language: str
    made_on: date
    progress: Progress
    rows: tuple[Row, ...]
    is_example: bool

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What stands above the items."""
        done = _("%(done)s of %(total)s done") % {
            "done": self.progress.done,
            "total": self.progress.total,
        }
        facts = [(_("Checklist"), self.checklist), (_("Organisation"), self.publisher)]
        if self.target_on is not None:
            facts.append((self.date_name, day(self.target_on)))
        return (*facts, (_("Progress"), done))

    @property
    def warning(self) -> str:
        return (
            _("This is an example. It shows how a team works with a checklist.")
            if self.is_example
            else ""
        )

    def sections(self) -> list[tuple[str, list[Row]]]:
        """Return the rows below their headings."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.section, []).append(row)
        return list(found.items())


def make_sheet(copy: ChecklistCopy, items: Iterable[CopyItem]) -> Sheet:
    """Return a copy, whose items are loaded with people and files, in the present language."""
    loaded = list(items)
    return Sheet(
        uuid=str(copy.uuid),
        title=copy.title,
        checklist=copy.checklist.shown_title.plain,
        date_name=copy.checklist.shown_date_name.plain,
        target_on=copy.target_on,
        publisher=str(copy.organisation),
        language="en" if (get_language() or "de").startswith("en") else "de",
        made_on=timezone.localdate(),
        progress=progress_of(loaded),
        rows=tuple(_row(item) for item in loaded),
        is_example=copy.is_example,
    )


def _row(item: CopyItem) -> Row:
    return Row(
        uuid=str(item.uuid),
        section=item.shown_section.plain,
        text=item.shown_text.plain,
        explanation=item.shown_explanation.plain,
        state=str(item.get_state_display()),
        reason=item.reason,
        who=str(item.owner_words),
        due_on=item.due_on,
        evidence=item.shown_evidence.plain,
        note=item.note,
        link=item.link,
        files=tuple(row.file.label for row in item.files.all()),
        is_done=item.state == "done",
        is_left_out=item.state == "not_applicable",
    )
