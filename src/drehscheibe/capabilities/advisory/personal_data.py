"""What is kept of people who ask, who advise and who are asked for consent."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.advisory.models import Case, Coach, Consent, PrivateNote
from drehscheibe.capabilities.advisory.queries import cases
from drehscheibe.capabilities.advisory.services.requester import erase_case, forget_asker
from drehscheibe.core.privacy.api import (
    Basis,
    Fate,
    People,
    Reader,
    Rule,
    Source,
    Subject,
    delete_found,
    leave_to_account,
    of_person,
    register_rule,
    register_source,
)

__all__ = ["register"]

ROOM = _("Advice")


def register() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    for source in (_ASKED, _COACHES, _PRIVATE_NOTES, _CONSENTS):
        register_source(source)
    for rule in _RULES:
        register_rule(rule)


def _find_asked(subject: Subject) -> QuerySet[Case]:
    mine = Q(email__in=[email for email in subject.emails if email])
    if subject.person_id is not None:
        mine |= Q(person_id=subject.person_id)
    rows = Case.objects.filter(mine).select_related("item", "land", "kreis")
    return rows.order_by("pk")


def _erase_asked(subject: Subject) -> int:
    """Erase what somebody asked for themselves; what they asked for others goes on without them."""
    found = list(_find_asked(subject))
    for case in found:
        if case.organisation_id is None:
            erase_case(case.pk)
        else:
            forget_asker(case.pk)
    return len(found)


def _erase_rows(rows: QuerySet[Any]) -> None:
    for pk in list(rows.values_list("pk", flat=True)):
        erase_case(pk)


def _find_coach(subject: Subject) -> QuerySet[Coach]:
    return of_person(Coach.objects.order_by("pk"), subject, "person")


def _find_notes(subject: Subject) -> QuerySet[PrivateNote]:
    rows = PrivateNote.objects.select_related("session__case__item").order_by("pk")
    return of_person(rows, subject, "author")


def _find_consents(subject: Subject) -> QuerySet[Consent]:
    emails = [email for email in subject.emails if email]
    return Consent.objects.filter(email__in=emails).order_by("pk")


def _messages_of(case: Case) -> str:
    """Return what was written between both sides; notes of the advisory side are not theirs."""
    return "\n\n".join(m.text for m in cases.messages_for(case, is_team=False))


_ASKED = Source(
    name="advisory.cases",
    room=ROOM,
    label=_("Requests for advice"),
    models=("advisory.Case",),
    purpose=_("Advise regional initiatives, and learn whether it helped"),
    people=(People.MEMBERS, People.VISITORS, People.REPRESENTATIVES),
    basis=Basis.CONSENT,
    readers=(Reader.SELF, Reader.OFFICE),
    retention="case",
    fate=Fate.PSEUDONYMISE,
    at_erasure=_(
        "Words, names, documents and messages are erased. That there was a case, when, and how many"
        " hours it took, stays. What was asked for an organisation stays with it, without the name."
    ),
    find=_find_asked,
    fields={
        "number": (_("Number"), "public_id"),
        "topic": (_("topic"), "topic"),
        "region": (_("Region"), "region"),
        "situation": (_("What is it about?"), "situation"),
        "wish": (_("What do you want to reach?"), "wish"),
        "confidentiality": (_("Who may know of it?"), "confidentiality"),
        "name": (_("Your name"), "name"),
        "email": (_("E-mail address"), "email"),
        "state": (_("State"), "state"),
        "created_at": (_("Sent on"), "created_at"),
        "goal": (_("Goal"), "goal"),
        "result": (_("Result"), "result"),
        "helped": (_("Did it help?"), "helped"),
        "helped_note": (_("Note on whether it helped"), "helped_note"),
        "messages": (_("Messages"), _messages_of),
    },
    erase=_erase_asked,
    order=5,
)
_COACHES = Source(
    name="advisory.coaches",
    room=ROOM,
    label=_("Profile as a coach"),
    models=("advisory.Coach",),
    purpose=_("Find somebody who fits a case"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.SELF, Reader.OFFICE),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=_("The hours stay with the office, without the name."),
    find=_find_coach,
    fields={
        "about": (_("in one sentence"), "about"),
        "topics": (_("topics"), "topics"),
        "limit": (_("cases at the same time"), "limit"),
        "is_available": (_("takes new cases"), "is_available"),
    },
    erase=leave_to_account(_find_coach),
)
_PRIVATE_NOTES = Source(
    name="advisory.private_notes",
    room=ROOM,
    label=_("Private notes on talks"),
    models=("advisory.PrivateNote",),
    purpose=_("Let a coach write down something for themselves alone"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.SELF,),
    retention="case",
    fate=Fate.DELETE,
    at_erasure=_("All private notes are deleted."),
    find=_find_notes,
    fields={
        "number": (_("Number"), "session.case.public_id"),
        "text": (_("private note"), "text"),
        "changed_at": (_("Changed on"), "changed_at"),
    },
    erase=delete_found(_find_notes),
    order=4,
)
_CONSENTS = Source(
    name="advisory.consents",
    room=ROOM,
    label=_("Consent to the text of a practice case"),
    models=("advisory.Consent",),
    purpose=_("Publish only what everybody agreed to who could be recognised"),
    people=(People.VISITORS, People.REPRESENTATIVES),
    basis=Basis.CONSENT,
    readers=(Reader.SELF, Reader.OFFICE),
    retention="consent",
    fate=Fate.KEEP,
    at_erasure=_("The proof stays until the text is gone for three years."),
    find=_find_consents,
    fields={
        "body": (_("Asked body"), "body"),
        "email": (_("E-mail address"), "email"),
        "state": (_("State"), "state"),
        "version": (_("Version of the text"), "version"),
        "asked_at": (_("Asked on"), "asked_at"),
        "decided_at": (_("Decided on"), "decided_at"),
    },
)

_RULES = (
    Rule(
        name="advisory.unconfirmed_requests",
        retention="unconfirmed",
        label=_("Requests for advice whose address was never confirmed"),
        find=lambda before: Case.objects.filter(confirmed_at__isnull=True, created_at__lt=before),
    ),
    Rule(
        name="advisory.ended_cases",
        retention="case",
        label=_("Words and people of closed advisory cases"),
        find=cases.find_ended,
        apply=_erase_rows,
    ),
    Rule(
        name="advisory.ended_consents",
        retention="consent",
        label=_("Consents that were refused or taken back"),
        find=lambda before: Consent.objects.filter(
            state__in=["refused", "withdrawn"], decided_at__lt=before
        ),
    ),
)
