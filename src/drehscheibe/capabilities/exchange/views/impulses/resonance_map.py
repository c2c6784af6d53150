"""The reactions to an impulse on the map, with the table that says the same.

How a region reacted is said by a sign on its tile as well as by its colour. A silent region has a sign
and a dashed outline of its own, so that it is never taken for one that nobody asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from drehscheibe.capabilities.exchange.choices.impulse import AnswerForm, Stance
from drehscheibe.capabilities.exchange.models import Impulse
from drehscheibe.capabilities.exchange.queries.resonance import Cell, Resonance
from drehscheibe.core.places.names import list_kreise, names_of_laender
from drehscheibe.core.places.reference import GAZETTEER
from drehscheibe.ui.formats import enumeration
from drehscheibe.ui.tile_map import (
    FrameLabels,
    Tile,
    draw_tile_map,
    frame_tile_map,
    load_tile_map,
)

__all__ = ["DrawnResonance", "Look", "Region", "draw_resonance", "looks_of"]

_SIGNS = {Stance.AGREE: "+", Stance.PARTLY: "◐", Stance.NO: "×"}
_CLASSES = {
    Stance.AGREE: "resonance-2",
    Stance.PARTLY: "resonance-6",
    Stance.NO: "resonance-7",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How one kind of answer looks on the map and in its legend.

    Attributes
    ----------
    code : str
        A stance, or "mixed", "reacted", "silent", "none".
    sign : str
        Drawn on the tile; empty for regions that nobody asked.
    css : str
        Class of tile and legend.
    """

    code: str
    words: str
    sign: str
    css: str


@dataclass(frozen=True, slots=True)
class Region:
    """One line of the table."""

    key: str
    name: str
    land: str
    cell: Cell
    look: Look
    words: str


@dataclass(frozen=True, slots=True)
class DrawnResonance:
    """A map, its legend and its equal in words."""

    svg: Markup
    sentence: str
    legend: tuple[Look, ...]
    regions: tuple[Region, ...]
    source: str


def looks_of(impulse: Impulse) -> dict[str, Look]:
    """Return how each kind of answer to an impulse looks, in the order of the legend."""
    looks = [
        Look(code, words, _sign(impulse, code), _css(impulse, code, place))
        for place, (code, words) in enumerate(impulse.stances().items(), start=1)
    ]
    if looks:
        looks.append(Look("mixed", _("different answers, none ahead"), "◆", "resonance-mixed"))
    looks += [
        Look("reacted", _("reacted, not said how"), "●", "resonance-reacted"),
        Look("silent", _("asked, nobody reacted"), "○", "resonance-silent"),
        Look("none", _("no initiative was asked here"), "", "resonance-none"),
    ]
    if not impulse.stances():
        looks[0] = Look("reacted", _("reacted"), "●", "resonance-reacted")
    return {look.code: look for look in looks}


def _sign(impulse: Impulse, code: str) -> str:
    if impulse.answer_form == AnswerForm.SCALE:
        return _SIGNS[Stance(code)]
    return code.upper()


def _css(impulse: Impulse, code: str, place: int) -> str:
    if impulse.answer_form == AnswerForm.SCALE:
        return _CLASSES[Stance(code)]
    return f"resonance-{place}"


