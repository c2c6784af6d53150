"""What the office tries with dossiers, and what is asked of those who are quoted in them."""

from __future__ import annotations

from django.db import transaction

from drehscheibe.capabilities.exchange.choices.signal import DossierState, Visibility
from drehscheibe.capabilities.exchange.machine.signal import AUTHOR, OFFICE
from drehscheibe.capabilities.exchange.models import Dossier, DossierEntry, DossierQuote, Signal
from drehscheibe.capabilities.exchange.services.dossiers import hand_over as dossier_hand_over
from drehscheibe.capabilities.exchange.services.dossiers import preparing as dossier
from drehscheibe.capabilities.exchange.services.dossiers import quotes as dossier_quotes
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from tests.randomised.acts.act import CONFIDENTIAL, Act, some_day, some_desk
from tests.randomised.world import World

__all__ = ["ACTS"]


@transaction.atomic
def _bundle(world: World, actor: Actor, signal: Signal) -> object:
    """Put a concern into a dossier, mostly one that is there already."""
    prepared = Dossier.objects.filter(state=DossierState.IN_PREPARATION).order_by("pk")
    chosen = list(prepared)
    if not chosen or world.chance.random() < 0.2:
        chosen = [dossier.begin_dossier(actor, title="Was zusammengehört")]
    added = dossier.add_signals(actor, world.chance.choice(chosen).pk, [signal.public_id])
    if not added:
        raise Conflict("It is somewhere else.")
    return added


def _dossier_of(signal: Signal) -> Dossier:
    entry = DossierEntry.objects.filter(signal=signal, left_at__isnull=True).first()
    if entry is None:
        raise Conflict("It is in no dossier.")
    return entry.dossier


def _take_out(_world: World, actor: Actor, signal: Signal) -> object:
    return dossier.take_out_signal(actor, _dossier_of(signal).pk, signal.public_id)


@transaction.atomic
def _hand_over_dossier(world: World, actor: Actor, signal: Signal) -> object:
    found = _dossier_of(signal)
    words = {"pattern": "Überall dasselbe.", "why_now": "Jetzt.", "visibility": _circle(world)}
    content = dossier.DossierContent(words, (("Bitte ändern.", (signal.public_id,)),))
    dossier.save_dossier(actor, found.pk, content)
    return dossier_hand_over.hand_over_dossier(
        actor,
        found.pk,
        desk_id=some_desk(world),
        due_on=some_day(world),
        covering_note=f"Bitte lesen: {CONFIDENTIAL}",
    )


def _give_up_dossier(_world: World, actor: Actor, signal: Signal) -> object:
    return dossier.withdraw_dossier(actor, _dossier_of(signal).pk)


def _close_dossier(_world: World, actor: Actor, signal: Signal) -> object:
    return dossier.close_dossier(actor, _dossier_of(signal).pk)


def _circle(world: World) -> Visibility:
    return world.chance.choice((*[Visibility.PRIVATE] * 3, Visibility.NETWORK, Visibility.PUBLIC))


def _write_dossier(world: World, actor: Actor, signal: Signal) -> object:
    words = {"title": "Was zusammengehört", "visibility": _circle(world)}
    return dossier.save_dossier(actor, _dossier_of(signal).pk, dossier.DossierContent(words))


def _ask_consent(_world: World, actor: Actor, signal: Signal) -> object:
    return dossier_quotes.ask_consent(
        actor, _dossier_of(signal).pk, signal.public_id, text=signal.what_happens
    )


def _quote_of(signal: Signal) -> DossierQuote:
    quote = DossierQuote.objects.filter(signal=signal).order_by("-pk").first()
    if quote is None:
        raise Conflict("Nobody wants to quote it.")
    return quote


def _consent(world: World, actor: Actor, signal: Signal) -> object:
    is_granted = world.chance.random() < 0.7
    return dossier_quotes.answer_consent(actor, _quote_of(signal).pk, is_granted=is_granted)


def _choose_quote(world: World, actor: Actor, signal: Signal) -> object:
    quote, is_chosen = _quote_of(signal), world.chance.random() < 0.5
    return dossier_quotes.choose_quote(actor, quote.dossier_id, quote.pk, is_chosen=is_chosen)


ACTS = (
    Act("bundle", _bundle, OFFICE, ("bundle",), 12),
    Act("take_out", _take_out, OFFICE, ("unbundle", "unbundle_recorded"), 3),
    Act("give_up_dossier", _give_up_dossier, OFFICE, ("unbundle", "unbundle_recorded"), 1),
    Act("hand_over_dossier", _hand_over_dossier, OFFICE, ("hand_over",), 8),
    Act("close_dossier", _close_dossier, OFFICE, weight=3),
    Act("write_dossier", _write_dossier, OFFICE, weight=4),
    Act("ask_consent", _ask_consent, OFFICE, weight=6),
    Act("consent", _consent, AUTHOR, weight=8),
    Act("choose_quote", _choose_quote, OFFICE, weight=4),
)
