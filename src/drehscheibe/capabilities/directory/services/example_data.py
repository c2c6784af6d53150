"""Two plainly marked examples, so that a demonstration shows every part of a profile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.directory.choices import PublicationState
from drehscheibe.capabilities.directory.facts import InitiativePublished
from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.services.profile_index import index_profiles, make_sort_key
from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.audit import api as audit
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.outbox import api as outbox
from drehscheibe.core.places.models import Kreis

#: Four neighbouring Kreise; the example stands beside real ones, but for nobody.
KREISE = ("06434", "06436", "06412", "06433")

_VALUES = {
    "motto": "Ein Beispiel, das jedes Feld zeigt",
    "summary": "Bringt Betriebe, Betriebsräte, Kammern und Nachbarschaft zweimal im Jahr an einen"
    " Tisch und macht Industrie in der Region sichtbar.",
    "types": ["acceptance-campaign", "sector-site"],
    "reach": "region",
    "status": "active",
    "founded_year": 2019,
    "land_id": "HE",
    "region_text": "Beispielregion mit vier Kreisen",
    "legal_form": "Bündnis ohne Rechtsform",
    "lead_organisation": "Beispielkammer",
    "office_host": "Beispielkammer",
    "members_count": 48,
    "members_note": "Betriebe und Verbände mit unterschriebener Erklärung",
    "company_share": 80,
    "staff_class": "0.5-1",
    "budget_class": "25k-100k",
    "financing": ["fees", "chamber", "municipality"],
    "benches": {"companies": 38, "chamber": 2, "works-council": 5, "municipality": 3},
    "bodies": [
        {"name": "Lenkungskreis", "rhythm": "vierteljährlich"},
        {"name": "Arbeitsgruppe Ausbildung", "rhythm": "alle sechs Wochen"},
    ],
    "topics": ["acceptance", "skills", "climate-energy", "participation"],
    "goals": "Menschen in der Region wissen, was in den Werken nebenan entsteht, und können mitreden,"
    " bevor gebaut wird.",
    "fields_of_action": "Ausbildung\nNachbarschaft\nEnergie",
    "measures": [
        {"title": "Offene Werkstore", "status": "running", "note": "jedes Jahr im September"},
        {"title": "Ausbildungslotsen an zwölf Schulen", "status": "done", "note": ""},
        {"title": "Gemeinsame Energieberatung", "status": "planned", "note": ""},
    ],
    "formats": ["network-meeting", "open-day", "citizens-dialogue", "ambassadors"],
    "offers": ["experience", "materials", "mentoring"],
    "offers_note": "Ablaufpläne und Einladungen für offene Werkstore",
    "seeks": ["speakers", "project-partners"],
    "seeks_note": "Eine Gewerkschaft, die mit einlädt",
    "contact_email": "buero@example.org",
    "website": "https://www.example.org",
}


@dataclass(frozen=True, slots=True)
class _Example:
    slug: str
    name: str
    short_name: str
    needs_two_keys: bool


EXAMPLES = (
    _Example(
        "beispielinitiative", "Beispielinitiative Industrie im Dialog", "Beispielinitiative", False
    ),
    _Example("beispielbuendnis", "Beispielbündnis mit zwei Stimmen", "Beispielbündnis", True),
)


@transaction.atomic
def load_example_data() -> tuple[str, ...]:
    """Create one example initiative and one that asks for two keys; return their slugs.

    They are marked as examples wherever they are shown. Running it again changes nothing.
    """
    for example in EXAMPLES:
        if not Initiative.objects.filter(slug=example.slug).exists():
            _load(example)
    return tuple(example.slug for example in EXAMPLES)


def _load(example: _Example) -> None:
    organisation, _made = Organisation.objects.get_or_create(
        kind=OrganisationKind.INITIATIVE, name=example.name
    )
    Organisation.objects.filter(pk=organisation.pk).update(
        short_name=example.short_name, requires_two_keys=example.needs_two_keys
    )
    now = timezone.now()
    initiative = Initiative(
        slug=example.slug,
        organisation=organisation,
        name=example.name,
        short_name=example.short_name,
        sort_key=make_sort_key(example.name),
        is_example=True,
        state=PublicationState.PUBLISHED,
        published_at=now,
        verified_at=now,
        last_confirmed_at=now,
        next_confirmation_due=timezone.localdate() + timedelta(days=365),
        **_VALUES,
    )
    initiative.full_clean()
    initiative.save()
    initiative.kreise.set(Kreis.objects.filter(pk__in=KREISE))
    index_profiles([initiative])
    audit.record(SYSTEM, "directory.example_made", item_kind="initiative", item_key=example.slug)
    outbox.publish(InitiativePublished(example.slug))
