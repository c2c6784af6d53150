"""``drehscheibe geo import FILE``: read official boundaries for the map."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from drehscheibe.core.places.boundary_import import Outcome, read_boundaries, store_boundaries
from drehscheibe.core.places.geo.layer import BadBoundaries
from drehscheibe.core.places.geo.matching import KREISE, LEVELS
from drehscheibe.core.places.geo.shapes import Source

LICENCES = {
    "dl-de/by-2-0": "https://www.govdata.de/dl-de/by-2-0",
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "GeoNutzV": "https://www.gesetze-im-internet.de/geonutzv/",
}
OFFICE, OFFICE_URL = "© GeoBasis-DE / BKG", "https://www.bkg.bund.de"


class Command(BaseCommand):
    help = "Read official boundaries (VG250, VG5000): Shapefile, GeoPackage, GeoJSON or TopoJSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=".zip, .shp, .gpkg, .geojson or .topojson")
        parser.add_argument("--level", choices=sorted(LEVELS), default=KREISE.name)
        parser.add_argument(
            "--year", type=int, help="year in which you got the file; printed with its source"
        )
        parser.add_argument(
            "--attribution", help=f"whose data this is, if not »{OFFICE} (YEAR)«; text without HTML"
        )
        parser.add_argument("--licence", choices=sorted(LICENCES), default="dl-de/by-2-0")
        parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        source = _source(options)
        try:
            outcome = read_boundaries(options["file"], LEVELS[options["level"]])
        except BadBoundaries as error:
            raise CommandError(f"Nothing was imported: {error}.") from error
        except MemoryError as error:
            raise CommandError("Nothing was imported: the file needs more memory.") from error
        self._report(outcome)
        if options["dry_run"]:
            self.stdout.write("Nothing was written (--dry-run).")
            return
        written = store_boundaries(options["file"], outcome, source)
        self.stdout.write(f"{written} boundaries written. Below every map: {source.attribution}")

    def _report(self, outcome: Outcome) -> None:
        matched, level = outcome.matched, outcome.level
        self.stdout.write(
            f"Layer »{outcome.layer.name}« in {outcome.layer.projection.name},"
            f" keys in column »{matched.key_column}«: {len(matched.areas)} {level.name} found,"
            f" {len(matched.missing)} missing."
        )
        for names, words in (
            (matched.missing, "Missing"),
            ([f"{key} {name}".strip() for key, name in matched.unknown], "Left out, unknown key"),
            ([f"{old} into {new}" for old, new in matched.merged], "Merged"),
        ):
            if names:
                more = ", …" if len(names) > 10 else ""
                self.stdout.write(f"{words} ({len(names)}): {', '.join(names[:10])}{more}")
        if matched.water_rows:
            self.stdout.write(f"Left out {matched.water_rows} areas of water (GF is not 4).")
        if outcome.neighbours_known:
            self.stdout.write(
                f"{outcome.neighbours_found} of {outcome.neighbours_known} known neighbours share"
                " a line in the file."
            )
        if 2 * outcome.neighbours_found < outcome.neighbours_known:
            self.stdout.write(
                "Warning: the borders of neighbours differ in this file, so that simplified lines"
                " may leave gaps. The official files do not have this fault."
            )
        shapes = [*outcome.kreise.values(), *outcome.laender.values()]
        self.stdout.write(
            f"Simplified from {outcome.points_before} points to {outcome.points_after};"
            f" {sum(len(shape.path) for shape in shapes) // 1000} kB of outlines."
        )


def _source(options: dict[str, Any]) -> Source:
    year = options["year"] or timezone.localdate().year
    if not 1990 <= year <= timezone.localdate().year + 1:
        raise CommandError(f"Nothing was imported: {year} cannot be the year of the file.")
    own = re.sub(r"\s+", " ", options["attribution"] or "").strip()
    if len(own) > 250:
        raise CommandError("Nothing was imported: the attribution has more than 250 characters.")
    return Source(
        attribution=own or f"{OFFICE} ({year})",
        attribution_url="" if own else OFFICE_URL,
        licence=options["licence"],
        licence_url=LICENCES[options["licence"]],
    )
