"""Sources of the rooms on which this one stands, and which therefore cannot announce themselves."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.notify.kinds import get_kind
from drehscheibe.core.notify.models import (
    Digest,
    DigestSetting,
    DigestState,
    Mail,
    MailState,
    Notification,
    Preference,
)
from drehscheibe.core.outbox.models import DeliveryState, Message
from drehscheibe.core.privacy.choices import Basis, Fate, People, Reader
from drehscheibe.core.privacy.retention import Rule, register_rule
from drehscheibe.core.privacy.sources import (
    Source,
    Subject,
    delete_found,
    of_person,
    register_source,
)
from drehscheibe.core.submissions.models import Submission

#: What the log keeps of people inside ``changes``; the rest says what happened to the thing.
PERSONAL_KEYS = frozenset({"person", "to", "note", "reason"})

_TOLD = _("Notifications")
_HOUSE = _("Security and operation")


def register() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    for source in (_NOTES, _DIGESTS, _MAILS, _PREFERENCES, _RHYTHM, _LOG):
        register_source(source)
    for rule in _RULES:
        register_rule(rule)


def _find_notes(subject: Subject) -> QuerySet[Notification]:
    return of_person(Notification.objects.all(), subject, "person")


def _subject_of(note: Notification) -> str:
    """Return the words of a note; empty for a kind of a room that is no longer there."""
    try:
        return get_kind(note.kind).words(note.context).subject
    except KeyError:
        return ""


def _find_mails(subject: Subject) -> QuerySet[Mail]:
    return Mail.objects.filter(to__in=subject.emails).order_by("pk")


def _find_preferences(subject: Subject) -> QuerySet[Preference]:
    return of_person(Preference.objects.all(), subject, "person")


def _find_digests(subject: Subject) -> QuerySet[Digest]:
    return of_person(Digest.objects.all(), subject, "person")


def _find_rhythm(subject: Subject) -> QuerySet[DigestSetting]:
    return of_person(DigestSetting.objects.all(), subject, "person")


def _find_log(subject: Subject) -> QuerySet[Entry]:
    return of_person(Entry.objects.all(), subject, "person")


def _take_name_from_log(subject: Subject) -> int:
    return _find_log(subject).update(actor_name="")


def make_nameless(entries: QuerySet[Entry]) -> None:
    """Take out of log entries who it was; that something happened, and when, stays."""
    rows = list(entries)
    for row in rows:
        row.person_id, row.mandate_id, row.actor_name = None, None, ""
        row.changes = {k: v for k, v in row.changes.items() if k not in PERSONAL_KEYS}
    Entry.objects.bulk_update(rows, ["person", "mandate_id", "actor_name", "changes"])


def _find_old_log(before: datetime) -> QuerySet[Entry]:
    has_person = Q(person__isnull=False) | Q(mandate_id__isnull=False) | ~Q(actor_name="")
    old = Entry.objects.filter(has_person, occurred_at__lt=before)
    return old.exclude(actor_name=SYSTEM.name, person__isnull=True)


def _find_old_facts(before: datetime) -> QuerySet[Message]:
    unfinished = (DeliveryState.WAITING, DeliveryState.DEAD)
    old = Message.objects.filter(created_at__lt=before)
    return old.exclude(deliveries__state__in=unfinished)


_NOTES = Source(
    name="notify.notes",
    room=_TOLD,
    label=_("Notifications to the person"),
    models=("notify.Notification",),
    purpose=_("Tell people what became of what they take part in"),
    people=(People.MEMBERS,),
    basis=Basis.CONTRACT,
    readers=(Reader.SELF,),
    retention="note",
    fate=Fate.DELETE,
    at_erasure=_(
        "Deleted. Notifications to others that name the person are gone after half a year at the latest."
    ),
    find=_find_notes,
    fields={
        "subject": (_("Subject"), _subject_of),
        "kind": (_("Kind"), "kind"),
        "about": (_("What it is about"), "context"),
        "created_at": (_("Written on"), "created_at"),
        "read_at": (_("Read on"), "read_at"),
    },
    erase=delete_found(_find_notes),
)
_DIGESTS = Source(
    name="notify.digests",
    room=_TOLD,
    label=_("Days with a summary by e-mail"),
    models=("notify.Digest",),
    purpose=_("Send one summary per day at most"),
    people=(People.MEMBERS,),
    basis=Basis.CONTRACT,
    readers=(Reader.SELF, Reader.OPERATOR),
    retention="mail",
    fate=Fate.DELETE,
    at_erasure=_("Deleted here, also what was still waiting to be sent."),
    find=_find_digests,
    fields={
        "day": (_("Day"), "day"),
        "made_at": (_("Written on"), "made_at"),
    },
    erase=delete_found(_find_digests),
)
_MAILS = Source(
    name="notify.mails",
    room=_TOLD,
    label=_("E-mails to the person"),
    models=("notify.Mail",),
    purpose=_("Send e-mails, each once, and see which did not arrive"),
    people=(People.MEMBERS, People.VISITORS),
    basis=Basis.CONTRACT,
    readers=(Reader.SELF, Reader.OPERATOR),
    retention="mail",
    fate=Fate.DELETE,
    at_erasure=_("Deleted here, also what was still waiting to be sent."),
    find=_find_mails,
    fields={
        "to": (_("E-mail address"), "to"),
        "subject": (_("Subject"), "subject"),
        "text": (_("Text"), "text"),
        "state": (_("State"), "state"),
        "created_at": (_("Written on"), "created_at"),
        "sent_at": (_("Sent on"), "sent_at"),
    },
    erase=delete_found(_find_mails),
    order=90,
)
_PREFERENCES = Source(
    name="notify.preferences",
    room=_TOLD,
    label=_("Which e-mails are wanted"),
    models=("notify.Preference",),
    purpose=_("Send only the e-mails that people want"),
    people=(People.MEMBERS,),
    basis=Basis.CONTRACT,
    readers=(Reader.SELF,),
    retention="account",
    fate=Fate.DELETE,
    at_erasure=_("Deleted."),
    find=_find_preferences,
    fields={"kind": (_("Kind"), "kind"), "urgency": (_("How soon"), "urgency")},
    erase=delete_found(_find_preferences),
)
_RHYTHM = Source(
    name="notify.rhythm",
    room=_TOLD,
    label=_("When the summary is wanted"),
    models=("notify.DigestSetting",),
    purpose=_("Send only the e-mails that people want"),
    people=(People.MEMBERS,),
    basis=Basis.CONTRACT,
    readers=(Reader.SELF,),
    retention="account",
    fate=Fate.DELETE,
    at_erasure=_("Deleted."),
    find=_find_rhythm,
    fields={
        "rhythm": (_("How often"), "rhythm"),
        "hour": (_("Hour of the day"), "hour"),
    },
    erase=delete_found(_find_rhythm),
)
_LOG = Source(
    name="audit.entries",
    room=_HOUSE,
    label=_("Log of what was done"),
    models=("audit.Entry",),
    purpose=_("Find out later who changed what, under which mandate"),
    people=(People.MEMBERS, People.REPRESENTATIVES),
    basis=Basis.LEGITIMATE,
    readers=(Reader.ORGANISATION, Reader.OFFICE, Reader.OPERATOR),
    retention="audit",
    fate=Fate.PSEUDONYMISE,
    at_erasure=_(
        "The name is taken out. What was done in the name of an organisation stays in its history."
    ),
    find=_find_log,
    fields={
        "occurred_at": (_("When"), "occurred_at"),
        "verb": (_("What was done"), "verb"),
        "name": (_("Name"), "actor_name"),
        "organisation": (_("For which organisation"), "organisation_name"),
        "item": (_("What it is about"), "item_key"),
        "changes": (_("Details"), "changes"),
    },
    erase=_take_name_from_log,
    order=80,
)

_RULES = (
    Rule(
        name="notify.sent_mails",
        retention="mail",
        label=_("E-mails that were sent"),
        find=lambda before: Mail.objects.filter(state=MailState.SENT, sent_at__lt=before),
    ),
    Rule(
        name="notify.stuck_mails",
        retention="stuck_mail",
        label=_("E-mails that could not be sent"),
        find=lambda before: Mail.objects.filter(
            state__in=(MailState.FAILED, MailState.UNSURE, MailState.SETTLED), created_at__lt=before
        ),
    ),
    Rule(
        name="notify.digests",
        retention="mail",
        label=_("Days with a summary by e-mail"),
        find=lambda before: Digest.objects.filter(created_at__lt=before).exclude(
            state=DigestState.WAITING
        ),
    ),
    Rule(
        name="notify.notes",
        retention="note",
        label=_("Notifications"),
        find=lambda before: Notification.objects.filter(created_at__lt=before),
    ),
    Rule(
        name="audit.entries",
        retention="audit",
        label=_("Names in the log; the entries stay"),
        find=_find_old_log,
        apply=make_nameless,
    ),
    Rule(
        name="submissions.tokens",
        retention="form_token",
        label=_("Marks of forms that were sent"),
        find=lambda before: Submission.objects.filter(accepted_at__lt=before),
    ),
    Rule(
        name="outbox.messages",
        retention="fact",
        label=_("Messages between parts of the hub"),
        find=_find_old_facts,
    ),
)
