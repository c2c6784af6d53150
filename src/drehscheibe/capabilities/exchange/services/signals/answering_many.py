"""Answer several concerns at once: one text, adapted where one of them needs other words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.facts.signal import AnswersPublished
from drehscheibe.capabilities.exchange.machine import signal as machine
from drehscheibe.capabilities.exchange.models import CommonAnswer, Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.capabilities.exchange.services.signals.answering import (
    AnswerContent,
    answer_locked,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.outbox.api import publish

__all__ = ["MOST_AT_ONCE", "Adaptation", "adapt", "publish_answers"]

#: More concerns than this are answered in two goes, so that the preview can be read.
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What one concern is told differently; empty values keep what all are told.

    Attributes
    ----------
    paragraph : str
        Own words, put below the common text.
    effective_on : date or None
        Own day.
    """

    paragraph: str = ""
    effective_on: date | None = None


def adapt(content: AnswerContent, adaptation: Adaptation | None) -> AnswerContent:
    """Return the final words for one concern."""
    if adaptation is None:
        return content
    text = f"{content.text}\n\n{adaptation.paragraph}" if adaptation.paragraph else content.text
    return replace(content, text=text, effective_on=adaptation.effective_on or content.effective_on)


@transaction.atomic
def publish_answers(
    actor: Actor,
    signal_ids: Sequence[int],
    content: AnswerContent,
    adaptations: Mapping[int, Adaptation],
) -> CommonAnswer:
    """Answer several concerns in one transaction: all of them, or none.

    Parameters
    ----------
    signal_ids : sequence of int
        Concerns that all lie with the actor's desk.
    adaptations : mapping
        By concern; one that is missing gets the common text.

    Raises
    ------
    NotAllowed
        If one of them never was with this desk.
    Conflict
        If one of them has moved on; the message names it, and none is answered.
    ValidationError
        If nothing is chosen, or too much, or something is missing in the words.
    """
    wanted = sorted(set(signal_ids))
    if not 0 < len(wanted) <= MOST_AT_ONCE:
        raise ValidationError(
            _("Please choose between one and %(most)s concerns.") % {"most": MOST_AT_ONCE}
        )
    # Always in the same order, so that two people who answer at once wait instead of locking up.
    locked = [_lock_own(actor, pk) for pk in wanted]
    common = CommonAnswer(
        desk_id=way.organisation_of(actor), mandate_id=way.mandate_of(actor), text=content.text
    )
    common.full_clean()
    common.save()
    for signal in locked:
        stay = signals.open_hand_over(signal)
        if stay is None:
            raise Conflict(_moved_on(signal))
        answer_locked(actor, signal, stay, adapt(content, adaptations.get(signal.pk)), common)
    publish(AnswersPublished(str(common.uuid), common.desk_id))
    return common


def _lock_own(actor: Actor, pk: int) -> Signal:
    signal = signals.lock_signal(pk)
    way.allow(rules.was_addressee(actor, signal))
    is_answerable = machine.SIGNAL.target_of("answer", signal.state) is not None
    if not actor.acts_for(signal.owner_id) or not is_answerable:
        raise Conflict(_moved_on(signal))
    return signal


def _moved_on(signal: Signal) -> str:
    return f"{signal.public_id} {signal.title}: {way.describe_position(signal)}"
