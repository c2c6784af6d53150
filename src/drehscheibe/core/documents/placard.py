"""One sheet for a wall or a screen: a poster as PDF/UA-1, a square tile as PNG.

A placard says little, in big letters. Every part finds the largest letters in which it fits its place;
what is missing leaves its place to the others.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from drehscheibe.core.documents.compiling import ASSETS, Clean, compile_template
from drehscheibe.core.documents.letters import breakable, printable

__all__ = ["Logo", "Placard", "PlacardFigure", "render_placard_pdf", "render_placard_png"]

TEMPLATE = ASSETS / "placard.typ"
#: Width of a tile in pixels; the template counts in points, of which there are as many.
TILE_PX = 1080


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture of ours or cleaned by ``core.files``, with what it shows.

    Raises
    ------
    ValueError
        Without alternative text.
    """

    content: bytes
    media_type: Literal["image/png", "image/jpeg"]
    width: int
    height: int
    alternative: str

    def __post_init__(self) -> None:
        if not self.alternative.strip():
            raise ValueError("A logo needs alternative text")


@dataclass(frozen=True, slots=True)
class PlacardFigure:
    """One number in words of the language, what it counts, and where it is from."""

    value: str
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Placard:
    """What stands on the sheet; every text is plain, and may be empty except the title.

    Attributes
    ----------
    kicker : str
        What kind of occasion it is.
    when, hours, where : str
        Day, times and place.
    points : tuple of str
        What awaits people; three lines stand well.
    sender, contact, imprint : str
        Who invites, how to reach them, who answers for it.

    Raises
    ------
    ValueError
        Without a title.
    """

    title: str
    language: Literal["de", "en"]
    issued_on: date
    sender: str
    kicker: str = ""
    lead: str = ""
    when: str = ""
    hours: str = ""
    where: str = ""
    points: tuple[str, ...] = ()
    points_title: str = ""
    figure: PlacardFigure | None = None
    contact: str = ""
    imprint: str = ""
    logo: Logo | None = None

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("A placard needs a title")


def render_placard_pdf(placard: Placard, paper: Literal["a4", "a3"] = "a4") -> bytes:
    """Return the poster."""
    return compile_template(
        TEMPLATE, lambda clean: _as_data(placard, paper, clean), issued_on=placard.issued_on
    )


def render_placard_png(
    placard: Placard, shape: Literal["a4", "tile"] = "tile", *, width: int = TILE_PX
) -> bytes:
    """Return the tile, or a poster to look at on a screen, so many pixels wide."""
    points = TILE_PX if shape == "tile" else 210 / 25.4 * 72
    return compile_template(
        TEMPLATE,
        lambda clean: _as_data(placard, shape, clean),
        issued_on=placard.issued_on,
        kind="png",
        dots_per_inch=72 * width / points,
    )


def _as_data(placard: Placard, shape: str, clean: Clean = printable) -> dict[str, Any]:
    def word(text: str) -> str:
        return breakable(clean(text)).strip()

    names = ("title", "sender", "kicker", "lead", "when", "hours", "where", "points_title")
    figure = placard.figure
    return {
        **{name: word(getattr(placard, name)) for name in (*names, "contact", "imprint")},
        "shape": shape,
        "language": placard.language,
        "issued": [placard.issued_on.year, placard.issued_on.month, placard.issued_on.day],
        "points": [word(point) for point in placard.points],
        "figure": figure
        and {name: word(getattr(figure, name)) for name in ("value", "label", "source")},
        "logo": placard.logo
        and {"svg": _in_svg(placard.logo), "alternative": word(placard.logo.alternative)},
    }


def _in_svg(logo: Logo) -> str:
    """Return the picture inside a drawing: the template gets texts, and no text holds bytes."""
    data = base64.b64encode(logo.content).decode("ascii")
    size = f'width="{logo.width}" height="{logo.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {logo.width} {logo.height}">'
        f'<image {size} href="data:{logo.media_type};base64,{data}"/></svg>'
    )
