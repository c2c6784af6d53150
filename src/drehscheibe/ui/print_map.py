"""Draw the tile map for paper: the same tiles, with inks of its own instead of a style sheet.

Files that are handed over carry no style sheet. The four steps of petrol are those of the day theme;
they stay apart when printed in grey.
"""

from __future__ import annotations

from collections.abc import Mapping

from drehscheibe.ui.tile_map import CITIES, LEVELS, UNIT_X, UNIT_Y, load_tile_map

__all__ = ["draw_print_map"]

#: Fill per level; 0 is a tile without anything to show.
INKS = ("#f4f1ea", "#c4d8da", "#8fb8c0", "#3f8196", "#0d4b5f")
EDGE, OUTLINE, LABEL = "#d3cdc0", "#4f6268", "#12303b"


def draw_print_map(levels: Mapping[str, int]) -> str:
    """Return the map as SVG text.

    Parameters
    ----------
    levels : mapping of Kreis key to int
        Strength of the fill, 0 to 4; a Kreis that is missing is empty.

    Raises
    ------
    ValueError
        If a level is unknown.
    """
    if not set(LEVELS).issuperset(levels.values()):
        raise ValueError("A level is not one of 0 to 4")
    layout = load_tile_map()
    x, y, width, height = layout.viewbox
    tiles = "".join(
        f'<path d="{_hexagon(column, row)}" fill="{INKS[levels.get(key, 0)]}"/>'
        for key, (column, row) in sorted(layout.positions.items())
    )
    outlines = "".join(
        f'<path d="{"".join(_ring(ring) for ring in land.outline)}"/>'
        for land in layout.laender.values()
    )
    labels = "".join(
        f'<text x="{land.label[0]:g}" y="{land.label[1] + (0.3 if code in CITIES else 0.45):g}"'
        f' font-size="{0.9 if code in CITIES else 1.35}">{code}</text>'
        for code, land in layout.laender.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x:g} {y:g} {width:g} {height:g}">'
        f'<g stroke="{EDGE}" stroke-width="0.08">{tiles}</g>'
        f'<g fill="none" stroke="{OUTLINE}" stroke-width="0.16" stroke-linejoin="round">{outlines}</g>'
        f'<g font-family="Drehscheibe Head" font-weight="600" fill="{LABEL}" text-anchor="middle"'
        f' stroke="#ffffff" stroke-width="0.35" paint-order="stroke" stroke-linejoin="round">'
        f"{labels}</g></svg>"
    )


def _hexagon(column: int, row: int) -> str:
    left, top = (2 * column + row % 2) * UNIT_X, (3 * row - 2) * UNIT_Y
    across, step = UNIT_X, UNIT_Y
    return (
        f"M{left:.3f} {top:.3f}l{across:.3f} {step:.3f}v{2 * step:.3f}l{-across:.3f} {step:.3f}"
        f"{-across:.3f} {-step:.3f}v{-2 * step:.3f}z"
    )


def _ring(ring: tuple[tuple[float, float], ...]) -> str:
    return "M" + " ".join(f"{x:.3f} {y:.3f}" for x, y in ring) + "z"
