"""Merge the hexagons of a Land into rings, and find a place for its label.

Corners of hexagons have whole numbers in units of half a tile width and half a circumradius, so rings
are joined without rounding and written in circumradii at the end.
"""

from math import hypot, sqrt

Tile = tuple[int, int]
Point = tuple[float, float]
Corner = tuple[int, int]

#: Corners clockwise from the top; side number n runs from corner n to corner n + 1.
CORNERS = ((0, -2), (1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1))
UNIT_X, UNIT_Y = sqrt(3.0) / 2, 0.5


def centre(tile: Tile) -> Corner:
    """Return the middle of an odd-r tile in whole units."""
    column, row = tile
    return 2 * column + row % 2, 3 * row


def to_point(corner: tuple[float, float]) -> Point:
    """Return whole units in circumradii, rounded as the asset is."""
    return round(corner[0] * UNIT_X, 3), round(corner[1] * UNIT_Y, 3)


def merge_rings(tiles: list[Tile]) -> list[list[Point]]:
    """Return the closed rings round the tiles, largest first, inner rings included.

    Outer rings run clockwise on the screen, inner rings counter-clockwise.
    """
    sides: set[tuple[Corner, Corner]] = set()
    for tile in tiles:
        x, y = centre(tile)
        corners = [(x + dx, y + dy) for dx, dy in CORNERS]
        sides |= set(zip(corners, [*corners[1:], corners[0]], strict=True))
    # A side that is walked both ways lies between two tiles of the Land.
    following = {start: end for start, end in sides if (end, start) not in sides}
    rings = []
    while following:
        first = min(following)
        ring = [first, following.pop(first)]
        while ring[-1] != first:
            ring.append(following.pop(ring[-1]))
        rings.append([to_point(corner) for corner in ring])
    return sorted(rings, key=len, reverse=True)


def place_label(tiles: list[Tile], rings: list[list[Point]]) -> Point:
    """Return the middle of a tile or of a side that lies farthest from the outline.

    A label is wider than high, so distances to the east and west count for less. Ties go to the
    spot nearest to the middle of the Land.
    """
    middles = [centre(tile) for tile in tiles]
    spots = set(middles)
    known = set(middles)
    for x, y in middles:
        spots |= {(x + 1, y) for near in [(x + 2, y)] if near in known}
    heart = (sum(x for x, _ in middles) / len(tiles), sum(y for _, y in middles) / len(tiles))
    corners = [corner for ring in rings for corner in ring]

    def worth(spot: Corner) -> tuple[float, float, Corner]:
        x, y = to_point(spot)
        room = min(hypot((x - a) * 0.6, y - b) for a, b in corners)
        hx, hy = heart[0] * UNIT_X, heart[1] * UNIT_Y
        return round(room, 3) - 0.12 * hypot(x - hx, y - hy), -hypot(x - hx, y - hy), spot

    return to_point(max(spots, key=worth))
