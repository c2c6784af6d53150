"""``drehscheibe answer_times [--rebuild]``: whether the account book of answer times adds up."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from drehscheibe.capabilities.exchange.services.signals import answer_times


class Command(BaseCommand):
    help = "Compare the kept sums of answer times with a full count, or write them anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="write the sums anew")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["rebuild"]:
            self.stdout.write(f"{answer_times.rebuild()} stays are counted.")
            return
        differences = answer_times.find_differences()
        for account, (kept, counted) in differences.items():
            self.stdout.write(f"{' '.join(map(str, account))}: kept {kept}, counted {counted}")
        if differences:
            raise CommandError("The sums do not add up. --rebuild writes them anew.")
        self.stdout.write("The sums add up.")
