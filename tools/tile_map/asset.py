"""Write the tile map as the JSON file that the product reads."""

import json
from pathlib import Path

from tools.tile_map.figures import measure
from tools.tile_map.grid import STRIDE, Cell
from tools.tile_map.outlines import Point, Tile, centre, merge_rings, place_label, to_point
from tools.tile_map.regions import Regions

VERSION = 1
LAYOUT = "pointy-top odd-r"
METHOD = (
    "Centres on an equal-area plane, equalised by diffusion (Gastner and Newman 2004), laid on a"
    " hexagonal grid by linear assignment, improved by simulated annealing with every Land in one"
    " piece; see tools/tile_map."
)
SOURCE = (
    "Quellen: Statistisches Bundesamt (Destatis), Gemeindeverzeichnis, Stand 31.12.2021;"
    " Mittelpunkte, Nachbarschaften und Anordnung: eigene Berechnung."
)
#: Room round the outermost tiles, circumradii.
MARGIN = 0.35


def to_tiles(cells: list[Cell]) -> list[Tile]:
    """Return columns and rows in the odd-r layout, both counted from nought."""
    top = min(cell % STRIDE for cell in cells)
    tiles = []
    for cell in cells:
        q, r = divmod(cell, STRIDE)
        row = r - top
        tiles.append((q + (row - row % 2) // 2, row))
    left = min(column for column, _ in tiles)
    return [(column - left, row) for column, row in tiles]


def compose(regions: Regions, tiles: list[Tile]) -> dict[str, object]:
    """Put the asset together; nothing in it depends on the time or the machine."""
    return {
        "version": VERSION,
        "layout": LAYOUT,
        "method": METHOD,
        "source": SOURCE,
        "figures": measure(regions, tiles),
        "viewbox": _viewbox(tiles),
        "laender": _laender(regions, tiles),
        "tiles": dict(zip(regions.keys, tiles, strict=True)),
    }


def _laender(regions: Regions, tiles: list[Tile]) -> dict[str, dict[str, object]]:
    laender: dict[str, dict[str, object]] = {}
    for land in sorted(set(regions.laender)):
        own = [tile for tile, name in zip(tiles, regions.laender, strict=True) if name == land]
        rings = merge_rings(own)
        laender[land] = {"label": place_label(own, rings), "outline": rings}
    return laender


def _viewbox(tiles: list[Tile]) -> list[float]:
    points: list[Point] = [to_point(centre(tile)) for tile in tiles]
    half_width = to_point((1, 0))[0]
    x = min(x for x, _ in points) - half_width - MARGIN
    y = min(y for _, y in points) - 1 - MARGIN
    width = max(x for x, _ in points) + half_width + MARGIN - x
    height = max(y for _, y in points) + 1 + MARGIN - y
    return [round(value, 3) for value in (x, y, width, height)]


def write(asset: dict[str, object], out: Path) -> None:
    """Write the asset with one Kreis and one Land per line, so that changes can be read."""
    lines = []
    for key, value in asset.items():
        if key in {"tiles", "laender"} and isinstance(value, dict):
            body = ",\n".join(f"  {_dump(name)}: {_dump(entry)}" for name, entry in value.items())
            lines.append(f" {_dump(key)}: {{\n{body}\n }}")
        else:
            lines.append(f" {_dump(key)}: {_dump(value)}")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
