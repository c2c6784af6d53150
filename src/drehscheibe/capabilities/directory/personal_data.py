"""What the directory keeps of people: announced to ``core.privacy``."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.directory.choices import ClaimState
from drehscheibe.capabilities.directory.models import (
    Claim,
    Follow,
    Initiative,
    ProfileRevision,
    SavedSearch,
)
from drehscheibe.capabilities.directory.services.claims import withdraw_claim
from drehscheibe.capabilities.directory.services.profile_index import index_profiles
from drehscheibe.core.access.actor import Actor
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

_ROOM = _("Directory of initiatives")
_SPEAKERS = ("speaker_employer", "speaker_union")


def register() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    for source in (_CLAIMS, _CHANGES, _PROFILES, _FOLLOWS, _SEARCHES):
        register_source(source)
    for rule in _RULES:
        register_rule(rule)


def _find_claims(subject: Subject) -> QuerySet[Claim]:
    return of_person(Claim.objects.select_related("initiative").order_by("pk"), subject, "person")


def _erase_claims(subject: Subject) -> int:
    """Withdraw what is open, and take out what the person wrote about themselves."""
    claims = list(_find_claims(subject))
    for claim in claims:
        if claim.is_open:
            withdraw_claim(Actor(person_id=subject.person_id), claim.pk)
    _find_claims(subject).update(message="", evidence="")
    return len(claims)


def _find_changes(subject: Subject) -> QuerySet[ProfileRevision]:
    if subject.person_id is None:
        return ProfileRevision.objects.none()
    by_person = Q(proposed_by_id=subject.person_id) | Q(decided_by_id=subject.person_id)
    return ProfileRevision.objects.filter(by_person).select_related("initiative").order_by("pk")


def _find_profiles(subject: Subject) -> QuerySet[Initiative]:
    """Return profiles that show the person: by their own address, or by name as a speaker.

    A name alone could be that of a namesake; it counts where the person holds or held a mandate.
    """
    shown = [Q(contact_email__iexact=email) for email in subject.emails]
    if subject.person_id is not None and subject.name:
        named = reduce(or_, (Q(**{f"{field}__iexact": subject.name}) for field in _SPEAKERS))
        shown.append(named & Q(organisation__mandates__person_id=subject.person_id))
    if not shown:
        return Initiative.objects.none()
    found = Initiative.objects.filter(reduce(or_, shown)).values("pk")
    return Initiative.objects.filter(pk__in=found).order_by("pk")


def _leave_profiles(subject: Subject) -> int:
    """Take the person out of profiles and of the history of their changes."""
    profiles = list(_find_profiles(subject))
    for profile in profiles:
        for field in ("contact_email", *_SPEAKERS):
            if _is_theirs(subject, field, getattr(profile, field)):
                setattr(profile, field, "")
        profile.save(update_fields=["contact_email", *_SPEAKERS, "changed_at"])
        for revision in profile.revisions.all():
            _leave_revision(subject, revision)
    if profiles:
        index_profiles(profiles)
    return len(profiles)


def _leave_revision(subject: Subject, revision: ProfileRevision) -> None:
    for field in {"contact_email", *_SPEAKERS} & set(revision.changes):
        revision.changes[field] = [
            "" if _is_theirs(subject, field, value) else value for value in revision.changes[field]
        ]
    revision.save(update_fields=["changes"])


def _is_theirs(subject: Subject, field: str, value: object) -> bool:
    own = subject.emails if field == "contact_email" else (subject.name.lower(),)
    return bool(value) and str(value).lower() in own


def _of_person_or_address(rows: QuerySet, subject: Subject) -> QuerySet:  # type: ignore[type-arg]
    mine = Q(email__in=subject.emails)
    if subject.person_id is not None:
        mine |= Q(person_id=subject.person_id)
    return rows.filter(mine).order_by("pk")


def _find_follows(subject: Subject) -> QuerySet[Follow]:
    return _of_person_or_address(Follow.objects.select_related("initiative"), subject)


def _find_searches(subject: Subject) -> QuerySet[SavedSearch]:
    return _of_person_or_address(SavedSearch.objects.all(), subject)


def _find_old_claims(before: datetime) -> QuerySet[Claim]:
    decided = Claim.objects.exclude(state=ClaimState.SUBMITTED).filter(decided_at__lt=before)
    return decided.exclude(message="", evidence="")


_CLAIMS = Source(
    name="directory.claims",
    room=_ROOM,
    label=_("Requests to keep an entry"),
    models=("directory.Claim",),
    purpose=_("Check who speaks for an initiative"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.SELF, Reader.OFFICE),
    retention="claim",
    fate=Fate.PSEUDONYMISE,
    at_erasure=_(
        "Open ones are withdrawn. That there was a request stays, without name and words."
    ),
    find=_find_claims,
    fields={
        "initiative": (_("Initiative"), "initiative.name"),
        "kind": (_("Kind"), "kind"),
        "role": (_("Your role"), "role"),
        "message": (_("How you act for the initiative"), "message"),
        "evidence": (_("Where we can check this"), "evidence"),
        "state": (_("State"), "state"),
        "submitted_at": (_("Sent on"), "submitted_at"),
        "decided_at": (_("Decided on"), "decided_at"),
        "reason": (_("Reason"), "reason"),
    },
    erase=_erase_claims,
    order=5,
)
_CHANGES = Source(
    name="directory.changes",
    room=_ROOM,
    label=_("Changes of entries, proposed or decided"),
    models=("directory.ProfileRevision", "directory.Claim", "directory.Initiative"),
    purpose=_("Show how an entry came about, and who agreed"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION, Reader.OFFICE),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=_("The entries belong to the organisations and stay, without the name."),
    find=_find_changes,
    fields={
        "initiative": (_("Initiative"), "initiative.name"),
        "changes": (_("Changes"), "changes"),
        "note": (_("What you changed and why"), "note"),
        "state": (_("State"), "state"),
        "proposed_at": (_("Proposed on"), "proposed_at"),
        "decided_at": (_("Decided on"), "decided_at"),
    },
    erase=leave_to_account(_find_changes),
)
_PROFILES = Source(
    name="directory.people_on_profiles",
    room=_ROOM,
    label=_("Entries that show name or address"),
    models=("directory.Initiative",),
    purpose=_("Name a person to talk to"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.CONSENT,
    readers=(Reader.PUBLIC,),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=_("Name and own address are taken out of the entry and of its history."),
    find=_find_profiles,
    fields={
        "initiative": (_("Initiative"), "name"),
        "contact_email": (_("E-mail address of the office"), "contact_email"),
        "speaker_employer": (_("Speaker, employer side"), "speaker_employer"),
        "speaker_union": (_("Speaker, union side"), "speaker_union"),
    },
    erase=_leave_profiles,
    order=6,
)
_FOLLOWS = Source(
    name="directory.follows",
    room=_ROOM,
    label=_("Followed initiatives"),
    models=("directory.Follow",),
    purpose=_("Tell people when an entry changes"),
    people=(People.MEMBERS, People.VISITORS),
    basis=Basis.CONSENT,
    readers=(Reader.SELF,),
    retention="request",
    fate=Fate.DELETE,
    at_erasure=_("Deleted."),
    find=_find_follows,
    fields={
        "initiative": (_("Initiative"), "initiative.name"),
        "email": (_("E-mail address"), "email"),
        "since": (_("Since"), "created_at"),
        "confirmed_at": (_("Confirmed on"), "confirmed_at"),
    },
    erase=delete_found(_find_follows),
)
_SEARCHES = Source(
    name="directory.searches",
    room=_ROOM,
    label=_("Saved searches"),
    models=("directory.SavedSearch",),
    purpose=_("Tell people about new entries"),
    people=(People.MEMBERS, People.VISITORS),
    basis=Basis.CONSENT,
    readers=(Reader.SELF,),
    retention="request",
    fate=Fate.DELETE,
    at_erasure=_("Deleted."),
    find=_find_searches,
    fields={
        "query": (pgettext_lazy("noun", "Search"), "query"),
        "email": (_("E-mail address"), "email"),
        "frequency": (_("How often"), "frequency"),
        "since": (_("Since"), "created_at"),
        "confirmed_at": (_("Confirmed on"), "confirmed_at"),
    },
    erase=delete_found(_find_searches),
)

_RULES = (
    Rule(
        name="directory.unconfirmed_follows",
        retention="unconfirmed",
        label=_("Follows whose address was never confirmed"),
        find=lambda before: Follow.objects.filter(confirmed_at__isnull=True, created_at__lt=before),
    ),
    Rule(
        name="directory.unconfirmed_searches",
        retention="unconfirmed",
        label=_("Saved searches whose address was never confirmed"),
        find=lambda before: SavedSearch.objects.filter(
            confirmed_at__isnull=True, created_at__lt=before
        ),
    ),
    Rule(
        name="directory.claims",
        retention="claim",
        label=_("What people wrote to keep an entry; the decision stays"),
        find=_find_old_claims,
        apply=lambda rows: rows.update(message="", evidence=""),
    ),
)
