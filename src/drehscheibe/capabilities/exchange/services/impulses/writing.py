"""Write an impulse: keep it as a draft, throw it away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.impulse import ImpulseState
from drehscheibe.capabilities.exchange.machine.impulse import IMPULSE
from drehscheibe.capabilities.exchange.models import Impulse
from drehscheibe.capabilities.exchange.queries import impulses
from drehscheibe.capabilities.exchange.queries.impulses import Audience
from drehscheibe.capabilities.exchange.rules import impulse as impulse_rules
from drehscheibe.capabilities.exchange.services.impulses import way as impulse_way
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.trace.clock import due_date
from drehscheibe.core.trace.models import Item

__all__ = ["WORDS", "ImpulseContent", "discard_impulse", "save_impulse"]

#: Fields that the writer fills; all of them are columns of :class:`Impulse`.
WORDS = (
    "title",
    "kind",
    "topic",
    "about",
    "question",
    "answer_form",
    "options",
    "source_url",
    "open_until",
    "what_follows",
    "follows_by",
)


@dataclass(frozen=True, slots=True)
class ImpulseContent:
    """What stands in the form.

    Attributes
    ----------
    words : mapping
        Valid values of :data:`WORDS`; a title at least.
    audience : Audience
        To whom it goes.
    sender_id : int or None
        In whose name; None: the actor's own organisation. Only the office may name a desk.
    origins : tuple of str
        Public ids of public concerns out of which it came; unknown ones are left out.
    """

    words: Mapping[str, Any]
    audience: Audience = field(default_factory=Audience)
    sender_id: int | None = None
    origins: tuple[str, ...] = ()


@transaction.atomic
def save_impulse(actor: Actor, content: ImpulseContent, impulse_id: int | None = None) -> Impulse:
    """Begin an impulse or go on with one; nobody else sees it yet.

    Raises
    ------
    NotAllowed
        For people who are neither of a desk nor of the office.
    Conflict
        If it was published meanwhile.
    ValidationError
        Without a title, or with a sender that is no desk.
    """
    way.allow(impulse_rules.may_send_impulses(actor))
    impulse = _begin(actor) if impulse_id is None else impulses.lock_impulse(impulse_id)
    way.allow(impulse_rules.may_work_on(actor, impulse))
    if impulse.state != ImpulseState.DRAFT:
        raise Conflict(impulse_way.describe_position(impulse))
    impulse.sender = _find_sender(actor, content.sender_id)
    for name, value in content.words.items():
        if name not in WORDS:
            raise ValueError(f"{name!r} is not written by the sender")
        setattr(impulse, name, value)
    if not impulse.title:
        raise ValidationError({"title": _("Please give it a title.")})
    impulse.audience = content.audience.to_json()
    impulse.due_on = due_date(IMPULSE.states[ImpulseState.DRAFT], timezone.localdate())
    impulse.save()
    concerns = Item.objects.filter(kind="signal", is_public=True, public_id__in=content.origins)
    impulse.origins.set(concerns)
    impulse_way.note(impulse, actor, "impulse_saved", {"sender": str(impulse.sender)})
    return impulse


def _begin(actor: Actor) -> Impulse:
    return Impulse(sender_id=int(actor.organisation_id or 0), mandate_id=way.mandate_of(actor))


def _find_sender(actor: Actor, sender_id: int | None) -> Organisation:
    if sender_id is None or actor.acts_for(sender_id):
        return Organisation.objects.get(pk=actor.organisation_id or 0)
    way.allow(actor.is_office)
    desks = Organisation.objects.filter(kind=OrganisationKind.DESK, ended_at__isnull=True)
    desk = desks.filter(pk=sender_id).first()
    if desk is None:
        raise ValidationError({"sender": _("Please choose one of the options.")})
    return desk


@transaction.atomic
def discard_impulse(actor: Actor, impulse_id: int) -> None:
    """Throw a draft away.

    Raises
    ------
    Conflict
        If it was published; then it can be withdrawn.
    """
    impulse = impulses.lock_impulse(impulse_id)
    way.allow(impulse_rules.may_work_on(actor, impulse))
    if impulse.state != ImpulseState.DRAFT:
        raise Conflict(impulse_way.describe_position(impulse))
    impulse_way.note(impulse, actor, "impulse_discarded", {})
    impulse.delete()
