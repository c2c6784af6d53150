"""Bring the search up to date from the rooms themselves."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from drehscheibe.core.search.models import Entry
from drehscheibe.core.search.sources import SOURCES
from drehscheibe.core.search.words import load_words


class Command(BaseCommand):
    """``drehscheibe search rebuild``: every room announces again what can be found."""

    help = "Let every room announce again what can be found; other processes follow at once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the word after ``search``."""
        parser.add_argument("action", choices=["rebuild"])

    def handle(self, *_args: object, **_options: object) -> None:
        """Rebuild source by source, each in its own transaction."""
        load_words()
        for name, announce in sorted(SOURCES.items()):
            with transaction.atomic():
                announce()
            print(f"  {name}")
        print(f"{Entry.objects.count()} entries can be found.")
