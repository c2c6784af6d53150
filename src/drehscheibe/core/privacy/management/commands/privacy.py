"""``drehscheibe privacy retention|export|erase``: what the operator does about personal data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.privacy import queries, services
from drehscheibe.core.privacy.retention import CLASSES, all_rules


class Command(BaseCommand):
    help = "Retention, export and erasure of personal data."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        retention = acts.add_parser("retention", help="remove what is too old")
        retention.add_argument("--dry-run", action="store_true", help="count, remove nothing")
        export = acts.add_parser("export", help="write everything about one person to a file")
        export.add_argument("email")
        export.add_argument("file", type=Path)
        export.add_argument("--language", choices=("de", "en"), default="de")
        erase = acts.add_parser("erase", help="erase one person who asked for it")
        erase.add_argument("email")
        erase.add_argument("--dry-run", action="store_true", help="say what would happen")
        erase.add_argument(
            "--confirm", action="append", default=[], metavar="KEY", help="go on in spite of KEY"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        acts = {"retention": self._retention, "export": self._export, "erase": self._erase}
        with translation.override(options.get("language") or "en"):
            acts[options["act"]](options)

    def _retention(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        is_dry = options["dry_run"]
        numbers = services.count_due(now) if is_dry else services.apply_retention(now)
        for rule in all_rules():
            term = CLASSES[rule.retention].words
            self.stdout.write(f"{numbers[rule.name]:8d}  {rule.name:<32} {rule.label}: {term}")
        self.stdout.write("Nothing was changed." if is_dry else "Done.")

    def _export(self, options: dict[str, Any]) -> None:
        subject = queries.find_subject_by_email(options["email"])
        options["file"].write_bytes(services.export_person(SYSTEM, subject))
        self.stdout.write(f"{options['file']} is written.")

    def _erase(self, options: dict[str, Any]) -> None:
        subject = queries.find_subject_by_email(options["email"])
        plan = queries.plan_erasure(subject)
        for each in plan.holdings:
            self.stdout.write(f"{each.number:8d}  {each.source.name:<32} {each.source.at_erasure}")
        for obstacle in plan.obstacles:
            hint = "cannot be confirmed" if obstacle.is_final else f"--confirm {obstacle.key}"
            self.stdout.write(f"          {obstacle.text} ({hint})")
        if options["dry_run"]:
            self.stdout.write("Nothing was changed.")
            return
        try:
            services.erase_person(SYSTEM, subject, confirmed=options["confirm"])
        except Conflict as conflict:
            raise CommandError(str(conflict)) from conflict
        self.stdout.write("Done.")
