"""What stands beside the form while somebody fills it in."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from drehscheibe.capabilities.library.exports.packages.sheets import make_placard
from drehscheibe.capabilities.library.exports.packages.texts import Texts, make_texts
from drehscheibe.capabilities.library.queries.package_filling import Filling
from drehscheibe.core.documents import api as documents

__all__ = ["Preview", "make_preview"]

#: Pixels; enough for the width that it gets on a sharp screen.
POSTER_WIDTH, TILE_WIDTH = 560, 560


@dataclass(frozen=True, slots=True)
class Preview:
    """Texts, and both pictures as addresses that hold their own content.

    Attributes
    ----------
    text_of_poster : str
        Every word on it, for people who do not see it.
    """

    language: str
    texts: Texts
    poster: str
    tile: str
    text_of_poster: str


def make_preview(words: Mapping[str, Any], filling: Filling) -> Preview:
    """Return what a filling looks like; what is missing is a gap in brackets."""
    texts = make_texts(words, filling)
    placard = make_placard(texts, filling)
    shown = [placard.kicker, placard.title, placard.sender, placard.when, placard.hours]
    shown += [placard.where, placard.lead, *placard.points, placard.contact]
    return Preview(
        language=filling.language,
        texts=texts,
        poster=_address(documents.render_placard_png(placard, "a4", width=POSTER_WIDTH)),
        tile=_address(documents.render_placard_png(placard, width=TILE_WIDTH)),
        text_of_poster=". ".join(part.replace("\n", ", ") for part in shown if part),
    )


def _address(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode('ascii')}"
