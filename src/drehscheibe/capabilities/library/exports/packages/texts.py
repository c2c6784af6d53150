"""Fill the texts of a package: nothing stands there of which a part is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drehscheibe.capabilities.library.queries.package_filling import Filling, words_of

__all__ = ["LONGEST_TILE_TEXT", "Line", "Texts", "fill", "fill_lines", "make_texts"]

#: Characters that the text beside a picture may have on the networks that allow fewest.
LONGEST_TILE_TEXT = 280

_GAP = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, a heading, or an entry of a list."""

    kind: Literal["text", "heading", "item"]
    text: str


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything that is words, in the language of the filling.

    Attributes
    ----------
    alternative : str
        What the tile shows, for people who do not see it.
    """

    kicker: str
    headline: str
    lead: str
    points_title: str
    press_title: str
    press: tuple[Line, ...]
    letter_subject: str
    letter: tuple[Line, ...]
    newsletter_title: str
    newsletter: str
    tile: str
    alternative: str
    day: str
    hours: str


def make_texts(words: Mapping[str, Any], filling: Filling) -> Texts:
    """Return the texts of a package for a filling.

    Parameters
    ----------
    words : mapping
        ``PartnerPackage.words``.
    """
    own = words[filling.language]
    with translation.override(filling.language):
        values = words_of(filling)
        press = fill_lines([*own["press"], *_tail()], values)
        return Texts(
            kicker=own["kicker"],
            headline=own["headline"],
            lead=fill(own["lead"], values),
            points_title=own["points_title"],
            press_title=fill(own["press_title"], values),
            press=press,
            letter_subject=fill(own["letter_subject"], values),
            letter=fill_lines(own["letter"], values),
            newsletter_title=fill(own["newsletter_title"], values),
            newsletter=fill(own["newsletter"], values),
            tile=_first_short_enough(own["tile"], values),
            alternative=_alternative(own, filling, values),
            day=values["day"],
            hours=values["placard_hours"],
        )


def _tail() -> list[str]:
    """Return how every press release ends; the gap in a heading is filled like all others."""
    about, contact = _("About {initiative}"), _("Contact for questions")
    return [f"# {about}", "{about}", f"# {contact}", "{contact}", "{web}"]


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """Fill the gaps of a text; a part in double brackets goes if one of its gaps stays empty.

    What is filled in is never looked at again: braces and brackets in it stay what they are.

    Returns
    -------
    str
        Empty if a gap outside of brackets stays empty.

    Examples
    --------
    >>> fill("On {day}[[ at {place}]].", {"day": "Monday", "place": ""})
    'On Monday.'
    >>> fill("At {place}.", {"day": "Monday", "place": ""})
    ''
    """
    kept = _OPTIONAL.sub(
        lambda part: part.group(1) if _is_complete(part.group(1), values) else "", pattern
    )
    if not kept or not _is_complete(kept, values):
        return ""
    return _GAP.sub(lambda gap: values[gap.group(1)], kept)


def _is_complete(pattern: str, values: Mapping[str, str]) -> bool:
    return all(values[name] for name in _GAP.findall(pattern))


def fill_lines(patterns: Iterable[str], values: Mapping[str, str]) -> tuple[Line, ...]:
    """Fill line by line; a heading below which nothing is left goes as well."""
    lines: list[Line] = []
    for pattern in patterns:
        lines += _lines_of(pattern, values)
    following = [*lines[1:], Line("heading", "")]
    return tuple(
        line
        for line, after in zip(lines, following, strict=True)
        if line.kind != "heading" or after.kind != "heading"
    )


def _lines_of(pattern: str, values: Mapping[str, str]) -> list[Line]:
    if pattern.startswith("- "):
        return [Line("item", item) for item in fill(pattern[2:], values).split("\n") if item]
    if pattern.startswith("# "):
        text = fill(pattern[2:], values)
        return [Line("heading", text)] if text else []
    text = fill(pattern, values)
    return [Line("text", text)] if text else []


def _first_short_enough(patterns: Iterable[str], values: Mapping[str, str]) -> str:
    """Return the longest text that fits; the shortest is cut at a word if not even that one does."""
    text = ""
    for pattern in patterns:
        text = fill(pattern, values) or text
        if text and len(text) <= LONGEST_TILE_TEXT:
            return text
    return text[: LONGEST_TILE_TEXT - 2].rsplit(" ", 1)[0] + " …"


def _alternative(own: Mapping[str, Any], filling: Filling, values: Mapping[str, str]) -> str:
    """Say what the tile shows: every word that stands on it."""
    figure = filling.figure
    parts = [
        pgettext("alternative text", "Tile with a drawing of a railway turntable."),
        f"{own['kicker']}: {own['headline']}.",
        f"{values['initiative']}.",
        ", ".join(filter(None, (values["day"], values["placard_hours"], values["place"]))) + ".",
        f"{figure.sentence} ({figure.note})" if figure else "",
    ]
    return " ".join(part.replace("?.", "?") for part in parts if part)
