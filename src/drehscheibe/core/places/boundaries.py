"""The imported boundaries, for whoever draws a map."""

from __future__ import annotations

from functools import lru_cache

from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.core.places.geo.shapes import Boundaries, Shape, Source
from drehscheibe.core.places.models import Boundary, BoundaryFile

__all__ = ["find_boundaries"]


def find_boundaries() -> Boundaries | None:
    """Return the imported boundaries, or None if no Kreise were imported; no query as a rule."""
    files = _list_files()
    return _load(files) if files else None


@kept_for_epoch()
def _list_files() -> tuple[tuple[int, str], ...]:
    return tuple(BoundaryFile.objects.order_by("pk").values_list("pk", "sha256"))


@lru_cache(maxsize=1)
def _load(_files: tuple[tuple[int, str], ...]) -> Boundaries | None:
    """Load all boundaries; kept until other files are there."""
    kreise: dict[str, Shape] = {}
    laender: dict[str, Shape] = {}
    sources: dict[Source, None] = {}
    for row in Boundary.objects.select_related("file").order_by("kreis_id", "land_id"):
        shape = Shape(
            row.path, (row.label_x, row.label_y), (row.left, row.top, row.right, row.bottom)
        )
        if row.kreis_id is not None:
            kreise[row.kreis_id] = shape
        elif row.land_id is not None:
            laender[row.land_id] = shape
        file = row.file
        names = (file.attribution, file.attribution_url, file.licence, file.licence_url)
        sources[Source(*names)] = None
    return Boundaries(kreise, laender, tuple(sources)) if kreise else None
