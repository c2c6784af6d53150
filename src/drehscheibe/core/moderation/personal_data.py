"""What moderation keeps of people: announced to ``core.privacy``."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from drehscheibe.core.moderation.choices import CaseState
from drehscheibe.core.moderation.models import Decision, Report
from drehscheibe.core.privacy.api import (
    Basis,
    Fate,
    People,
    Reader,
    Rule,
    Source,
    Subject,
    leave_to_account,
    of_person,
    register_rule,
    register_source,
)

_ROOM = _("House rules and reports")


def register() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    register_source(_REPORTS)
    register_source(_DECISIONS)
    register_rule(_OLD_REPORTS)


def _find_reports(subject: Subject) -> QuerySet[Report]:
    mine = Q(email__in=subject.emails) if subject.emails else Q(pk__in=())
    if subject.person_id is not None:
        mine |= Q(person_id=subject.person_id)
    return Report.objects.filter(mine).select_related("case").order_by("pk")


def _leave_reports(subject: Subject) -> int:
    return _find_reports(subject).update(person=None, email="", name="")


def _find_decisions(subject: Subject) -> QuerySet[Decision]:
    rows = Decision.objects.select_related("case").order_by("pk")
    return of_person(rows, subject, "decided_by")


def _find_old_reports(before: datetime) -> QuerySet[Report]:
    done = (CaseState.DECIDED, CaseState.SETTLED)
    named = Q(person__isnull=False) | ~Q(email="") | ~Q(name="")
    return Report.objects.filter(named, case__state__in=done, case__decided_at__lt=before)


_REPORTS = Source(
    name="moderation.reports",
    room=_ROOM,
    label=_("Reports and objections"),
    models=("moderation.Report",),
    purpose=_("Check reported items and tell those who reported (Art. 16, 20 DSA)"),
    people=(People.MEMBERS, People.VISITORS),
    basis=Basis.LEGAL_DUTY,
    readers=(Reader.SELF, Reader.OFFICE),
    retention="report",
    fate=Fate.PSEUDONYMISE,
    at_erasure=_(
        "Name and address are taken out; the report stays, because it explains a decision."
    ),
    find=_find_reports,
    fields={
        "number": (_("Number"), "case.number"),
        "item": (_("What it is about"), "case.item_title"),
        "category": (_("What is wrong?"), "category"),
        "reason": (_("Why?"), "reason"),
        "name": (_("Name"), "name"),
        "email": (_("E-mail address"), "email"),
        "received_at": (_("Received on"), "received_at"),
    },
    erase=_leave_reports,
)
_DECISIONS = Source(
    name="moderation.decisions",
    room=_ROOM,
    label=_("Decisions about reports"),
    models=("moderation.Decision",),
    purpose=_("Make sure that a second person looks at objections"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.LEGAL_DUTY,
    readers=(Reader.OFFICE,),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=_("Decisions stay valid, without the name."),
    find=_find_decisions,
    fields={
        "number": (_("Number"), "case.number"),
        "outcome": (_("Decision"), "outcome"),
        "words": (_("Reason for both sides"), "words"),
        "decided_at": (_("Decided on"), "decided_at"),
    },
    erase=leave_to_account(_find_decisions),
)
_OLD_REPORTS = Rule(
    name="moderation.reports",
    retention="report",
    label=_("Names and addresses of those who reported; the report stays"),
    find=_find_old_reports,
    apply=lambda rows: rows.update(person=None, email="", name=""),
)
