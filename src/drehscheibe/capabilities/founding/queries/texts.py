"""The texts of a project: made from what it says, until somebody writes them anew."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils import timezone
from django.utils.translation import get_language, pgettext

from drehscheibe.capabilities.founding.choices.project import (
    Certainty,
    DraftKind,
    LineKind,
    SeatState,
    SignatureState,
)
from drehscheibe.capabilities.founding.models import FinancingLine, Project, Signature
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import labels
from drehscheibe.ui.formats import day, enumeration

__all__ = [
    "Part",
    "Sums",
    "TextOfProject",
    "fill_template",
    "find_gaps",
    "find_text",
    "list_signatures",
    "read_parts",
    "region_of",
    "sum_up",
]

DATA = Path(__file__).parents[1] / "data" / "drafts"
_GAP = re.compile(r"\[[^\[\]\n]{1,200}\]")


@dataclass(frozen=True, slots=True)
class TextOfProject:
    """A text as it stands now; version 0 is the one that the project fills by itself."""

    kind: DraftKind
    text: str
    version: int

    @property
    def label(self) -> str:
        return str(self.kind.label)

    @property
    def is_own(self) -> bool:
        return self.version > 0

    @property
    def gaps(self) -> list[str]:
        return find_gaps(self.text)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the paragraphs and lists below it."""

    title: str
    blocks: tuple[tuple[str, ...], ...]  # a list begins with "-", a paragraph is one text


@dataclass(frozen=True, slots=True)
class Sums:
    """The financing plan in sums of euros a year."""

    costs: int
    promised: int
    hoped: int

    @property
    def gap(self) -> int:
        """What is missing even if all that is hoped for comes."""
        return max(0, self.costs - self.promised - self.hoped)

    @property
    def open(self) -> int:
        """What is not promised yet."""
        return max(0, self.costs - self.promised)


def find_text(project: Project, kind: DraftKind) -> TextOfProject:
    """Return a text of a project as it stands; one query."""
    draft = project.drafts.filter(kind=kind).first()
    if draft is not None:
        return TextOfProject(kind, draft.text, draft.version)
    return TextOfProject(kind, fill_template(project, kind), 0)


def fill_template(project: Project, kind: DraftKind) -> str:
    """Fill a template in the current language; what the project does not know is a gap in brackets."""
    names = labels(Topic)
    bodies = [seat.name for seat in project.seats.all() if seat.state == SeatState.AGREED]
    gap = {
        "reason": pgettext("founding draft", "[reason: why here, why now]"),
        "goal": pgettext("founding draft", "[goal: what shall be different in two years]"),
        "topics": pgettext("founding draft", "[topics]"),
        "bodies": pgettext("founding draft", "[bodies that take part]"),
        "host": pgettext("founding draft", "[house that takes in the office]"),
        "contact": pgettext("founding draft", "[name, e-mail address, telephone]"),
    }
    today = timezone.localdate()
    values = {
        "name": project.name,
        "region": region_of(project),
        "reason": project.reason or gap["reason"],
        "goal": project.goal or gap["goal"],
        "topics": enumeration(names[code] for code in project.topics if code in names)
        or gap["topics"],
        "bodies": "\n".join(f"- {body}" for body in bodies) or f"- {gap['bodies']}",
        "host": project.host or gap["host"],
        "contact": project.contact_email or gap["contact"],
        "place_and_day": pgettext("founding draft", "[place], %(day)s") % {"day": day(today)},
    }
    # Replaced in one pass, so that what a team wrote is never read as a placeholder itself.
    return re.sub(
        r"\{(\w+)\}", lambda found: values[found.group(1)], _read_template(kind.value, _language())
    )


def region_of(project: Project) -> str:
    """Return the Kreise of a project as a sentence names them."""
    return enumeration(kreis.label for kreis in project.kreise.all())


def find_gaps(text: str) -> list[str]:
    """Return what is still to be filled in, each once, in its order."""
    return list(dict.fromkeys(_GAP.findall(text)))


def read_parts(text: str) -> list[Part]:
    """Read the few signs that a text may use: ``# `` for a heading, ``- `` for a list."""
    parts: list[tuple[str, list[list[str]]]] = [("", [])]
    in_list = False
    for raw in text.replace("\r\n", "\n").split("\n"):
        line = raw.strip()
        if line.startswith("# "):
            parts.append((line[2:].strip(), []))
            in_list = False
        elif line.startswith("- "):
            if not in_list:
                parts[-1][1].append(["-"])
            parts[-1][1][-1].append(line[2:].strip())
            in_list = True
        else:
            in_list = False
            if line:
                parts[-1][1].append([line])
    return [
        Part(title, tuple(tuple(block) for block in blocks))
        for title, blocks in parts
        if title or blocks
    ]


def list_signatures(project: Project) -> list[Signature]:
    """Return those who were asked and not taken back."""
    rows = project.signatures.exclude(state=SignatureState.CANCELLED)
    return list(rows.select_related("organisation"))


def sum_up(lines: list[FinancingLine]) -> Sums:
    def total(kind: LineKind, *certainties: Certainty) -> int:
        return sum(
            line.euros
            for line in lines
            if line.kind == kind and (not certainties or line.certainty in certainties)
        )

    return Sums(
        costs=total(LineKind.COST),
        promised=total(LineKind.INCOME, Certainty.PROMISED),
        hoped=total(LineKind.INCOME, Certainty.ASKED, Certainty.PLANNED),
    )


def _language() -> str:
    return "en" if (get_language() or "de").startswith("en") else "de"


@cache
def _read_template(kind: str, language: str) -> str:
    return (DATA / f"{kind}.{language}.txt").read_text(encoding="utf-8").strip()
