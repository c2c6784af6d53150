"""Add evidence to a draft, say what it shows and who may open it, take it away."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.signal import EvidenceAudience, SignalState
from drehscheibe.capabilities.exchange.models import Evidence, Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.queries.evidence import FILE_OWNER
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.files import api as files

__all__ = [
    "MOST_EVIDENCE",
    "EvidenceWords",
    "add_evidence",
    "describe_evidence",
    "erase_evidence_of",
    "remove_evidence",
]

#: Who has to read it has ten minutes.
MOST_EVIDENCE = 5


@dataclass(frozen=True, slots=True)
class EvidenceWords:
    """What the authors say about a piece of evidence; ``audience`` is one of its values."""

    description: str
    audience: str


@transaction.atomic
def add_evidence(actor: Actor, signal_id: int, upload: File[bytes]) -> Evidence:
    """Hang a file on a draft. At first only the authors, the office and the desk may open it.

    Raises
    ------
    FileRefused
        With the reason, for the field.
    ValidationError
        If there is no room for more.
    Conflict
        If the concern was sent meanwhile.
    """
    signal = _lock_draft(actor, signal_id)
    if signal.evidence.count() >= MOST_EVIDENCE:
        raise ValidationError(
            _("There is room for %(n)s files. Take one away first.") % {"n": MOST_EVIDENCE}
        )
    file = files.store_file(actor, upload)
    files.attach_file(actor, file, owner_kind=FILE_OWNER, owner_key=str(signal.uuid))
    way.note(signal, actor, "evidence_added", {"file": str(file.uuid)})
    return Evidence.objects.create(signal=signal, file=file)


@transaction.atomic
def describe_evidence(actor: Actor, signal_id: int, words: dict[UUID, EvidenceWords]) -> None:
    """Keep what the authors say about the evidence of a draft; unknown files are left out."""
    signal = _lock_draft(actor, signal_id)
    for evidence in signal.evidence.select_related("file").filter(file__uuid__in=words):
        said = words[evidence.file.uuid]
        files.describe_file(actor, evidence.file, said.description)
        audience = EvidenceAudience(said.audience)
        if evidence.audience != audience:
            before, evidence.audience = evidence.audience, audience
            evidence.save(update_fields=["audience"])
            way.note(
                signal,
                actor,
                "evidence_opened",
                {"file": str(evidence.file.uuid), "audience": [before, str(audience)]},
            )


@transaction.atomic
def remove_evidence(actor: Actor, signal_id: int, file_uuid: UUID) -> None:
    """Take a file away from a draft and erase it; one that is gone already stays gone."""
    signal = _lock_draft(actor, signal_id)
    evidence = signal.evidence.select_related("file").filter(file__uuid=file_uuid).first()
    if evidence is None:
        return
    file = evidence.file
    evidence.delete()
    files.erase_file(actor, file)
    way.note(signal, actor, "evidence_removed", {"file": str(file_uuid)})


def erase_evidence_of(actor: Actor, signal: Signal) -> None:
    """Erase all evidence of a concern that is about to be erased itself."""
    signal.evidence.all().delete()
    files.erase_files_of(actor, owner_kind=FILE_OWNER, owner_keys=[str(signal.uuid)])


def _lock_draft(actor: Actor, signal_id: int) -> Signal:
    signal = signals.lock_signal(signal_id)
    way.ensure_mandate(actor)
    way.allow(rules.may_edit(actor, signal))
    if signal.state != SignalState.DRAFT:
        raise Conflict(_("This concern has been sent already. What you typed now was not added."))
    return signal
