"""Load the entries from public sources; run it as often as you like."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.directory.choices import (
    InitiativeStatus,
    InitiativeType,
    PublicationState,
)
from drehscheibe.capabilities.directory.facts import ReferenceDataLoaded
from drehscheibe.capabilities.directory.models import Initiative, InitiativeSource
from drehscheibe.capabilities.directory.services.partner_index import refresh_partners
from drehscheibe.capabilities.directory.services.profile_index import index_profiles, make_sort_key
from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.audit import api as audit
from drehscheibe.core.organisations.choices import Bench, Level, OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.outbox import api as outbox
from drehscheibe.core.places.models import Kreis, Land
from drehscheibe.core.text.topics import Topic

DATA = files("drehscheibe.capabilities.directory") / "data"

#: Words of the file that the vocabulary spells differently.
_BENCH_NAMES = {"works-councils": Bench.WORKS_COUNCIL.value}
_PARTNER_BENCHES = {
    "employer": Bench.ASSOCIATION,
    "union": Bench.UNION,
    "chamber": Bench.CHAMBER,
    "state": Bench.FEDERAL,
}


@dataclass(slots=True)
class ImportReport:
    """What a load did.

    Attributes
    ----------
    created, updated, unchanged : int
        Initiatives.
    kept : list of str
        Slugs that differ from the file and were left alone, because people work on them.
    partners : int
        Partners of the alliance that exist afterwards.
    problems : list of str
        What was left out and why, one line each.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    partners: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        done = f"{self.created} initiatives created, {self.updated} updated"
        lines = [
            f"{done}, {self.unchanged} unchanged; {self.partners} partners",
            *(f"left alone, people work on it: {slug}" for slug in self.kept),
            *(f"left out: {problem}" for problem in self.problems),
        ]
        return "\n".join(lines)


@transaction.atomic
def load_reference_data(actor: Actor = SYSTEM) -> ImportReport:
    """Create or renew the entries from public sources.

    An entry that people verified, edited or confirmed is never overwritten.
    """
    report = ImportReport()
    places = _Places.read()
    changed = []
    for row in read_rows("initiatives.csv"):
        initiative = _load_initiative(row, places, report, actor)
        if initiative is not None:
            changed.append(initiative)
    report.partners = _load_partners()
    if changed:
        index_profiles(changed)
        outbox.publish(ReferenceDataLoaded(created=report.created, updated=report.updated))
    return report


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a file that ships with this room."""
    text = (DATA / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@dataclass(frozen=True, slots=True)
class _Places:
    laender: frozenset[str]
    kreise: frozenset[str]

    @classmethod
    def read(cls) -> _Places:
        return cls(
            frozenset(Land.objects.values_list("pk", flat=True)),
            frozenset(Kreis.objects.values_list("pk", flat=True)),
        )


def _load_initiative(
    row: Mapping[str, str], places: _Places, report: ImportReport, actor: Actor
) -> Initiative | None:
    """Create or renew one entry; None if nothing was written."""
    values, kreise = _values(row, places, report)
    digest = hashlib.sha256(repr((sorted(values.items()), kreise, row["source_url"])).encode())
    initiative = Initiative.objects.filter(slug=row["slug"]).first()
    if initiative is not None and initiative.import_digest == digest.hexdigest():
        report.unchanged += 1
        return None
    if initiative is not None and initiative.is_touched:
        report.kept.append(initiative.slug)
        return None
    is_new = initiative is None
    initiative = initiative or _new_initiative(row)
    for name, value in values.items():
        setattr(initiative, name, value)
    initiative.sort_key = make_sort_key(initiative.name)
    initiative.import_digest = digest.hexdigest()
    _save(initiative, kreise, row["source_url"])
    report.created += is_new
    report.updated += not is_new
    verb = "directory.initiative_imported" if is_new else "directory.initiative_renewed"
    audit.record(
        actor,
        verb,
        item_kind="initiative",
        item_key=initiative.slug,
        changes={"source": row["source_url"]},
    )
    return initiative


def _new_initiative(row: Mapping[str, str]) -> Initiative:
    return Initiative(
        slug=row["slug"],
        organisation=Organisation(kind=OrganisationKind.INITIATIVE),
        state=PublicationState.PUBLISHED,
        published_at=timezone.now(),
    )


def _save(initiative: Initiative, kreise: list[str], source_url: str) -> None:
    organisation = initiative.organisation
    organisation.name, organisation.short_name = initiative.name, initiative.short_name
    organisation.land_id, organisation.website = initiative.land_id, initiative.website
    organisation.source_url = source_url
    organisation.save()
    initiative.organisation = organisation
    initiative.save()
    initiative.kreise.set(Kreis.objects.filter(pk__in=kreise))
    initiative.sources.exclude(url=source_url).delete()
    InitiativeSource.objects.get_or_create(initiative=initiative, url=source_url)


def _values(
    row: Mapping[str, str], places: _Places, report: ImportReport
) -> tuple[dict[str, Any], list[str]]:
    """Return the fields and Kreise of a row; what cannot be used is reported."""
    slug = row["slug"]

    def known(column: str, words: Iterator[str], allowed: frozenset[str]) -> list[str]:
        kept = []
        for word in words:
            if word in allowed:
                kept.append(word)
            else:
                report.problems.append(f"{slug}: {column} {word!r} is not known")
        return kept

    benches = (_BENCH_NAMES.get(word, word) for word in _split(row["stakeholder_groups"]))
    status = "" if row["status"] == "unknown" else row["status"]
    values: dict[str, Any] = {
        "name": row["name"],
        "short_name": row["short_name"],
        "types": known("type", _split(row["type"]), frozenset(InitiativeType.values)),
        "land_id": next(iter(known("Land", _split(row["land"]), places.laender)), None),
        "region_text": row["region_text"],
        "seat_city": row["seat_city"],
        "founded_year": int(row["founded_year"]) if row["founded_year"] else None,
        "legal_form": row["legal_form"],
        "lead_organisation": row["lead_organisation"],
        "benches": dict.fromkeys(known("bench", benches, frozenset(Bench.values))),
        "members_count": int(row["members_count"]) if row["members_count"] else None,
        "topics": known("topic", _split(row["topics"]), frozenset(Topic.values)),
        "website": row["website"],
        "status": status if status in InitiativeStatus.values else "",
        "source_note": row["note"],
    }
    return values, known("Kreis", _split(row["kreise_ags"]), places.kreise)


def _split(cell: str) -> Iterator[str]:
    return (word.strip() for word in cell.split(";") if word.strip())


def _load_partners() -> int:
    """Create the partners of the alliance that are missing; existing ones belong to people."""
    for row in read_rows("partners.csv"):
        Organisation.objects.get_or_create(
            kind=OrganisationKind.PARTNER,
            short_name=row["short_name"],
            defaults={
                "name": row["name"],
                "bench": _PARTNER_BENCHES[row["side"]],
                "level": Level.FEDERAL if row["side"] == "state" else "",
                "website": row["website"],
                "source_url": row["source_url"],
                "note": row["note"],
            },
        )
    refresh_partners()
    return Organisation.objects.filter(kind=OrganisationKind.PARTNER).count()
