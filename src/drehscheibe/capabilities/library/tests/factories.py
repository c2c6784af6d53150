from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from drehscheibe.capabilities.library.choices.checklist import VersionState
from drehscheibe.capabilities.library.choices.practice_case import CaseState
from drehscheibe.capabilities.library.choices.shelf import Audience, Phase
from drehscheibe.capabilities.library.choices.webinar import WebinarState
from drehscheibe.capabilities.library.models import (
    Checklist,
    ChecklistItem,
    ChecklistSection,
    ChecklistVersion,
    EventFormat,
    PracticeCase,
    Webinar,
    WebinarSeries,
)
from drehscheibe.capabilities.library.services.checklists import masters
from drehscheibe.capabilities.library.services.practice_cases.proposals import Consent, Proposal
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.text.topics import Topic


class ChecklistFactory(factory.django.DjangoModelFactory[Checklist]):
    slug = factory.Sequence(lambda n: f"checklist-{n}")
    title = factory.Sequence(lambda n: f"Checkliste {n}")
    summary = "Was vor, an und nach dem Tag zu tun ist."
    audience = Audience.ORGANISERS
    phase = Phase.PLAN
    date_name = "Tag der Veranstaltung"
    review_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=300))

    class Meta:
        model = Checklist


def make_checklist(*items: str, **fields: Any) -> Checklist:
    """Return a published master with one section of these items, a week apart before the date."""
    checklist = ChecklistFactory.create(**fields)
    version = ChecklistVersion.objects.create(
        checklist=checklist, number=1, state=VersionState.PUBLISHED, published_at=timezone.now()
    )
    section = ChecklistSection.objects.create(version=version, title="Vorher", position=1)
    for position, text in enumerate(items or ("Raum buchen", "Einladen"), start=1):
        ChecklistItem.objects.create(
            section=section, position=position, text=text, offset_days=-7 * position
        )
    checklist.current = version
    checklist.save()
    return checklist


def make_team(**organisation: Any) -> tuple[Actor, Actor]:
    """Return two people who act for the same organisation."""
    first = make_actor(**organisation)
    second = make_actor(organisation_id=first.organisation_id)
    return first, second


def publish_next(checklist: Checklist, change: Callable[[Actor, Checklist], object]) -> None:
    """Let the office publish another version of a master, after it changed the draft."""
    office = make_actor(OrganisationKind.OFFICE)
    masters.begin_draft(office, checklist.pk)
    change(office, checklist)
    masters.publish_draft(office, checklist.pk, change_note="Wir haben dazugelernt.")
    checklist.refresh_from_db()


class EventFormatFactory(factory.django.DjangoModelFactory[EventFormat]):
    slug = factory.Sequence(lambda n: f"format-{n}")
    title = factory.Sequence(lambda n: f"Format {n}")
    summary = "Kleine Runden sprechen nacheinander über zwei Fragen."
    purpose = "Viele kommen zu Wort."
    audience = Audience.ORGANISERS
    phase = Phase.MEET
    goals = ("hear", "ideas")
    situations = ("work",)
    guests = ("neighbours",)
    min_people = 10
    max_people = 100
    durations = ((30, 90), (100, 180))
    preparation_weeks = 3
    effort = "low"
    moderation = "anyone"
    hybrid = "good"
    hybrid_note = "Auch online."
    room = "Ein Raum."
    materials = ({"amount": 2, "per": 5, "name": "Bogen Papier"},)
    roles = ("Moderation",)
    accessible_by = ("Fragen in großer Schrift.",)
    risks = ("Zu allgemeine Fragen.",)
    steps = ({"when": "10 Min.", "title": "Ankommen", "text": "Alle ankommen lassen."},)
    yields = "Drei Aussagen."
    not_when = "Wenn alles entschieden ist."
    review_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=300))

    class Meta:
        model = EventFormat


class PracticeCaseFactory(factory.django.DjangoModelFactory[PracticeCase]):
    slug = factory.Sequence(lambda n: f"fall-{n}")
    title = factory.Sequence(lambda n: f"Praxisfall {n}")
    summary = "Ein Werk war unbekannt."
    challenge = "Ein Werk war in der Nachbarschaft unbekannt."
    measures = "Es öffnete einmal im Monat."
    result = "Es kamen jedes Mal zwanzig Menschen."
    audience = Audience.INITIATIVES
    phase = Phase.MEET
    topics = ("acceptance",)
    state = CaseState.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)
    review_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=300))

    class Meta:
        model = PracticeCase


def make_proposal(**fields: Any) -> Proposal:
    """Return a case as somebody hands it in, with one consent."""
    consent = Consent("Werk Musterstadt", timezone.localdate() - timedelta(days=3), "per E-Mail")
    values: dict[str, Any] = {
        "title": "Offene Werkstatt am Freitag",
        "challenge": "Ein Werk war in der Nachbarschaft unbekannt.",
        "measures": "Es öffnete einmal im Monat für eine Stunde.",
        "result": "Es kamen jedes Mal zwanzig Menschen.",
        "topics": ("acceptance",),
        "consents": (consent,),
        "origin_kind": "advice",
        "origin_key": "B-2026-0007",
    }
    return Proposal(**{**values, **fields})


class WebinarSeriesFactory(factory.django.DjangoModelFactory[WebinarSeries]):
    slug = factory.Sequence(lambda n: f"reihe-{n}")
    title = factory.Sequence(lambda n: f"Reihe {n}")
    summary = "Wie Regionen mit den Menschen vor Ort sprechen."
    take_home = "Drei Listen für die erste Folie."
    topic = Topic.PERMITTING
    audience = Audience.INITIATIVES
    phase = Phase.TALK
    review_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=300))

    class Meta:
        model = WebinarSeries


class WebinarFactory(factory.django.DjangoModelFactory[Webinar]):
    """A public webinar in ten days, of one hour."""

    series = factory.SubFactory(WebinarSeriesFactory)
    slug = factory.Sequence(lambda n: f"webinar-{n}")
    title = factory.Sequence(lambda n: f"Webinar {n}")
    summary = "Wann spricht man mit der Nachbarschaft?"
    state = WebinarState.PUBLISHED
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=10))
    ends_at = factory.LazyAttribute(lambda made: made.starts_at + timedelta(hours=1))
    join_url = "https://video.example.org/raum"
    speakers = ({"name": "", "organisation": "Servicestelle"},)

    class Meta:
        model = Webinar
