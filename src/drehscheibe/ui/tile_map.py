"""Draw Germany as one hexagon per Kreis.

The layout is an asset made by ``tools.tile_map``; ``tile_map.md`` beside this file tells its method and
its limits. This module knows neither Django nor what the numbers mean: a caller says what each tile
shows, and gets SVG text that needs only ``tile-map.css``. ``tile-map.js`` adds keyboard and zoom.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from itertools import pairwise
from math import sqrt

#: Levels that ``tile-map.css`` has a fill for; 0 is a tile without anything to show.
LEVELS = range(5)
#: Länder of one or two tiles, whose label must be small.
CITIES = frozenset({"BE", "HB", "HH"})
#: Tiles and outlines are drawn in whole numbers: half tile widths across, half circumradii down.
UNIT_X, UNIT_Y = sqrt(3.0) / 2, 0.5
_SCALE = f"scale({UNIT_X:.5f} {UNIT_Y})"
_HEXAGON = "l1 1v2l-1 1-1-1v-2z"
_LEVEL_CLASSES = ("", *(f"level-{level}" for level in LEVELS[1:]))
_CLASS = re.compile(r"[a-zA-Z][\w-]*( [a-zA-Z][\w-]*)*", re.ASCII)

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class LandShape:
    """A Land on the map: its closed rings and where its label stands, in circumradii."""

    outline: tuple[tuple[Point, ...], ...]
    label: Point


@dataclass(frozen=True, slots=True)
class TileMap:
    """The layout.

    Attributes
    ----------
    positions : mapping of Kreis key to (column, row)
        Pointy-top hexagons, odd rows shoved to the right by half a tile.
    laender : mapping of Land abbreviation to LandShape
    viewbox : (x, y, width, height) in circumradii
    figures : mapping
        What the layout kept of the country, see ``tile_map.md``.
    """

    positions: Mapping[str, tuple[int, int]]
    laender: Mapping[str, LandShape]
    viewbox: Box
    figures: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Tile:
    """What one tile shows.

    Attributes
    ----------
    name : str
        Name of the Kreis, plain text.
    value : str
        What is to be said about it, "3 Initiativen"; empty if nothing.
    level : int
        Strength of the fill, 0 (empty) to 4.
    state : str
        Further CSS classes, for example "is-selected".
    href : str
        Where the tile leads; empty for a tile that is no link.
    sign : str
        One letter or sign drawn on the tile, so that colour is not alone; ``value`` says it in words.
    """

    name: str
    value: str = ""
    level: int = 0
    state: str = ""
    href: str = ""
    sign: str = ""

    @property
    def spoken(self) -> str:
        """Return the accessible name."""
        return f"{self.name}: {self.value}" if self.value else self.name


@dataclass(frozen=True, slots=True)
class FrameLabels:
    """Translated texts of the frame round a map."""

    toolbar: str
    zoom_in: str
    zoom_out: str
    reset: str
    keys: str


@cache
def load_tile_map() -> TileMap:
    """Read the layout once per process."""
    asset = files("drehscheibe.core").joinpath("places/assets/tile_map.json")
    raw = json.loads(asset.read_text(encoding="utf-8"))
    x, y, width, height = raw["viewbox"]
    return TileMap(
        positions={key: (column, row) for key, (column, row) in raw["tiles"].items()},
        laender={
            land: LandShape(
                outline=tuple(tuple((a, b) for a, b in ring) for ring in shape["outline"]),
                label=(shape["label"][0], shape["label"][1]),
            )
            for land, shape in raw["laender"].items()
        },
        viewbox=(x, y, width, height),
        figures=raw["figures"],
    )


def draw_tile_map(
    tiles: Mapping[str, Tile],
    *,
    title: str,
    description: str,
    element_id: str = "tile-map",
    land_labels: bool = True,
    focus: Collection[str] = (),
) -> str:
    """Draw the map as SVG text.

    Parameters
    ----------
    tiles : mapping of Kreis key to Tile
        A Kreis that is missing is drawn as an empty tile without a name.
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
        If a key is not on the map, a level is unknown or a state is no list of class names.
    """
    unknown = tiles.keys() - load_tile_map().positions.keys()
    if unknown:
        raise ValueError(f"Not a Kreis on the map: {', '.join(sorted(unknown))}")
    has_links = any(tile.href for tile in tiles.values())
    identity = escape(element_id)
    view = _view(focus)
    # A picture hides its parts from screen readers; links must stay reachable.
    return (
        f'<svg class="tile-map__picture" role="{"group" if has_links else "img"}"'
        f' viewBox="{_words(view)}" aria-labelledby="{identity}-title"'
        f' aria-describedby="{identity}-description">'
        f'<title id="{identity}-title">{escape(title)}</title>'
        f'<desc id="{identity}-description">{escape(description)}</desc>'
        f'<g class="tile-map__tiles" transform="{_SCALE}">{_draw_tiles(tiles, view)}</g>'
        f"{_signs(tiles)}{_outlines()}{_marks(tiles)}{_labels() if land_labels else ''}</svg>"
    )


def frame_tile_map(svg: str, labels: FrameLabels) -> str:
    """Put a drawn map into the frame that ``tile-map.js`` brings to life.

    Toolbar and key help are hidden until the script is there, so nobody sees a button without effect.

    Parameters
    ----------
    svg : str
        What ``draw_tile_map`` returned.
    labels : FrameLabels
    """
    buttons = "".join(
        f'<button type="button" class="tile-map__button" data-action="{action}"'
        f' aria-label="{escape(label)}" title="{escape(label)}">{sign}</button>'
        for action, label, sign in (
            ("zoom-in", labels.zoom_in, "+"),
            ("zoom-out", labels.zoom_out, "−"),
            ("reset", labels.reset, "⤢"),
        )
    )
    return (
        '<div class="tile-map" data-controller="tile-map">'
        f'<div class="tile-map__toolbar" role="group" aria-label="{escape(labels.toolbar)}"'
        f" hidden>{buttons}</div>{svg}"
        '<p class="tile-map__status" role="status" data-part="status"></p>'
        f'<p class="tile-map__keys" data-part="keys" hidden>{escape(labels.keys)}</p></div>'
    )


def _view(focus: Collection[str]) -> Box:
    """Return the part of the map round some tiles, with one more tile on every side."""
    x, y, width, height = load_tile_map().viewbox
    if not focus:
        return x, y, width, height
    places = [_middle(key) for key in focus]
    left, top = min(a for a, _ in places), min(b for _, b in places)
    right, bottom = max(a for a, _ in places), max(b for _, b in places)
    wide, high = max(right - left + 5, 9.0), max(bottom - top + 5, 7.0)
    return (left + right - wide) / 2, (top + bottom - high) / 2, wide, high


def _middle(key: str) -> Point:
    column, row = load_tile_map().positions[key]
    return (2 * column + row % 2) * UNIT_X, 3 * row * UNIT_Y


def _words(box: Box) -> str:
    return " ".join(f"{round(value, 3):g}" for value in box)


def _is_seen(key: str, view: Box) -> bool:
    x, y = _middle(key)
    return -1 < x - view[0] < view[2] + 1 and -1 < y - view[1] < view[3] + 1


def _marks(tiles: Mapping[str, Tile]) -> str:
    """Draw the outline of selected tiles once more, above everything, and write their names."""
    chosen = {key: tile.name for key, tile in tiles.items() if "is-selected" in tile.state.split()}
    if not chosen:
        return ""
    names = "".join(draw_name(name, _middle(key)) for key, name in chosen.items())
    paths = (
        f"<path{path[path.index(' d=') :]}/>"
        for _land, shapes in _shapes()
        for key, path in shapes
        if key in chosen
    )
    return f'<g class="tile-map__marks" transform="{_SCALE}">{"".join(paths)}</g>{names}'


def _signs(tiles: Mapping[str, Tile]) -> str:
    """Write the signs of the tiles; readers of the picture have their meaning in the titles."""
    parts = []
    for key, tile in tiles.items():
        if tile.sign:
            x, y = _middle(key)
            css = f' class="{tile.state}"' if tile.state else ""
            parts.append(
                f'<text{css} x="{x:.2f}" y="{y:.2f}" dy=".36em">{escape(tile.sign)}</text>'
            )
    return f'<g class="tile-map__signs" aria-hidden="true">{"".join(parts)}</g>' if parts else ""


def draw_name(name: str, at: Point) -> str:
    """Write the name of an area; readers of the picture have it already as its title."""
    return (
        f'<text class="tile-map__name" aria-hidden="true" x="{at[0]:.2f}" y="{at[1]:.2f}"'
        f' dy=".36em">{escape(name)}</text>'
    )


def _draw_tiles(tiles: Mapping[str, Tile], view: Box) -> str:
    parts: list[str] = []
    is_whole = view == load_tile_map().viewbox
    for land, shapes in _shapes():
        parts.append(f'<g data-land="{land}">')
        for key, path in shapes:
            if not is_whole and not _is_seen(key, view):
                continue
            tile = tiles.get(key)
            parts.append(f"<path{path}/>" if tile is None else draw_tile(tile, path))
        parts.append("</g>")
    return "".join(parts)


def draw_tile(tile: Tile, path: str) -> str:
    """Draw one area; ``path`` holds the ready attributes of its shape.

    Raises
    ------
    ValueError
        If its level is unknown or its state is no list of class names.
    """
    if tile.level not in LEVELS:
        raise ValueError(f"Level {tile.level} of {tile.name} is not one of 0 to {LEVELS[-1]}")
    classes = _LEVEL_CLASSES[tile.level]
    if tile.state:
        if not _CLASS.fullmatch(tile.state):
            raise ValueError(f"State {tile.state!r} of {tile.name} is no list of class names")
        classes = f"{classes} {tile.state}".lstrip()
    title = f"<title>{escape(tile.spoken)}</title>"
    styled = f'<path class="{classes}"{path}' if classes else f"<path{path}"
    if not tile.href:
        return f"{styled}>{title}</path>"
    # As child of the link the title is both its accessible name and what hovering shows.
    return f'<a href="{escape(tile.href)}">{title}{styled}/></a>'


@cache
def _shapes() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return, per Land, key and ready attributes of each tile, in the order of the keys."""
    layout = load_tile_map()
    shapes: dict[str, list[tuple[str, str]]] = {}
    for key, (column, row) in sorted(layout.positions.items()):
        top = f"M{2 * column + row % 2} {3 * row - 2}"
        shapes.setdefault(key[:2], []).append((key, f' data-ags="{key}" d="{top}{_HEXAGON}"'))
    return tuple((land, tuple(each)) for land, each in shapes.items())


@cache
def _outlines() -> str:
    paths = "".join(
        f'<path d="{"".join(_trace(ring) for ring in shape.outline)}"/>'
        for shape in load_tile_map().laender.values()
    )
    return f'<g class="tile-map__outlines" transform="{_SCALE}">{paths}</g>'


def _trace(ring: tuple[Point, ...]) -> str:
    """Return a ring as a relative path in whole numbers."""
    corners = [(round(x / UNIT_X), round(y / UNIT_Y)) for x, y in ring]
    (x0, y0), steps = corners[0], []
    for (x, y), (nx, ny) in pairwise(corners[:-1]):
        dx, dy = nx - x, ny - y
        steps.append(f"v{dy}" if dx == 0 else f"l{dx} {dy}".replace(" -", "-"))
    return f"M{x0} {y0}{''.join(steps)}z"


@cache
def _labels() -> str:
    city = ' class="is-city"'
    texts = "".join(
        f'<text{city if land in CITIES else ""} x="{shape.label[0]:g}"'
        f' y="{shape.label[1]:g}" dy=".36em">{land}</text>'
        for land, shape in load_tile_map().laender.items()
    )
    return f'<g class="tile-map__labels" aria-hidden="true">{texts}</g>'
