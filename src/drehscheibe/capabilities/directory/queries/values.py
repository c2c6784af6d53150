"""Profile fields as plain values and as words: for revisions, differences and exports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from drehscheibe.capabilities.directory.choices import VOCABULARIES, MeasureStatus
from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.core.places.models import Kreis, Land
from drehscheibe.core.text.spoken import Spoken
from drehscheibe.core.text.vocabulary import labels

#: Everything that an initiative may say about itself, in the order of the profile.
PROFILE_FIELDS = (
    "name",
    "short_name",
    "motto",
    "summary",
    "types",
    "reach",
    "status",
    "founded_year",
    "land",
    "kreise",
    "region_text",
    "seat_city",
    "legal_form",
    "lead_organisation",
    "office_host",
    "patronage",
    "speaker_employer",
    "speaker_union",
    "speakers_agreed",
    "members_count",
    "members_note",
    "members_as_of",
    "company_share",
    "staff_class",
    "budget_class",
    "financing",
    "benches",
    "bodies",
    "topics",
    "goals",
    "fields_of_action",
    "measures",
    "formats",
    "offers",
    "offers_note",
    "seeks",
    "seeks_note",
    "website",
    "contact_email",
    "social_links",
)


def label_of(field: str) -> Any:  # noqa: ANN401 -- lazy text
    """Return the label of a profile field."""
    return _field(field).verbose_name


def _field(name: str) -> Any:  # noqa: ANN401 -- any field class
    return Initiative._meta.get_field(name)


def values_of(initiative: Initiative) -> dict[str, Any]:
    """Return all profile fields as plain JSON values."""
    return {field: plain(getattr(initiative, field)) for field in PROFILE_FIELDS}


def plain(value: Any) -> Any:  # noqa: ANN401 -- any field value
    """Return a field value as JSON keeps it: places by key, dates as text."""
    match value:
        case models.Manager():
            return sorted(value.values_list("pk", flat=True))
        case models.QuerySet():
            return sorted(each.pk for each in value)
        case models.Model():
            return value.pk
        case dt.date():
            return value.isoformat()
        case str():
            return value.replace("\r\n", "\n").strip()
        case _:
            return value


def differences(initiative: Initiative, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return ``{field: [old, new]}`` for the given values that differ from the profile.

    Raises
    ------
    KeyError
        If a value belongs to no profile field.
    """
    old = values_of(initiative)
    new = {field: _in_order(field, plain(value)) for field, value in values.items()}
    return {
        field: [old[field], value]
        for field, value in new.items()
        if _in_order(field, old[field]) != value
    }


def _in_order(field: str, value: Any) -> Any:  # noqa: ANN401 -- JSON
    """Return codes in the order of their vocabulary: ticking in another order changes nothing."""
    if field == "kreise":
        return sorted(value)
    if field in VOCABULARIES and isinstance(value, list):
        known = {code: position for position, code in enumerate(VOCABULARIES[field].values)}
        return sorted(value, key=lambda code: known.get(code, len(known)))
    return value


def list_place_names(values: Iterable[tuple[str, Any]]) -> dict[str, str]:
    """Return the names of all Kreise and Länder among the values; at most two queries."""
    kreise: set[str] = set()
    laender: set[str] = set()
    for field, value in values:
        if value and field == "kreise":
            kreise.update(value)
        elif value and field == "land":
            laender.add(value)
    names = {land.pk: str(land) for land in Land.objects.filter(pk__in=laender)} if laender else {}
    if kreise:
        names |= dict(Kreis.objects.filter(pk__in=kreise).values_list("pk", "name"))
    return names


def words_of(field: str, value: Any, places: Mapping[str, str]) -> list[str]:  # noqa: ANN401 -- JSON
    """Return a plain value as lines that a person can read; no line if it is unknown.

    Labels of closed lists are ``Spoken`` in the reader's language; the other lines are the words of
    the initiative.
    """
    if value in (None, "", [], {}, False):
        return []
    if field in VOCABULARIES:
        return _coded(VOCABULARIES[field], value)
    if field in ("kreise", "land"):
        codes: list[str] = value if isinstance(value, list) else [value]
        return [places.get(code, code) for code in codes]
    if field == "bodies":
        return [_join(body["name"], body["rhythm"]) for body in value]
    if field == "measures":
        statuses = labels(MeasureStatus)
        return [_join(m["title"], statuses.get(m["status"], ""), m["note"]) for m in value]
    if isinstance(value, list):
        return [str(each) for each in value]
    return ["✓"] if value is True else _single(field, value)


def _join(*parts: str) -> str:
    return " – ".join(filter(None, parts))


def _coded(vocabulary: type[models.TextChoices], value: Any) -> list[str]:  # noqa: ANN401 -- JSON
    names = labels(vocabulary)
    counts: dict[str, int | None] = value if isinstance(value, dict) else dict.fromkeys(value)
    return [
        Spoken(names.get(code, code) if count is None else f"{names.get(code, code)} ({count})")
        for code, count in counts.items()
    ]


def _single(field: str, value: Any) -> list[str]:  # noqa: ANN401 -- JSON
    choices = dict(_field(field).flatchoices)
    return [Spoken(str(choices[value])) if value in choices else str(value)]
