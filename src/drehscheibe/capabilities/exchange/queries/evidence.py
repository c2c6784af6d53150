"""Evidence of concerns: who may open which file."""

from __future__ import annotations

from uuid import UUID

from drehscheibe.capabilities.exchange.choices.signal import EvidenceAudience
from drehscheibe.capabilities.exchange.models import Evidence, HandOver, Signal
from drehscheibe.capabilities.exchange.queries.signals import signals_visible_to
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.files.api import StoredFile

__all__ = [
    "FILE_OWNER",
    "evidence_visible_to",
    "existing_owners",
    "list_evidence",
    "may_see_file",
    "open_to_readers",
]

#: Under which our concerns own files; the key is the UUID, because drafts have no number.
FILE_OWNER = "exchange.signal"


def may_see_file(actor: Actor, file: StoredFile) -> bool:
    """Whether the actor may open a file that hangs on a concern."""
    evidence = Evidence.objects.select_related("signal").filter(file=file).first()
    if evidence is None:
        return False
    if not signals_visible_to(actor).filter(pk=evidence.signal_id).exists():
        return False
    return not evidence.is_for_officials or _is_insider(actor, evidence.signal)


def evidence_visible_to(actor: Actor, signal: Signal) -> list[Evidence]:
    """Return the evidence that the actor may open, of a concern that they may read."""
    rows = list(signal.evidence.all())
    if any(row.is_for_officials for row in rows) and not _is_insider(actor, signal):
        return [row for row in rows if not row.is_for_officials]
    return rows


def _is_insider(actor: Actor, signal: Signal) -> bool:
    """Whether the actor is an author, the office, or a desk that was ever asked."""
    if actor.acts_for(signal.organisation_id) or actor.is_office or actor.is_system:
        return True
    return (
        actor.is_desk
        and HandOver.objects.filter(signal=signal, desk_id=actor.organisation_id).exists()
    )


def list_evidence(signal: Signal) -> list[Evidence]:
    """Return all evidence of a concern with its files, oldest first."""
    return list(signal.evidence.select_related("file"))


def existing_owners(keys: list[str]) -> set[str]:
    """Return which concerns are still there, by UUID."""
    uuids = [UUID(key) for key in keys]
    return {str(u) for u in Signal.objects.filter(uuid__in=uuids).values_list("uuid", flat=True)}


def open_to_readers(signal: Signal) -> list[Evidence]:
    """Return the evidence of a loaded concern that its readers may open."""
    return [row for row in signal.evidence.all() if row.audience == EvidenceAudience.READERS]
