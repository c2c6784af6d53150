"""A profile in words: what the template shows, ready to be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from drehscheibe.capabilities.directory.choices import VOCABULARIES
from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.queries.profile import HistoryLine
from drehscheibe.capabilities.directory.queries.similar import Relative
from drehscheibe.capabilities.directory.queries.values import label_of
from drehscheibe.core.organisations.choices import Bench
from drehscheibe.core.text.spoken import german
from drehscheibe.core.text.vocabulary import labels
from drehscheibe.ui import markup
from drehscheibe.ui.formats import day, enumeration, number

#: Pictogram of each bench.
BENCH_ICONS = {
    Bench.COMPANIES: "company",
    Bench.CHAMBER: "chamber",
    Bench.UNION: "union",
    Bench.WORKS_COUNCIL: "works-council",
    Bench.ASSOCIATION: "association",
    Bench.MUNICIPALITY: "municipality",
    Bench.LAND: "land",
    Bench.FEDERAL: "federal",
    Bench.UNIVERSITY: "university",
    Bench.SCHOOL: "school",
    Bench.EMPLOYMENT_AGENCY: "people",
    Bench.CIVIL_SOCIETY: "civil-society",
    Bench.MEDIA: "media",
}


@dataclass(frozen=True, slots=True)
class RelativeInWords:
    """Another initiative with the reason why it is shown, in words."""

    slug: str
    name: str
    topics: tuple[str, ...]
    types: tuple[str, ...]
    kreise: tuple[str, ...]
    is_near: bool


class Vocabulary:
    """Labels of all codes in the current language, made once per page."""

    def __init__(self) -> None:
        self._labels = {field: labels(choices) for field, choices in VOCABULARIES.items()}

    def words(self, field: str, codes: Iterable[str]) -> list[str]:
        """Return the labels of some codes of a field."""
        names = self._labels[field]
        return [names.get(code, code) for code in codes]

    def all_words(self, initiative: Initiative) -> dict[str, list[str]]:
        """Return the labels of every field that holds codes."""
        return {field: self.words(field, getattr(initiative, field)) for field in self._labels}


def lead(initiative: Initiative, vocabulary: Vocabulary) -> str:
    """Return the first sentence of a profile; made from the facts if it has none of its own."""
    if initiative.summary:
        return german(initiative.summary)
    types = enumeration(vocabulary.words("types", initiative.types)) or _("Initiative")
    region = initiative.region_text or initiative.seat_city or str(initiative.land or "")
    if not region:
        return types
    words = {"types": types, "region": region, "lead": initiative.lead_organisation}
    if initiative.lead_organisation:
        return _("%(types)s for: %(region)s. Led by %(lead)s.") % words
    return _("%(types)s for: %(region)s.") % words


def facts(initiative: Initiative, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """Return the rows of "at a glance"; None stands for unknown and is shown as that."""
    rows = [
        ("status", initiative.get_status_display() or None, ""),
        ("founded_year", str(initiative.founded_year) if initiative.founded_year else None, ""),
        ("reach", initiative.get_reach_display() or None, ""),
        ("seat_city", initiative.seat_city or None, ""),
        ("legal_form", german(initiative.legal_form) or None, ""),
        ("lead_organisation", german(initiative.lead_organisation) or None, ""),
        ("office_host", german(initiative.office_host) or None, ""),
        ("patronage", german(initiative.patronage) or None, ""),
        ("members_count", _members(initiative), _members_note(initiative)),
        ("staff_class", initiative.get_staff_class_display() or None, ""),
        ("budget_class", initiative.get_budget_class_display() or None, ""),
        ("financing", enumeration(vocabulary.words("financing", initiative.financing)) or None, ""),
    ]
    shown = [
        {"label": label_of(field), "value": value, "note": note} for field, value, note in rows
    ]
    if initiative.contact_email:
        mail = {"value": initiative.contact_email, "href": f"mailto:{initiative.contact_email}"}
        shown.append({"label": label_of("contact_email"), **mail})
    return shown + [
        {"label": label_of("social_links"), "value": link, "href": link}
        for link in initiative.social_links
    ]


def _members(initiative: Initiative) -> str | None:
    if initiative.members_count is None:
        return None
    if initiative.company_share is None:
        return number(initiative.members_count)
    return _("%(number)s, %(share)s per cent of them companies") % {
        "number": number(initiative.members_count),
        "share": initiative.company_share,
    }


def _members_note(initiative: Initiative) -> str:
    counted = initiative.members_as_of
    when = _("as of %(day)s") % {"day": day(counted)} if counted else ""
    return ", ".join(filter(None, (initiative.members_note, when)))


def present_benches(initiative: Initiative) -> list[tuple[str, str]]:
    """Return icon and label of each bench, with the number where it is known."""
    names = labels(Bench)
    return [
        (
            BENCH_ICONS[Bench(code)],
            names[code] if count is None else f"{names[code]} ({number(count)})",
        )
        for code, count in initiative.benches.items()
    ]


def relatives(
    items: Iterable[Relative], vocabulary: Vocabulary, kreise: Mapping[str, str]
) -> list[RelativeInWords]:
    """Return relatives with their reasons in words."""
    return [
        RelativeInWords(
            slug=item.slug,
            name=item.name,
            topics=tuple(vocabulary.words("topics", item.shared_topics)),
            types=tuple(vocabulary.words("types", item.shared_types)),
            kreise=tuple(kreise.get(key, key) for key in item.shared_kreise),
            is_near=item.is_near,
        )
        for item in items
    ]


def history_entry(line: HistoryLine) -> dict[str, Any]:
    """Return one line of the public history for the timeline."""
    titles = {
        "initiative_imported": _("Entry made from public sources"),
        "initiative_renewed": _("Entry renewed from public sources"),
        "claim_accepted": _("The service office checked who is responsible for the entry"),
        "profile_changed": _("Entry changed"),
        "initiative_confirmed": _("Confirmed as correct by the initiative"),
    }
    return {
        "when": line.occurred_at,
        "title": titles[line.verb],
        "body": ", ".join(str(label_of(field)) for field in line.fields),
        "who": line.organisation_name,
    }


def linked_data(initiative: Initiative) -> Markup:
    """Return the profile as schema.org Organization."""
    return markup.linked_data(
        {
            "@type": "Organization",
            "@id": settings.BASE_URL + reverse("initiative_detail", args=[initiative.slug]),
            "name": initiative.name,
            "alternateName": initiative.short_name,
            "description": initiative.summary,
            "foundingDate": str(initiative.founded_year or ""),
            "url": initiative.website,
            "email": initiative.contact_email,
            "areaServed": [
                {"@type": "AdministrativeArea", "name": kreis.label}
                for kreis in initiative.kreise.all()
            ],
            "sameAs": initiative.social_links,
        }
    )
