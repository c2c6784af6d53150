"""A text of a project as a document tree, and that as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import get_language, pgettext

from drehscheibe.capabilities.founding.choices.project import DraftKind, LineKind
from drehscheibe.capabilities.founding.models import FinancingLine, Project
from drehscheibe.capabilities.founding.queries.texts import (
    TextOfProject,
    list_signatures,
    read_parts,
    region_of,
    sum_up,
)
from drehscheibe.core.documents import api as documents
from drehscheibe.ui.formats import day, number

__all__ = ["make_document", "make_plain_text"]


def make_document(project: Project, text: TextOfProject) -> documents.Document:
    """Return a text of a project as it stands, with signatures or sums below it."""
    is_english = (get_language() or "de").startswith("en")
    return documents.Document(
        title=f"{text.label}: {project.name}",
        kind=text.label,
        language="en" if is_english else "de",
        issued_on=timezone.localdate(),
        publisher=project.name,
        warning=_warning(project, text),
        facts=(
            documents.Fact(pgettext("founding", "Region"), region_of(project)),
            documents.Fact(
                pgettext("founding", "Wording"),
                str(text.version)
                if text.is_own
                else pgettext("founding", "filled from the project"),
            ),
        ),
        sections=tuple(_sections(project, text)),
    )


def make_plain_text(document: documents.Document) -> str:
    """Return a document as lines that every program can read."""
    lines = [document.title, "=" * len(document.title), ""]
    if document.warning:
        lines += [document.warning, ""]
    lines += [f"{fact.label}: {fact.value}" for fact in document.facts]
    for section in document.sections:
        # All documents of a founding have headings.
        if not isinstance(section, documents.Section):
            continue
        lines += ["", section.title, "-" * len(section.title), ""]
        for block in section.blocks:
            if isinstance(block, documents.Paragraph):
                lines += [block.text, ""]
            elif isinstance(block, documents.Items):
                lines += [*(f"- {entry.text}" for entry in block.entries), ""]
            elif isinstance(block, documents.Table):
                lines += [block.caption, "\t".join(block.head)]
                lines += ["\t".join(row) for row in block.rows]
    return "\n".join(lines) + "\n"


def _warning(project: Project, text: TextOfProject) -> str:
    words = []
    if project.is_example:
        words.append(pgettext("founding", "This is an example. Nobody founds this initiative."))
    if text.gaps:
        words.append(
            pgettext("founding", "Draft. Still to be filled in: %(gaps)s")
            % {"gaps": ", ".join(text.gaps)}
        )
    return " ".join(words)


def _sections(project: Project, text: TextOfProject) -> Iterator[documents.Section]:
    for part in read_parts(text.text):
        blocks: list[documents.Block] = []
        for block in part.blocks:
            if block[0] == "-" and len(block) > 1:
                blocks.append(documents.Items(tuple(documents.Entry(line) for line in block[1:])))
            else:
                blocks.append(documents.Paragraph(block[0]))
        yield documents.Section(part.title or text.label, tuple(blocks))
    if text.kind == DraftKind.DECLARATION:
        yield from _signatures(project)
    if text.kind == DraftKind.FINANCING:
        yield from _financing(project)


def _signatures(project: Project) -> Iterator[documents.Section]:
    signed = [each for each in list_signatures(project) if each.is_signed]
    if not signed:
        return
    rows = tuple(
        (each.body, f"{each.signer}, {each.function}", day(each.answered_at)) for each in signed
    )
    yield documents.Section(
        pgettext("founding", "Signatures"),
        (
            documents.Table(
                pgettext("founding", "Who has signed this wording"),
                (
                    pgettext("founding", "Body"),
                    pgettext("founding", "For it"),
                    pgettext("founding", "Signed on"),
                ),
                rows,
                widths=(3, 3, 2),
            ),
        ),
    )


def _financing(project: Project) -> Iterator[documents.Section]:
    lines = list(project.financing_lines.all())
    if not lines:
        return
    head = (
        pgettext("founding", "What for, or from whom"),
        pgettext("founding", "How certain"),
        pgettext("founding", "Euros a year"),
    )
    tables = []
    for kind in LineKind:
        rows = [line for line in lines if line.kind == kind]
        if not rows:
            continue
        total = (pgettext("founding", "Sum"), "", number(sum(line.euros for line in rows)))
        tables.append(
            documents.Table(
                str(kind.label),
                head,
                (
                    *(
                        (line.label, str(line.get_certainty_display()), number(line.euros))
                        for line in rows
                    ),
                    total,
                ),
                numeric=(2,),
                widths=(4, 2, 2),
            )
        )
    yield documents.Section(
        pgettext("founding", "The plan in figures"),
        (*tables, documents.Paragraph(_words_of_sums(lines), "lead")),
    )


def _words_of_sums(lines: list[FinancingLine]) -> str:
    """Return in sentences what is covered and what is not."""
    sums = sum_up(lines)
    words = pgettext(
        "founding", "Of %(costs)s euros a year, %(promised)s are promised and %(hoped)s hoped for."
    ) % {
        "costs": number(sums.costs),
        "promised": number(sums.promised),
        "hoped": number(sums.hoped),
    }
    if sums.gap:
        words += " " + pgettext("founding", "%(gap)s euros are missing.") % {
            "gap": number(sums.gap)
        }
    return words
