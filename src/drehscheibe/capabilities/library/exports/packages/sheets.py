"""A filled package as documents and placards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.exports.packages.texts import Line, Texts
from drehscheibe.capabilities.library.queries.package_filling import Filling, words_of
from drehscheibe.core.documents import api as documents
from drehscheibe.ui.formats import day

__all__ = ["as_plain_text", "make_letter", "make_placard", "make_press_release"]


def make_placard(texts: Texts, filling: Filling) -> documents.Placard:
    """Return poster and tile: they say the same."""
    figure = filling.figure
    with translation.override(filling.language):
        initiative = words_of(filling)["initiative"]
        contact = _("Questions? %(contact)s") % {"contact": filling.contact}
        return documents.Placard(
            title=texts.headline,
            language=filling.language,
            issued_on=filling.issued_on,
            sender=initiative,
            kicker=texts.kicker,
            lead=texts.lead,
            when=texts.day,
            hours=texts.hours,
            where=filling.place,
            points=filling.points,
            points_title=texts.points_title,
            figure=documents.PlacardFigure(figure.value, f"{figure.label}.", figure.note)
            if figure
            else None,
            contact="\n".join(filter(None, (filling.contact and contact, filling.web))),
            imprint=_("Responsible for the content: %(name)s") % {"name": initiative},
            logo=filling.logo,
        )


def make_press_release(texts: Texts, filling: Filling) -> documents.Document:
    """Return the press release as a document; its first paragraph is its lead."""
    with translation.override(filling.language):
        lead, *rest = texts.press
        return documents.Document(
            title=texts.press_title,
            kind=_("Press release"),
            language=filling.language,
            issued_on=filling.issued_on,
            publisher=words_of(filling)["initiative"],
            lead=lead.text,
            facts=tuple(
                documents.Fact(label, value)
                for label, value in (
                    (_("Published on"), day(filling.issued_on)),
                    (_("When"), ", ".join(filter(None, (texts.day, texts.hours)))),
                    (_("Where"), filling.place),
                )
                if value
            ),
            sections=tuple(_blocks(rest)),
        )


def make_letter(texts: Texts, filling: Filling) -> documents.Document:
    """Return the invitation as a document to go on writing in."""
    with translation.override(filling.language):
        return documents.Document(
            title=texts.letter_subject,
            kind=_("Invitation"),
            language=filling.language,
            issued_on=filling.issued_on,
            publisher=words_of(filling)["initiative"],
            sections=tuple(_blocks(texts.letter)),
        )


def _blocks(lines: Iterable[Line]) -> Iterator[documents.Block]:
    """Yield paragraphs, lists, and sections with what stands below their headings."""
    title = ""
    inside: list[documents.Block] = []
    for block in _plain_blocks(lines):
        if isinstance(block, str):
            if title:
                yield documents.Section(title, tuple(inside))
            title, inside = block, []
        elif title:
            inside.append(block)
        else:
            yield block
    if title:
        yield documents.Section(title, tuple(inside))


def _plain_blocks(lines: Iterable[Line]) -> Iterator[documents.Block | str]:
    """Yield paragraphs and lists, and headings as plain words."""
    items: list[documents.Entry] = []
    for line in lines:
        if line.kind == "item":
            items.append(documents.Entry(line.text))
            continue
        if items:
            yield documents.Items(tuple(items))
            items = []
        yield line.text if line.kind == "heading" else documents.Paragraph(line.text)
    if items:
        yield documents.Items(tuple(items))


def as_plain_text(title: str, lines: Iterable[Line]) -> str:
    """Return a text for e-mail programs and forms: lines as Windows, too, understands them."""
    parts = [title]
    was_item = False
    for line in lines:
        is_item = line.kind == "item"
        shown = f"- {line.text}" if is_item else line.text
        if is_item and was_item:
            parts[-1] += f"\n{shown}"
        else:
            parts.append(shown)
        was_item = is_item
    return ("\n\n".join(parts) + "\n").replace("\r\n", "\n").replace("\n", "\r\n")
