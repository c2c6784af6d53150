"""What the office tries with single concerns."""

from __future__ import annotations

from drehscheibe.capabilities.exchange.choices.signal import Rejection
from drehscheibe.capabilities.exchange.machine.signal import OFFICE
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals import (
    checking,
    hand_over,
    merging,
    promises,
)
from drehscheibe.core.access.actor import Actor
from tests.randomised.acts.act import CONFIDENTIAL, Act, some_day, some_desk
from tests.randomised.world import World

__all__ = ["ACTS"]


def _hand_over(world: World, actor: Actor, signal: Signal) -> object:
    return hand_over.hand_over_signal(
        actor,
        signal.pk,
        desk_id=some_desk(world),
        due_on=some_day(world),
        covering_note=f"Bitte prüfen: {CONFIDENTIAL}",
    )


def _reject(world: World, actor: Actor, signal: Signal) -> object:
    reason = world.chance.choice(list(Rejection))
    return checking.reject_signal(actor, signal.pk, reason=reason, note="Leider nicht.")


def _merge(world: World, actor: Actor, signal: Signal) -> object:
    others = Signal.objects.exclude(item=None).order_by("-pk")[:25]
    into = world.chance.choice([other.public_id for other in others] or ["S-2026-0000"])
    return merging.merge_signal(actor, signal.pk, into=into)


ACTS = (
    Act(
        "ask_author",
        lambda _w, a, s: checking.ask_author(a, s.pk, question=f"Wer? {CONFIDENTIAL}"),
        OFFICE,
        ("ask_author",),
        5,
    ),
    Act("hand_over", _hand_over, OFFICE, ("hand_over",), 30),
    Act("reject", _reject, OFFICE, ("reject",), 1),
    Act(
        "call_back",
        lambda _w, a, s: hand_over.call_back_signal(a, s.pk, note="Zurück."),
        OFFICE,
        ("call_back",),
        3,
    ),
    Act(
        "close",
        lambda _w, a, s: checking.close_signal(a, s.pk),
        OFFICE,
        ("close", "await_promise"),
        5,
    ),
    Act(
        "summarise",
        lambda _w, a, s: checking.summarise_signal(a, s.pk, summary="Kurz gesagt."),
        OFFICE,
        weight=2,
    ),
    Act("merge", _merge, OFFICE, ("merge",), 5),
    Act(
        "unmerge",
        lambda _w, a, s: merging.unmerge_signal(a, s.pk),
        OFFICE,
        ("unmerge", "unmerge_recorded"),
    ),
    Act(
        "note_in_effect",
        lambda _w, a, s: promises.report_in_effect(a, s.pk, text="Es gilt."),
        OFFICE,
        ("note_in_effect",),
        3,
    ),
)
