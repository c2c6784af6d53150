"""What webinars keep of those who take part: announced to ``core.privacy``."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.choices.webinar import RegistrationState
from drehscheibe.capabilities.library.models import WebinarRegistration
from drehscheibe.core.privacy.api import (
    Basis,
    Fate,
    People,
    Reader,
    Rule,
    Source,
    Subject,
    delete_found,
    register_rule,
    register_source,
)

__all__ = ["register"]


def register() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    register_source(_REGISTRATIONS)
    for rule in _RULES:
        register_rule(rule)


def _find(subject: Subject) -> QuerySet[WebinarRegistration]:
    mine = Q(email__in=[email for email in subject.emails if email])
    if subject.person_id is not None:
        mine |= Q(person_id=subject.person_id)
    rows = WebinarRegistration.objects.filter(mine).select_related("webinar")
    return rows.order_by("pk")


def _find_over(before: datetime) -> QuerySet[WebinarRegistration]:
    return WebinarRegistration.objects.filter(webinar__ends_at__lt=before)


def _find_needs(before: datetime) -> QuerySet[WebinarRegistration]:
    return _find_over(before).exclude(needs=[], need_text="")


_REGISTRATIONS = Source(
    name="library.webinar_registrations",
    room=pgettext_lazy("navigation", "Library"),
    label=_("Registrations for webinars"),
    models=("library.WebinarRegistration",),
    purpose=_("Give out places, send reminders, and prepare what people need to take part"),
    people=(People.MEMBERS, People.VISITORS, People.REPRESENTATIVES),
    basis=Basis.CONSENT,
    readers=(Reader.SELF, Reader.OFFICE),
    retention="participant",
    fate=Fate.DELETE,
    at_erasure=_(
        "Registrations are deleted. Feedback stays: it is kept without any reference to a person."
    ),
    find=_find,
    fields={
        "webinar": (_("Webinar"), "webinar.title"),
        "starts_at": (_("Start"), "webinar.starts_at"),
        "state": (_("State"), "state"),
        "name": (_("Your name"), "name"),
        "email": (_("E-mail address"), "email"),
        "needs": (pgettext_lazy("webinar", "What do you need?"), "needs"),
        "need_text": (_("Something else that you need"), "need_text"),
        "created_at": (_("Registered on"), "created_at"),
        "attended": (_("Was there"), "attended"),
        "answered_at": (_("Gave feedback on"), "answered_at"),
    },
    erase=delete_found(_find),
    order=5,
)

_RULES = (
    Rule(
        name="library.unconfirmed_webinar_registrations",
        retention="unconfirmed",
        label=_("Registrations for webinars whose address was never confirmed"),
        find=lambda before: WebinarRegistration.objects.filter(
            state=RegistrationState.UNCONFIRMED, created_at__lt=before
        ),
    ),
    Rule(
        name="library.webinar_needs",
        retention="access_need",
        label=_("What people needed to take part in a webinar"),
        find=_find_needs,
        apply=lambda rows: rows.update(needs=[], need_text=""),
    ),
    Rule(
        name="library.webinar_participants",
        retention="participant",
        label=_("Who took part in a webinar"),
        find=_find_over,
    ),
)
