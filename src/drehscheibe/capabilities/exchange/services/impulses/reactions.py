"""React to an impulse in the name of an initiative, change it, agree as second person, take it back."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.impulse import Consent
from drehscheibe.capabilities.exchange.facts.impulse import (
    ReactionAwaitsRelease,
    ReactionGiven,
    ReactionTakenBack,
)
from drehscheibe.capabilities.exchange.models import Impulse, Reaction
from drehscheibe.capabilities.exchange.queries import impulses
from drehscheibe.capabilities.exchange.rules import impulse as impulse_rules
from drehscheibe.capabilities.exchange.services.impulses import way as impulse_way
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.trace import api as trace

__all__ = ["ReactionContent", "react", "refuse_reaction", "release_reaction", "take_back_reaction"]


@dataclass(frozen=True, slots=True)
class ReactionContent:
    """What an initiative says.

    Attributes
    ----------
    stance : str
        A code of ``Impulse.stances()``; empty where the impulse asks for words only.
    words : str
        Needed where there is nothing to choose.
    consent : str
        A value of ``Consent``.
    """

    stance: str
    words: str
    consent: str


@transaction.atomic
def react(actor: Actor, impulse_id: int, content: ReactionContent) -> Reaction:
    """Say something for one's initiative, or say something else; with two keys once a second agrees.

    What was said before goes on counting until the new reaction does.

    Raises
    ------
    NotAllowed
        Without a committing mandate of an addressed initiative.
    Conflict
        If the date has passed.
    ValidationError
        With the fields that are missing or wrong.
    """
    impulse = _open_impulse(actor, impulse_id)
    _ensure_whole(impulse, content)
    organisation = Organisation.objects.get(pk=actor.organisation_id or 0)
    impulse.reactions.waiting().filter(organisation=organisation).update(ended_at=timezone.now())
    reaction = Reaction(
        impulse=impulse,
        organisation=organisation,
        mandate_id=way.mandate_of(actor),
        stance=content.stance,
        words=content.words,
        consent=content.consent,
    )
    reaction.full_clean(validate_constraints=False)
    if organisation.requires_two_keys:
        reaction.save()
        impulse_way.note(impulse, actor, "reaction_proposed", {"organisation": organisation.name})
        person_id = int(actor.person_id or 0)
        publish(ReactionAwaitsRelease(impulse.public_id, reaction.pk, organisation.pk, person_id))
    else:
        _confirm(impulse, reaction, actor)
    return reaction


def _open_impulse(actor: Actor, impulse_id: int) -> Impulse:
    impulse = impulses.lock_impulse(impulse_id)
    way.allow(impulse_rules.may_react(actor))
    if impulses.addressee_of(actor, impulse) is None:
        raise NotAllowed(_("This impulse did not go to your initiative."))
    if not impulse.takes_reactions(timezone.localdate()):
        raise Conflict(
            _("The time for reactions is over. What you sent now does not count any more.")
        )
    return impulse


def _ensure_whole(impulse: Impulse, content: ReactionContent) -> None:
    stances = impulse.stances()
    faults: dict[str, str] = {}
    if stances and content.stance not in stances:
        faults["stance"] = _("Please choose one.")
    if not stances and content.stance:
        raise ValueError(f"{content.stance!r} cannot be chosen where only words are asked for")
    if not stances and not content.words.strip():
        faults["text"] = _("Please fill in this field.")
    if content.consent not in Consent.values:
        faults["consent"] = _("Please choose one.")
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def release_reaction(actor: Actor, impulse_id: int) -> Reaction:
    """Agree as the second person; from now on the reaction counts."""
    impulse = _open_impulse(actor, impulse_id)
    reaction = _waiting(actor, impulse)
    if not impulse_rules.is_second_key(actor, reaction):
        raise NotAllowed(
            _("A second person of your organisation has to agree, if possible of the other side.")
        )
    reaction.released_under_id = actor.mandate_id
    _confirm(impulse, reaction, actor)
    return reaction


@transaction.atomic
def refuse_reaction(actor: Actor, impulse_id: int) -> Reaction:
    """Do not agree, or take back what waits for a second person; what counted before goes on counting."""
    impulse = _open_impulse(actor, impulse_id)
    reaction = _waiting(actor, impulse)
    reaction.ended_at = timezone.now()
    reaction.save(update_fields=["ended_at"])
    impulse_way.note(
        impulse, actor, "reaction_refused", {"organisation": reaction.organisation.name}
    )
    return reaction


def _waiting(actor: Actor, impulse: Impulse) -> Reaction:
    reaction = impulses.find_waiting(impulse, actor.organisation_id)
    if reaction is None:
        raise Conflict(_("No reaction of your organisation waits for a second person any more."))
    return reaction


def _confirm(impulse: Impulse, reaction: Reaction, actor: Actor) -> None:
    now = timezone.now()
    counted = impulse.reactions.current().filter(organisation_id=reaction.organisation_id)
    is_change = bool(counted.update(ended_at=now))
    reaction.confirmed_at = now
    reaction.save()
    assert impulse.item is not None  # noqa: S101 -- published; tells the type checker
    trace.add_participant(impulse.item, reaction.mandate.person_id)
    organisation = reaction.organisation
    impulse_way.note(
        impulse,
        actor,
        "reaction_changed" if is_change else "reaction_given",
        {"organisation": organisation.name},
    )
    publish(ReactionGiven(impulse.public_id, reaction.pk, organisation.pk))


@transaction.atomic
def take_back_reaction(actor: Actor, impulse_id: int) -> Reaction:
    """Let what the initiative said not count any more; possible until the date.

    Raises
    ------
    Conflict
        If nothing of it counts, or the date has passed.
    """
    impulse = _open_impulse(actor, impulse_id)
    reaction = impulses.find_current(impulse, actor.organisation_id)
    if reaction is None:
        raise Conflict(_("Your initiative has no reaction that counts."))
    reaction.ended_at = timezone.now()
    reaction.save(update_fields=["ended_at"])
    impulse_way.note(
        impulse, actor, "reaction_taken_back", {"organisation": reaction.organisation.name}
    )
    publish(ReactionTakenBack(impulse.public_id, reaction.pk, reaction.organisation_id))
    return reaction
