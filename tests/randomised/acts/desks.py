"""What desks try."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import Decision, Reason
from drehscheibe.capabilities.exchange.machine.signal import ADDRESSEE
from drehscheibe.capabilities.exchange.models import HandOver, Signal
from drehscheibe.capabilities.exchange.services.signals import (
    answering,
    answering_many,
    forwarding,
    hand_over,
    promises,
    reviewing,
    withdrawing_answers,
)
from drehscheibe.core.access.actor import Actor
from tests.randomised.acts.act import CONFIDENTIAL, Act, some_day, some_desk
from tests.randomised.world import World

__all__ = ["ACTS", "answer_content"]


def answer_content(world: World) -> answering.AnswerContent:
    """Return an answer, with a promise or without; a few are not complete."""
    chance = world.chance
    decision = chance.choice(list(Decision))
    promised = timezone.localdate() + timedelta(days=chance.choice((0, 5, 30, 90)))
    return answering.AnswerContent(
        decision=decision,
        text="Wir haben das geprüft.",
        contact="Referat, referat@example.org",
        reason=Reason.WEIGHED if chance.random() < 0.9 else "",
        what_changes="Eine Liste." if chance.random() < 0.9 else "",
        effective_on=promised if chance.random() < 0.6 else None,
    )


def _forward(world: World, actor: Actor, signal: Signal) -> object:
    return forwarding.forward_signal(
        actor,
        signal.pk,
        desk_id=some_desk(world),
        due_on=some_day(world),
        note="Sie sind zuständig.",
    )


def _answer(world: World, actor: Actor, signal: Signal) -> object:
    return answering.publish_answer(actor, signal.pk, answer_content(world))


def _answer_many(world: World, actor: Actor, signal: Signal) -> object:
    """Answer what the desk has; now and then with something that is not its own among it."""
    stays = HandOver.objects.filter(desk_id=actor.organisation_id, ended_at__isnull=True)
    own = list(stays.order_by("pk").values_list("signal_id", flat=True))
    some = world.chance.sample(own, min(len(own), world.chance.randint(1, 5)))
    chosen = {signal.pk, *some}
    content = answer_content(world)
    other_day = timezone.localdate() + timedelta(days=45)
    adaptations = {
        pk: answering_many.Adaptation("Für Sie gilt noch etwas.", other_day)
        for pk in sorted(chosen)
        if world.chance.random() < 0.3
    }
    return answering_many.publish_answers(actor, sorted(chosen), content, adaptations)


def _postpone(world: World, actor: Actor, signal: Signal) -> object:
    later = (signal.due_on or timezone.localdate()) + timedelta(days=world.chance.choice((-5, 40)))
    return promises.postpone_promise(actor, signal.pk, until=later, reason="Es dauert länger.")


def _withdraw_answer(world: World, actor: Actor, signal: Signal) -> object:
    return withdrawing_answers.withdraw_answer(
        actor, signal.pk, reason="Ein Irrtum.", due_on=some_day(world)
    )


ACTS = (
    Act(
        "take_up",
        lambda _w, a, s: reviewing.take_up_signal(a, s.pk),
        ADDRESSEE,
        ("take_up",),
    ),
    Act(
        "send_back",
        lambda _w, a, s: hand_over.send_back_signal(a, s.pk, note="Nicht zuständig."),
        ADDRESSEE,
        ("send_back",),
        3,
    ),
    Act("forward", _forward, ADDRESSEE, ("forward",)),
    Act(
        "ask_back",
        lambda _w, a, s: reviewing.ask_back(a, s.pk, question=f"Wo? {CONFIDENTIAL}"),
        ADDRESSEE,
        ("ask_back",),
    ),
    Act(
        "drop_question",
        lambda _w, a, s: reviewing.drop_question(a, s.pk),
        ADDRESSEE,
        ("drop_question",),
        5,
    ),
    Act("answer", _answer, ADDRESSEE, ("answer",), 15),
    Act("answer_many", _answer_many, ADDRESSEE, ("answer",), 8),
    Act("withdraw_answer", _withdraw_answer, ADDRESSEE, ("withdraw_answer",), 4),
    Act("postpone", _postpone, ADDRESSEE, ("postpone",)),
    Act(
        "report_in_effect",
        lambda _w, a, s: promises.report_in_effect(a, s.pk, text="Es gilt."),
        ADDRESSEE,
        ("report_in_effect",),
    ),
)
