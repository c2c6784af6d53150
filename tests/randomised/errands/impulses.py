"""What those who ask initiatives something try, and those who are asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.impulse import Consent, ImpulseState
from drehscheibe.capabilities.exchange.machine.impulse import IMPULSE
from drehscheibe.capabilities.exchange.models import Impulse, Reaction
from drehscheibe.capabilities.exchange.models.reaction import ReactionQuerySet
from drehscheibe.capabilities.exchange.queries.impulses import Audience
from drehscheibe.capabilities.exchange.services.impulses import reactions
from drehscheibe.capabilities.exchange.services.impulses import sending as impulse_sending
from drehscheibe.capabilities.exchange.services.impulses.writing import (
    ImpulseContent,
    discard_impulse,
    save_impulse,
)
from drehscheibe.capabilities.exchange.tests.impulse_factories import OUTCOME, impulse_words
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import OrganisationKind
from tests.randomised.errands.errand import Errand, Row, leads, some, writes
from tests.randomised.world import World

__all__ = ["COUNTED", "ERRANDS", "MAKER"]

#: Words of reactions that are to be counted only; they stand on no public page.
COUNTED = "nurgezaehlteworte"


def _content(world: World, row: Row) -> ImpulseContent:
    """Return what is typed; a few are addressed to nobody or end in the past."""
    today, chance = timezone.localdate(), world.chance
    until = today + timedelta(days=chance.choice((-1, 3, 60, 200)))
    words = impulse_words(
        title=f"Impuls kennwortimpuls{world.count():05d}x",
        open_until=until,
        follows_by=until + timedelta(days=chance.choice((1, 28))),
    )
    bodies = [a.organisation_id or 0 for a in world.of_kind(OrganisationKind.INITIATIVE)]
    chosen = tuple(sorted(set(chance.sample(bodies, min(3, len(bodies))))))
    audience = Audience(everybody=True) if chance.random() < 0.5 else Audience(initiatives=chosen)
    return ImpulseContent(words, audience, sender_id=row.sender_id if row else None)


def _save(world: World, actor: Actor, row: Row) -> object:
    return save_impulse(actor, _content(world, row), row.pk if row else None)


def _react(world: World, actor: Actor, row: Row) -> object:
    consent = world.chance.choice(list(Consent))
    words = COUNTED if consent == Consent.COUNTED else "So ist es."
    stance = world.chance.choice(("agree", "partly", "no", ""))
    return reactions.react(actor, row.pk, reactions.ReactionContent(stance, words, consent))


def _sends(actor: Actor, row: Row) -> bool:
    if not writes(actor):
        return False
    is_theirs = row is None or actor.acts_for(row.sender_id)
    return actor.is_office or (actor.is_desk and is_theirs)


def _reacts(actor: Actor, row: Row) -> bool:
    is_asked = row.addressees.filter(organisation_id=actor.organisation_id).exists()
    return actor.organisation_kind == OrganisationKind.INITIATIVE and leads(actor) and is_asked


def _has_proposed(actor: Actor, row: Row) -> bool:
    """Whether a reaction waits for this second person, rather than for the one who wrote it."""
    waiting = row.reactions.waiting().filter(organisation_id=actor.organisation_id)
    return bool(waiting.exclude(mandate__person_id=actor.person_id).exists())


def _has_answered(actor: Actor, row: Row) -> bool:
    return bool(row.reactions.current().filter(organisation_id=actor.organisation_id).exists())


def _with(reactions_now: Callable[[], ReactionQuerySet]) -> Callable[[World], Row]:
    """Choose open impulses to which somebody has said something."""

    def pick(world: World) -> Row:
        of_them = reactions_now().values("impulse_id")
        return some(world, Impulse.objects.filter(state=ImpulseState.PUBLISHED, pk__in=of_them))

    return pick


def _in(*states: str) -> Callable[[World], Row]:
    return lambda world: some(world, Impulse.objects.filter(state__in=states))


_DRAFTS, _OPEN = _in(ImpulseState.DRAFT), _in(ImpulseState.PUBLISHED)
_PROPOSED, _ANSWERED = _with(Reaction.objects.waiting), _with(Reaction.objects.current)
_SENT = _in(ImpulseState.PUBLISHED, ImpulseState.IN_EVALUATION)

MAKER = Errand("impulse", IMPULSE, lambda _w: None, _save, _sends, weight=6, begins=True)
ERRANDS = (
    MAKER,
    Errand("impulse_save", IMPULSE, _DRAFTS, _save, _sends, weight=4),
    Errand(
        "impulse_discard", IMPULSE, _DRAFTS, lambda _w, a, r: discard_impulse(a, r.pk), _sends,
        weight=1,
    ),
    Errand(
        "impulse_publish", IMPULSE, _DRAFTS,
        lambda _w, a, r: impulse_sending.publish_impulse(a, r.pk), _sends, ("publish",),
    ),
    Errand(
        "impulse_evaluate", IMPULSE, _SENT,
        # Whoever says what follows on the day after the end need not wait for the clock.
        lambda _w, a, r: impulse_sending.evaluate_impulse(a, r.pk, outcome=OUTCOME), _sends,
        ("evaluate",),
    ),
    Errand(
        "impulse_withdraw", IMPULSE, _SENT,
        lambda _w, a, r: impulse_sending.withdraw_impulse(a, r.pk, note="Hinfällig."), _sends,
        ("withdraw",), weight=1,
    ),
    Errand("react", IMPULSE, _OPEN, _react, _reacts, weight=30),
    Errand(
        "reaction_release", IMPULSE, _PROPOSED,
        lambda _w, a, r: reactions.release_reaction(a, r.pk), _reacts, weight=20, fits=_has_proposed,
    ),
    Errand(
        "reaction_refuse", IMPULSE, _PROPOSED,
        lambda _w, a, r: reactions.refuse_reaction(a, r.pk), _reacts, weight=2, fits=_has_proposed,
    ),
    Errand(
        "reaction_take_back", IMPULSE, _ANSWERED,
        lambda _w, a, r: reactions.take_back_reaction(a, r.pk), _reacts, weight=3, fits=_has_answered,
    ),
)  # fmt: skip
