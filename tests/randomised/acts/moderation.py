"""What anybody tries with the house rules in hand."""

from __future__ import annotations

from drehscheibe.capabilities.exchange.machine.signal import AUTHOR, OFFICE
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.moderation import services as moderation
from drehscheibe.core.moderation.choices import Category
from drehscheibe.core.moderation.models import Case
from tests.randomised.acts.act import ANYBODY, Act
from tests.randomised.world import World

__all__ = ["ACTS"]


def _report(_world: World, actor: Actor, signal: Signal) -> object:
    return moderation.report_item(
        actor,
        kind="concern",
        key=signal.public_id,
        category=Category.OTHER,
        reason="Das stört mich.",
        email="" if actor.is_known else "somebody@example.org",
    )


def _judge(world: World, actor: Actor, signal: Signal) -> object:
    case = _case_of(signal)
    outcome = world.chance.choice(("leave", "hide_item", "hide_item", "restore", "uphold"))
    return moderation.decide_case(
        actor, case.pk, outcome=outcome, words="Geprüft.", ground=Category.OTHER
    )


def _object(_world: World, actor: Actor, signal: Signal) -> object:
    return moderation.appeal_as_author(actor, _case_of(signal).pk, "Das ist nicht richtig.")


def _case_of(signal: Signal) -> Case:
    case = Case.objects.filter(item_key=signal.public_id or "-").order_by("-pk").first()
    if case is None:
        raise Conflict("Nobody has reported this.")
    return case


ACTS = (
    Act("report", _report, ANYBODY, weight=3),
    Act("judge", _judge, OFFICE, weight=3),
    Act("object", _object, AUTHOR, weight=3),
)
