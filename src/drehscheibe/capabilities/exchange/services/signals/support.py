"""Support the concern of another organisation instead of writing it anew, and stop supporting it."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.facts.signal import (
    SignalJoined,
    SupportAwaitsRelease,
    SupportWithdrawn,
)
from drehscheibe.capabilities.exchange.models import Signal, Supporter
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.queries.support import find_support, is_joinable
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.places.models import Land
from drehscheibe.core.trace import api as trace

__all__ = ["join_signal", "leave_signal", "release_support"]


@transaction.atomic
def join_signal(actor: Actor, signal_id: int, *, words: str, laender: Iterable[str]) -> Signal:
    """Support a concern with one's own words; with two keys once a second person agrees.

    Parameters
    ----------
    words : str
        What it is like in the region of those who join; read by everybody who reads the concern.
    laender : iterable of str
        Codes of the Länder for which they speak.

    Raises
    ------
    NotAllowed
        Without a committing mandate, for one's own concern, or for one that one may not read.
    Conflict
        If nobody owes an answer any more, or the organisation supports it already.
    ValidationError
        Without words or without a Land that exists.
    """
    signal = signals.lock_signal(signal_id)
    way.ensure_mandate(actor)
    way.allow(rules.may_join(actor, signal))
    way.allow(Signal.objects.readable_by(actor).filter(pk=signal.pk).exists())
    if not is_joinable(signal):
        raise Conflict(way.describe_position(signal))
    if find_support(actor, signal) is not None:
        raise Conflict(_("Your organisation supports this concern already."))
    places = list(Land.objects.filter(pk__in=list(laender)))
    if not places:
        raise ValidationError({"laender": _("Please choose at least one Land.")})
    organisation = Organisation.objects.get(pk=actor.organisation_id or 0)
    supporter = Supporter(
        signal=signal, organisation=organisation, mandate_id=way.mandate_of(actor), words=words
    )
    supporter.full_clean()
    supporter.save()
    supporter.laender.set(places)
    way.note(signal, actor, "support_offered", {"organisation": organisation.name})
    if organisation.requires_two_keys:
        position = way.position_of(signal)
        person_id = int(actor.person_id or 0)
        publish(SupportAwaitsRelease(*position, supporter.pk, organisation.pk, person_id))
    else:
        _confirm(signal, supporter, actor)
    return signal


@transaction.atomic
def release_support(actor: Actor, signal_id: int) -> Signal:
    """Agree as the second person; from now on the organisation supports the concern."""
    signal = signals.lock_signal(signal_id)
    way.ensure_mandate(actor)
    supporter = find_support(actor, signal)
    if supporter is None:
        raise Conflict(_("Nobody of your organisation wants to join any more."))
    if not rules.is_second_key_of_support(actor, supporter):
        raise NotAllowed(
            _("A second person of your organisation has to agree, if possible of the other side.")
        )
    if supporter.confirmed_at is not None:
        raise Conflict(_("Your organisation supports this concern already."))
    if not is_joinable(signal):
        raise Conflict(way.describe_position(signal))
    supporter.released_under_id = actor.mandate_id
    _confirm(signal, supporter, actor)
    return signal


def _confirm(signal: Signal, supporter: Supporter, actor: Actor) -> None:
    supporter.confirmed_at = timezone.now()
    supporter.save()
    assert signal.item is not None  # noqa: S101 -- open concerns were sent; tells the type checker
    trace.add_participant(signal.item, supporter.mandate.person_id)
    way.note(signal, actor, "signal_joined", {"organisation": supporter.organisation.name})
    position = way.position_of(signal)
    publish(SignalJoined(*position, supporter.pk, supporter.organisation_id))


@transaction.atomic
def leave_signal(actor: Actor, signal_id: int) -> Signal:
    """Stop supporting a concern; its people are not told any more what becomes of it.

    Raises
    ------
    Conflict
        If the organisation does not support it.
    """
    signal = signals.lock_signal(signal_id)
    way.ensure_mandate(actor)
    way.allow(rules.may_join(actor, signal))
    supporter = find_support(actor, signal)
    if supporter is None:
        raise Conflict(_("Your organisation does not support this concern."))
    supporter.withdrawn_at = timezone.now()
    supporter.save(update_fields=["withdrawn_at"])
    _forget_participant(signal, supporter)
    way.note(signal, actor, "support_withdrawn", {"organisation": supporter.organisation.name})
    if supporter.confirmed_at is not None:
        position = way.position_of(signal)
        publish(SupportWithdrawn(*position, supporter.pk, supporter.organisation_id))
    return signal


def _forget_participant(signal: Signal, supporter: Supporter) -> None:
    """Take the person off the trace, unless they support the concern under another hat too."""
    person_id = supporter.mandate.person_id
    still = signal.supporters.active().filter(mandate__person_id=person_id)
    if signal.item is not None and not still.exists():
        trace.remove_participant(signal.item, person_id, trace.ParticipantRole.SUPPORTER)
