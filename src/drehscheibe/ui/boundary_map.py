"""Draw Germany with the real boundaries that an operator has imported.

The picture says and does the same as the tile map (``tile_map.py``): the same tiles, states, names and
links, the same style sheet and script. It only stands on other shapes. This module knows neither
Django nor where the shapes come from.
"""

from collections.abc import Collection, Mapping
from html import escape

from drehscheibe.core.places.geo.shapes import Boundaries, Shape
from drehscheibe.ui.tile_map import CITIES, Box, Tile, draw_name, draw_tile, load_tile_map

__all__ = ["draw_boundary_map"]

MARGIN = 0.35


def draw_boundary_map(
    tiles: Mapping[str, Tile],
    boundaries: Boundaries,
    *,
    title: str,
    description: str,
    element_id: str = "boundary-map",
    land_labels: bool = True,
    focus: Collection[str] = (),
) -> str:
    """Draw the map as SVG text; ``tile_map.frame_tile_map`` puts it into its frame.

    Parameters
    ----------
    tiles : mapping of Kreis key to Tile
        A Kreis that is missing is drawn empty and without a name; one without a boundary is left out.
    boundaries : Boundaries
        As ``core.places.boundaries.find_boundaries`` returns them.
    title, description : str
        Accessible name and description of the picture, plain text.
    element_id : str
        Distinguishes several maps on a page.
    land_labels : bool
        Whether the abbreviations of the Länder are written on the map.
    focus : collection of Kreis keys
        Show only the part of the country round these; all of it if empty.

    Raises
    ------
    ValueError
        If there are no boundaries, a level is unknown or a state is no list of class names.
    """
    if not boundaries.kreise:
        raise ValueError("There are no boundaries to be drawn")
    near = [boundaries.kreise[key] for key in focus if key in boundaries.kreise]
    box = _around(near or list(boundaries.kreise.values()), share=0.3 if near else 0.0)
    scale = round((load_tile_map().viewbox[3] - 2 * MARGIN) / max(box[3] - box[1], 1), 5)
    kreise = _seen(boundaries.kreise, box)
    laender = _seen(boundaries.laender, box)
    has_links = any(tile.href for tile in tiles.values())
    identity, grow = escape(element_id), f'transform="scale({scale:.5f} {scale:.5f})"'
    outlines = "".join(f'<path d="{land.path}"/>' for land in laender.values())
    return (
        f'<svg class="tile-map__picture tile-map__picture--borders"'
        f' role="{"group" if has_links else "img"}" viewBox="{_viewbox(box, scale)}"'
        f' aria-labelledby="{identity}-title" aria-describedby="{identity}-description">'
        f'<title id="{identity}-title">{escape(title)}</title>'
        f'<desc id="{identity}-description">{escape(description)}</desc>'
        f'<g class="tile-map__tiles" data-geometry="borders" {grow}>{_kreise(tiles, kreise)}</g>'
        f'<g class="tile-map__outlines" {grow}>{outlines}</g>'
        f"{_marks(tiles, kreise, scale)}{_labels(laender, scale) if land_labels else ''}</svg>"
    )


def _around(shapes: Collection[Shape], share: float) -> Box:
    """Return the box round some shapes, larger by a share of its size on every side."""
    left, top = min(s.box[0] for s in shapes), min(s.box[1] for s in shapes)
    right, bottom = max(s.box[2] for s in shapes), max(s.box[3] for s in shapes)
    more = share * max(right - left, bottom - top)
    return left - more, top - more, right + more, bottom + more


def _seen(shapes: Mapping[str, Shape], box: Box) -> dict[str, Shape]:
    return {
        key: shape
        for key, shape in shapes.items()
        if shape.box[0] <= box[2]
        and shape.box[2] >= box[0]
        and shape.box[1] <= box[3]
        and shape.box[3] >= box[1]
    }


def _viewbox(box: Box, scale: float) -> str:
    """Return the view: the country is as high as the tile map, so that one style fits both."""
    left, top, right, bottom = (side * scale for side in box)
    numbers = (left - MARGIN, top - MARGIN, right - left + 2 * MARGIN, bottom - top + 2 * MARGIN)
    return " ".join(f"{value:.2f}" for value in numbers)


def _kreise(tiles: Mapping[str, Tile], shapes: Mapping[str, Shape]) -> str:
    parts: list[str] = []
    land = ""
    for key, shape in sorted(shapes.items()):
        if key[:2] != land:
            parts.append("</g>" if land else "")
            land = key[:2]
            parts.append(f'<g data-land="{land}">')
        x, y = shape.label
        path = f' data-ags="{key}" data-at="{x} {y}" d="{shape.path}"'
        tile = tiles.get(key)
        parts.append(f"<path{path}/>" if tile is None else draw_tile(tile, path))
    return "".join(parts) + "</g>"


def _marks(tiles: Mapping[str, Tile], shapes: Mapping[str, Shape], scale: float) -> str:
    """Draw the outline of selected Kreise once more, above everything, and write their names."""
    chosen = [key for key in shapes if key in tiles and "is-selected" in tiles[key].state.split()]
    if not chosen:
        return ""
    paths = "".join(f'<path d="{shapes[key].path}"/>' for key in chosen)
    grow = f'transform="scale({scale:.5f} {scale:.5f})"'
    labels = ((key, shapes[key].label) for key in chosen)
    names = "".join(draw_name(tiles[key].name, (x * scale, y * scale)) for key, (x, y) in labels)
    return f'<g class="tile-map__marks" {grow}>{paths}</g>{names}'


def _labels(laender: Mapping[str, Shape], scale: float) -> str:
    texts = (
        f'<text{_class(code)} x="{shape.label[0] * scale:.2f}"'
        f' y="{shape.label[1] * scale:.2f}" dy=".36em">{escape(code)}</text>'
        for code, shape in laender.items()
    )
    return f'<g class="tile-map__labels" aria-hidden="true">{"".join(texts)}</g>'


def _class(code: str) -> str:
    return ' class="is-city"' if code in CITIES else ""
