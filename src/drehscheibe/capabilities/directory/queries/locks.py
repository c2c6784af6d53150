"""Locks of the directory: the initiative first, then what hangs on it, in every use case.

None of them joins: after waiting for a lock, PostgreSQL gives the new row, but joined rows as they
were before. What belongs to a row is read when it is asked for, after the lock.
"""

from __future__ import annotations

from drehscheibe.capabilities.directory.models import Claim, Initiative, ProfileRevision

__all__ = ["lock_claim", "lock_initiative", "lock_revision"]


def lock_initiative(pk: int) -> Initiative:
    """Lock an entry until the end of the transaction."""
    return Initiative.objects.select_for_update().get(pk=pk)


def lock_claim(pk: int) -> Claim:
    """Lock a claim and the entry that it is about."""
    initiative = lock_initiative(Claim.objects.values_list("initiative_id", flat=True).get(pk=pk))
    claim = Claim.objects.select_for_update().get(pk=pk)
    claim.initiative = initiative
    return claim


def lock_revision(pk: int) -> ProfileRevision:
    """Lock a proposed change and the entry that it is about."""
    owner = ProfileRevision.objects.values_list("initiative_id", flat=True).get(pk=pk)
    initiative = lock_initiative(owner)
    revision = ProfileRevision.objects.select_for_update().get(pk=pk)
    revision.initiative = initiative
    return revision
