"""``drehscheibe figures import TABLE FILE``: read an official table of regional figures."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from drehscheibe.core.places.figures import store
from drehscheibe.core.places.models import Kreis
from drehscheibe.core.places.official_tables import TABLES, BadTable, Read, read_table


class Command(BaseCommand):
    help = "Read an official table of regional figures and report what was skipped and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("table", choices=sorted(TABLES))
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        known = Kreis.objects.filter(valid_until=None).values_list("ags5", flat=True)
        try:
            read = read_table(options["table"], options["file"], known=known)
        except BadTable as error:
            raise CommandError(str(error)) from error
        self._report(read)
        if options["dry_run"]:
            self.stdout.write("Nothing was written (--dry-run).")
            return
        written = store(options["table"], read)
        self.stdout.write(f"{written} figures written.")

    def _report(self, read: Read) -> None:
        secret = sum(cell.value is None for cell in read.cells)
        kreise = len({cell.ags5 for cell in read.cells})
        self.stdout.write(
            f"As of {read.reference_date:%d.%m.%Y}: {len(read.cells)} figures for {kreise} Kreise,"
            f" {secret} of them kept secret at the source."
        )
        for reason, count in Counter(row.reason for row in read.skipped).most_common():
            examples = [row for row in read.skipped if row.reason == reason][:3]
            names = ", ".join(f"{row.key} {row.name}".strip() for row in examples)
            self.stdout.write(f"Skipped {count}: {reason} ({names}{', …' if count > 3 else ''})")
