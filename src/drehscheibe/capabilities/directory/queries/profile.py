"""What the profile page of one initiative shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from drehscheibe.capabilities.directory import rules
from drehscheibe.capabilities.directory.choices import RevisionState
from drehscheibe.capabilities.directory.models import Follow, Initiative, ProfileRevision
from drehscheibe.capabilities.directory.queries.initiatives import initiatives_visible_to
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.audit import api as audit
from drehscheibe.core.organisations.choices import Bench
from drehscheibe.core.organisations.queries import mandates_of
from drehscheibe.core.places.models import Kreis

#: Benches without which a dialogue about industry is not complete.
EXPECTED_BENCHES = (Bench.COMPANIES, Bench.CHAMBER, Bench.UNION, Bench.MUNICIPALITY)

#: What the public history tells; everything else in the audit log is internal.
PUBLIC_VERBS = (
    "directory.initiative_imported",
    "directory.initiative_renewed",
    "directory.claim_accepted",
    "directory.profile_changed",
    "directory.initiative_confirmed",
)


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """Somebody who acts for the initiative and agreed to be shown."""

    name: str
    role: str
    side: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One public event in the life of an entry; no names of people."""

    occurred_at: datetime
    verb: str
    organisation_name: str
    fields: tuple[str, ...]


def get_initiative(slug: str, actor: Actor) -> Initiative:
    """Return an initiative that the actor may see.

    Raises
    ------
    Initiative.DoesNotExist
        If there is none, or it is not for them.
    """
    kreise = Kreis.objects.only("ags5", "name", "kind")
    rows = initiatives_visible_to(actor).select_related("land")
    return rows.prefetch_related(Prefetch("kreise", kreise), "sources").get(slug=slug)


def list_people(initiative: Initiative) -> list[ListedPerson]:
    """Return the people who act for the initiative now and agreed to be shown."""
    listed = mandates_of(initiative.organisation_id).filter(is_listed=True)
    named = listed.select_related("person").only(
        "role", "side", "person__name", "person__email", "person__erased_at"
    )
    return [
        ListedPerson(str(m.person), m.get_role_display(), m.get_side_display() if m.side else "")
        for m in named.order_by("valid_from", "pk")
    ]


def missing_benches(initiative: Initiative) -> list[Bench]:
    """Return the expected benches that an initiative does not name; none if it names none at all.

    Somebody who told us nothing lacks nothing: then it is unknown, not missing.
    """
    if not initiative.benches:
        return []
    return [bench for bench in EXPECTED_BENCHES if bench.value not in initiative.benches]


def list_history(initiative: Initiative, limit: int = 12) -> list[HistoryLine]:
    """Return the public history, newest first."""
    entries = audit.history("initiative", initiative.slug).filter(verb__in=PUBLIC_VERBS)
    rows = entries.values_list("occurred_at", "verb", "organisation_name", "changes")[:limit]
    return [
        HistoryLine(
            occurred_at, verb.removeprefix("directory."), who, tuple(changes.get("fields", ()))
        )
        for occurred_at, verb, who, changes in rows
    ]


def is_following(actor: Actor, initiative: Initiative) -> bool:
    return (
        actor.is_known
        and Follow.objects.filter(initiative=initiative, person_id=actor.person_id).exists()
    )


def revisions_visible_to(actor: Actor) -> QuerySet[ProfileRevision]:
    """Return the revisions of the actor's own initiative; the office sees all."""
    rows = ProfileRevision.objects.select_related(
        "initiative__organisation",
        "initiative__land",
        "proposed_by",
        "decided_by",
        "proposed_mandate",
    )
    if actor.is_office:
        return rows
    if actor.organisation_id is None:
        return rows.none()
    return rows.filter(initiative__organisation_id=actor.organisation_id)


def list_second_keys(actor: Actor) -> list[ProfileRevision]:
    """Return the changes that wait for the second key of this actor; one query."""
    if actor.organisation_id is None:
        return []
    waiting = revisions_visible_to(actor).filter(
        state=RevisionState.PROPOSED, initiative__organisation_id=actor.organisation_id
    )
    return [revision for revision in waiting if rules.may_decide_revision(actor, revision)]


def count_due_for_confirmation() -> int:
    """Return how many verified entries wait for their yearly confirmation."""
    return (
        Initiative.objects.published()
        .filter(verified_at__isnull=False, next_confirmation_due__lte=timezone.localdate())
        .count()
    )