def draw_resonance(impulse: Impulse, resonance: Resonance, *, by_kreis: bool) -> DrawnResonance:
    """Draw the reactions by Land or by Kreis; no query of its own after the names of places."""
    looks = looks_of(impulse)
    laender = names_of_laender()
    kreise = [kreis for kreis in list_kreise() if kreis.ags5 in load_tile_map().positions]
    tiles = {}
    for kreis in kreise:
        key = kreis.ags5 if by_kreis else kreis.land_code
        cell = (resonance.kreise if by_kreis else resonance.laender).get(key)
        name = kreis.label if by_kreis else laender.get(key, key)
        tiles[kreis.ags5] = _tile(impulse, name, key, cell, looks)
    names = {kreis.ags5: kreis.label for kreis in kreise} if by_kreis else dict(laender)
    of_land = {kreis.ags5: laender.get(kreis.land_code, "") for kreis in kreise}
    cells = resonance.kreise if by_kreis else resonance.laender
    sentence = _sentence(resonance, cells, names, by_kreis=by_kreis)
    title = _("Reactions by Kreis") if by_kreis else _("Reactions by Land")
    svg = draw_tile_map(tiles, title=title, description=sentence, element_id="resonance")
    return DrawnResonance(
        svg=Markup(frame_tile_map(svg, _frame_labels())),  # noqa: S704 -- made by our own code, names escaped there
        sentence=sentence,
        legend=tuple(looks.values()),
        regions=tuple(
            Region(
                key,
                names.get(key, key),
                of_land.get(key, ""),
                cell,
                look_of(cell, looks),
                _in_words(impulse, cell),
            )
            for key, cell in sorted(cells.items(), key=lambda pair: names.get(pair[0], pair[0]))
        ),
        source=_("Sources: %(registry)s; centres, neighbourhoods and layout: our own computation.")
        % {"registry": GAZETTEER["attribution"]},
    )


def look_of(cell: Cell | None, looks: Mapping[str, Look]) -> Look:
    """Return how a region looks."""
    if cell is None:
        return looks["none"]
    if cell.is_silent:
        return looks["silent"]
    return looks[cell.main or "reacted"]


def _tile(
    impulse: Impulse, name: str, key: str, cell: Cell | None, looks: Mapping[str, Look]
) -> Tile:
    look = look_of(cell, looks)
    if cell is None:
        return Tile(name, value=look.words, state=look.css)
    words = _in_words(impulse, cell)
    return Tile(name, value=words, state=look.css, sign=look.sign, href=f"#region-{key}")


def _in_words(impulse: Impulse, cell: Cell) -> str:
    """Return the reactions of a region in words: "2 of 3 reacted: Yes 1, not said how 1"."""
    if cell.is_silent:
        return ngettext(
            "%(number)s initiative asked, no reaction",
            "%(number)s initiatives asked, no reaction",
            cell.addressed,
        ) % {"number": cell.addressed}
    stances = impulse.stances()
    parts = [f"{stances[code]} {number}" for code, number in cell.stances.items()]
    if parts and cell.undisclosed:
        parts.append(_("not said how %(number)s") % {"number": cell.undisclosed})
    base = _("%(reacted)s of %(addressed)s reacted") % {
        "reacted": cell.reacted,
        "addressed": cell.addressed,
    }
    return f"{base}: {', '.join(parts)}" if parts else base


def _sentence(
    resonance: Resonance, cells: Mapping[str, Cell], names: Mapping[str, str], *, by_kreis: bool
) -> str:
    total = resonance.total
    first = ngettext(
        "%(reacted)s of %(addressed)s initiative has reacted.",
        "%(reacted)s of %(addressed)s initiatives have reacted.",
        total.addressed,
    ) % {"reacted": total.reacted, "addressed": total.addressed}
    silent = sorted(names.get(key, key) for key, cell in cells.items() if cell.is_silent)
    if not silent:
        return first
    if len(silent) <= 4:
        return first + " " + _("Silent: %(names)s.") % {"names": enumeration(silent)}
    words = (
        ngettext("%(n)s Kreis is silent.", "%(n)s Kreise are silent.", len(silent))
        if by_kreis
        else ngettext("%(n)s Land is silent.", "%(n)s Länder are silent.", len(silent))
    )
    return first + " " + words % {"n": len(silent)}


def _frame_labels() -> FrameLabels:
    return FrameLabels(
        toolbar=_("Zoom of the map"),
        zoom_in=_("Zoom in"),
        zoom_out=_("Zoom out"),
        reset=_("Show all of Germany"),
        keys=_(
            "Keys: arrows go from Kreis to Kreis, Enter goes to its line in the table, + and − zoom,"
            " 0 shows all."
        ),
    )
