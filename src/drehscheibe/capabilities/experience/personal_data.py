"""What requests for contact keep of people: announced to ``core.privacy``."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.experience.machine import OPEN_STATES
from drehscheibe.capabilities.experience.models import ContactRequest
from drehscheibe.capabilities.experience.queries.contacts import lock_request
from drehscheibe.capabilities.experience.services import way
from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.privacy.api import (
    Basis,
    Fate,
    People,
    Reader,
    Rule,
    Source,
    Subject,
    register_rule,
    register_source,
)

__all__ = ["register"]

_ROOM = pgettext_lazy("experience", "Experience of others")


def register() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    register_source(_ASKING)
    register_source(_ASKED)
    register_rule(_OLD_REQUESTS)


def _find(subject: Subject, side: str, person: str) -> QuerySet[ContactRequest]:
    mine = Q(**{f"{side}_email__in": [email for email in subject.emails if email]})
    if subject.person_id is not None:
        mine |= Q(**{f"{person}_id": subject.person_id})
    return ContactRequest.objects.filter(mine).select_related("item").order_by("pk")


def _find_asking(subject: Subject) -> QuerySet[ContactRequest]:
    return _find(subject, "asking", "asking_person")


def _find_asked(subject: Subject) -> QuerySet[ContactRequest]:
    return _find(subject, "asked", "answering_person")


def _forget_asking(subject: Subject) -> int:
    """Erase what somebody asked, and end what is under way."""
    return _forget(_find_asking(subject), "asking_person", is_asking=True)


def _forget_asked(subject: Subject) -> int:
    """Erase the contact that somebody gave; with it the contact ends."""
    return _forget(_find_asked(subject), "answering_person", is_asking=False)


def _forget(rows: QuerySet[ContactRequest], person: str, *, is_asking: bool) -> int:
    uuids = list(rows.values_list("uuid", flat=True))
    for uuid in uuids:
        request = lock_request(uuid)
        setattr(request, person, None)
        if is_asking:
            request.question = ""
        else:
            request.answer = ""
        if request.has_contact:
            way.advance(request, "end_consent", actor=SYSTEM)
        elif is_asking and request.state in OPEN_STATES:
            way.advance(request, "withdraw", actor=SYSTEM)
        else:
            way.clear_contacts(request)
            request.save()
    return len(uuids)


def _erase_old(rows: QuerySet[Any]) -> None:
    """Delete old requests with their items on the trace, which say nothing but a number."""
    items = [row.item for row in rows.select_related("item")]
    rows.delete()
    for item in items:
        item.delete()


_ASKING = Source(
    name="experience.asking",
    room=_ROOM,
    label=pgettext_lazy("experience", "Requests for contact that I have put"),
    models=("experience.ContactRequest",),
    purpose=pgettext_lazy("experience", "Bring people together who learn from each other"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.CONSENT,
    readers=(Reader.SELF, Reader.ORGANISATION),
    retention="contact",
    fate=Fate.PSEUDONYMISE,
    at_erasure=pgettext_lazy(
        "experience", "Words and contact are erased, what is under way ends; number and dates stay."
    ),
    find=_find_asking,
    fields={
        "number": (pgettext_lazy("experience", "Number"), "public_id"),
        "state": (pgettext_lazy("experience", "State"), "state"),
        "asked_at": (pgettext_lazy("experience", "Asked on"), "asked_at"),
        "question": (pgettext_lazy("experience", "What I asked"), "question"),
        "name": (pgettext_lazy("experience", "Name"), "asking_name"),
        "email": (pgettext_lazy("experience", "E-mail address"), "asking_email"),
        "phone": (pgettext_lazy("experience", "Telephone"), "asking_phone"),
    },
    erase=_forget_asking,
    order=20,
)
_ASKED = Source(
    name="experience.asked",
    room=_ROOM,
    label=pgettext_lazy("experience", "Requests for contact that I have answered"),
    models=("experience.ContactRequest",),
    purpose=pgettext_lazy("experience", "Bring people together who learn from each other"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.CONSENT,
    readers=(Reader.SELF, Reader.ORGANISATION),
    retention="contact",
    fate=Fate.PSEUDONYMISE,
    at_erasure=pgettext_lazy(
        "experience",
        "Your contact and your words are erased, the contact ends; number and dates stay.",
    ),
    find=_find_asked,
    fields={
        "number": (pgettext_lazy("experience", "Number"), "public_id"),
        "state": (pgettext_lazy("experience", "State"), "state"),
        "answered_at": (pgettext_lazy("experience", "Answered on"), "answered_at"),
        "answer": (pgettext_lazy("experience", "What I answered"), "answer"),
        "name": (pgettext_lazy("experience", "Name"), "asked_name"),
        "email": (pgettext_lazy("experience", "E-mail address"), "asked_email"),
        "phone": (pgettext_lazy("experience", "Telephone"), "asked_phone"),
    },
    erase=_forget_asked,
    order=20,
)
_OLD_REQUESTS = Rule(
    name="experience.old_requests",
    retention="contact",
    label=pgettext_lazy("experience", "Requests for contact that are over"),
    find=lambda before: ContactRequest.objects.filter(closed_at__lt=before),
    apply=_erase_old,
)
