"""Import official boundaries. Loads numerical libraries; pages need only ``boundaries``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from drehscheibe.core.outbox.epoch import advance_with_commit
from drehscheibe.core.places.geo.arcs import Arcs, Directed, cut_into_arcs, surround
from drehscheibe.core.places.geo.layer import BadBoundaries, Layer, rings_of
from drehscheibe.core.places.geo.matching import KREISE, Level, Matched, match
from drehscheibe.core.places.geo.opening import read_layer
from drehscheibe.core.places.geo.outlines import Outliner
from drehscheibe.core.places.geo.shapes import Shape, Source
from drehscheibe.core.places.geo.simplify import simplify
from drehscheibe.core.places.models import Boundary, BoundaryFile, Kreis, Land
from drehscheibe.core.places.official_tables import MERGED

__all__ = ["Outcome", "read_boundaries", "store_boundaries"]

#: Points that all borders together keep besides their ends. More would be finer than a pixel on
#: most screens and make the page of the map heavier than 300 kB.
KEPT_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was made of a file.

    Attributes
    ----------
    neighbours_known, neighbours_found : int
        Pairs of Kreise that border on each other, and how many of them share a line in the file.
    points_before, points_after : int
        Points of all rings in the file, and of all paths.
    """

    level: Level
    layer: Layer
    matched: Matched
    kreise: dict[str, Shape]
    laender: dict[str, Shape]
    neighbours_known: int
    neighbours_found: int
    points_before: int
    points_after: int


def read_boundaries(file: Path, level: Level) -> Outcome:
    """Read a file and simplify what it holds; writes nothing.

    Raises
    ------
    BadBoundaries
        If the file is missing, damaged, too large or another one than it should be.
    """
    layer = read_layer(file, level.layer_words)
    codes = dict(Land.objects.values_list("key", "code"))
    of_land = dict(Kreis.objects.filter(valid_until=None).values_list("ags5", "land_id"))
    known = of_land.keys() if level is KREISE else codes.keys()
    matched = match(layer, level, known=known, merged=MERGED if level is KREISE else {})
    arcs = _project(layer, cut_into_arcs(matched.areas))
    lines = simplify(arcs, KEPT_POINTS)
    drawn = Outliner.of(lines, arcs.areas)
    shapes_by_key = {key: drawn.draw(key, sides) for key, sides in arcs.areas.items()}
    if level is KREISE:
        kreise, laender = shapes_by_key, _draw_laender(drawn, arcs.areas, of_land)
    else:
        kreise, laender = {}, {codes[key]: shape for key, shape in shapes_by_key.items()}
    pairs = _known_neighbours(shapes_by_key) if level is KREISE else set()
    return Outcome(
        level,
        layer,
        matched,
        kreise,
        laender,
        neighbours_known=len(pairs),
        neighbours_found=len(pairs & arcs.neighbours()),
        points_before=sum(len(ring) for ring in rings_of(layer.features)),
        points_after=sum(len(line) for line in lines),
    )


def _project(layer: Layer, arcs: Arcs) -> Arcs:
    """Bring every place to EPSG:25832, each once, so that shared borders stay the same numbers."""
    try:
        return Arcs(layer.projection.to_utm32(arcs.points), arcs.arcs, arcs.areas)
    except ValueError as error:
        raise BadBoundaries(
            f"the coordinates do not lie in Germany, read as {layer.projection.name};"
            " the file seems to be in another projection than it says"
        ) from error


def _draw_laender(
    drawn: Outliner, areas: Mapping[str, set[Directed]], of_land: Mapping[str, str]
) -> dict[str, Shape]:
    """Make the Länder from their Kreise, with the same lines."""
    parts: dict[str, list[set[Directed]]] = {}
    for key, sides in areas.items():
        parts.setdefault(of_land[key], []).append(sides)
    return {code: drawn.draw(code, surround(each)) for code, each in parts.items()}


def _known_neighbours(keys: Iterable[str]) -> set[tuple[str, str]]:
    through = Kreis.neighbours.through.objects.filter(
        from_kreis_id__in=list(keys), to_kreis_id__in=list(keys)
    )
    pairs = through.values_list("from_kreis_id", "to_kreis_id")
    return {(one, other) for one, other in pairs if one < other}


@transaction.atomic
def store_boundaries(file: Path, outcome: Outcome, source: Source) -> int:
    """Replace the boundaries of the level by what was read; returns how many there are now.

    Kreise bring their Länder with them; a file of Länder replaces only these.
    """
    old = Boundary.objects.all() if outcome.level is KREISE else Boundary.objects.exclude(land=None)
    old.delete()
    record = BoundaryFile.objects.create(
        level=outcome.level.name,
        file_name=file.name[:200],
        sha256=_hash(file),
        attribution=source.attribution,
        attribution_url=source.attribution_url,
        licence=source.licence,
        licence_url=source.licence_url,
    )
    rows = [_row(record, shape, kreis_id=key) for key, shape in outcome.kreise.items()]
    rows += [_row(record, shape, land_id=code) for code, shape in outcome.laender.items()]
    Boundary.objects.bulk_create(rows, batch_size=200)
    BoundaryFile.objects.filter(boundaries=None).delete()
    advance_with_commit()
    return len(rows)


def _row(record: BoundaryFile, shape: Shape, **area: str) -> Boundary:
    left, top, right, bottom = shape.box
    return Boundary(
        file=record,
        path=shape.path,
        label_x=shape.label[0],
        label_y=shape.label[1],
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        **area,
    )


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
