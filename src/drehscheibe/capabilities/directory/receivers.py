"""Who is told what: reactions to our own facts, after the change is safe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation

from drehscheibe.capabilities.directory import rules
from drehscheibe.capabilities.directory.facts import (
    ClaimDecided,
    ClaimSubmitted,
    ProfileChanged,
    RevisionProposed,
    RevisionRejected,
)
from drehscheibe.capabilities.directory.models import Claim, Follow, ProfileRevision
from drehscheibe.capabilities.directory.queries.values import label_of
from drehscheibe.capabilities.directory.services import letters, subscriptions
from drehscheibe.core.notify import api as notify
from drehscheibe.core.organisations.queries import list_office_person_ids, mandates_of
from drehscheibe.core.outbox import api as outbox
from drehscheibe.ui import formats


def register() -> None:
    """Subscribe to our facts; called once from ``AppConfig.ready``."""
    outbox.subscribe(ClaimSubmitted, "directory.tell_office", tell_office)
    outbox.subscribe(ClaimDecided, "directory.tell_claimant", tell_claimant)
    outbox.subscribe(RevisionProposed, "directory.tell_second_key", tell_second_key)
    outbox.subscribe(RevisionRejected, "directory.tell_proposer", tell_proposer)
    outbox.subscribe(ProfileChanged, "directory.tell_about_change", tell_about_change)


def tell_office(fact: ClaimSubmitted) -> None:
    claim = Claim.objects.select_related("initiative", "person").get(pk=fact.claim_id)
    people = [pk for pk in list_office_person_ids() if pk != claim.person_id]
    context = {**_about(claim), "person": str(claim.person), "due": claim.due_on.isoformat()}
    notify.tell(people, "directory.claim_waiting", fact_key=f"claim:{claim.pk}", context=context)


def tell_claimant(fact: ClaimDecided) -> None:
    claim = Claim.objects.select_related("initiative").get(pk=fact.claim_id)
    kind = "directory.claim_accepted" if fact.is_accepted else "directory.claim_rejected"
    notify.tell(
        [claim.person_id],
        kind,
        fact_key=f"claim-decided:{claim.pk}",
        context={**_about(claim), "reason": claim.reason},
    )


def tell_second_key(fact: RevisionProposed) -> None:
    revision = _get_revision(fact.revision_id)
    editors = mandates_of(revision.initiative.organisation_id).filter(role__in=rules.EDITING_ROLES)
    others = editors.exclude(person_id=revision.proposed_by_id)
    notify.tell(
        others.values_list("person_id", flat=True),
        "directory.second_key",
        fact_key=f"second-key:{revision.pk}",
        context={**_change(revision), "person": str(revision.proposed_by)},
    )


def tell_proposer(fact: RevisionRejected) -> None:
    revision = _get_revision(fact.revision_id)
    notify.tell(
        [revision.proposed_by_id],
        "directory.revision_rejected",
        fact_key=f"revision-rejected:{revision.pk}",
        context={**_change(revision), "reason": revision.reason},
    )


def tell_about_change(fact: ProfileChanged) -> None:
    revision = _get_revision(fact.revision_id)
    context, key = _change(revision), f"profile-changed:{revision.pk}"
    if revision.decided_by_id is not None:
        notify.tell(
            [revision.proposed_by_id],
            "directory.revision_published",
            fact_key=f"revision-published:{revision.pk}",
            context=context,
        )
    follows = Follow.objects.filter(initiative=revision.initiative, confirmed_at__isnull=False)
    people = follows.filter(person__isnull=False).exclude(person_id=revision.proposed_by_id)
    notify.tell(
        people.values_list("person_id", flat=True),
        "directory.followed_changed",
        fact_key=key,
        context=context,
    )
    for follow in follows.filter(person__isnull=True):
        _write_to_follower(follow, revision, key)


def _write_to_follower(follow: Follow, revision: ProfileRevision, key: str) -> None:
    with translation.override(follow.language):
        fields = formats.enumeration(label_of(field) for field in revision.changes)
        token = subscriptions.end_token(follow)
        words = letters.profile_changed(revision.initiative, fields, token)
    notify.queue_mail(
        follow.email,
        words,
        key=f"{key}:{follow.uuid}",
        language=follow.language,
        headers=subscriptions.end_headers(follow),
    )


def _get_revision(pk: int) -> ProfileRevision:
    return ProfileRevision.objects.select_related("initiative", "proposed_by").get(pk=pk)


def _about(claim: Claim) -> Mapping[str, Any]:
    return {"claim": str(claim.uuid), "name": claim.initiative.name}


def _change(revision: ProfileRevision) -> Mapping[str, Any]:
    return {
        "revision": str(revision.uuid),
        "slug": revision.initiative.slug,
        "name": revision.initiative.name,
        "fields": sorted(revision.changes),
    }
