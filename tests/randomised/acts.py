"""Everything that somebody can try, each through the service that the pages call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import (
    Decision,
    DossierState,
    Helped,
    Reason,
    Rejection,
    Visibility,
)
from drehscheibe.capabilities.exchange.machine.signal import ADDRESSEE, AUTHOR, OFFICE
from drehscheibe.capabilities.exchange.models import Dossier, DossierEntry, HandOver, Signal
from drehscheibe.capabilities.exchange.services import (
    answering,
    answering_many,
    author,
    checking,
    dossier,
    dossier_hand_over,
    draft,
    forwarding,
    hand_over,
    merging,
    promises,
    reviewing,
    sending,
    support,
    withdrawing_answers,
)
from drehscheibe.capabilities.exchange.tests.factories import WORDS
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.moderation import services as moderation
from drehscheibe.core.moderation.choices import Category
from drehscheibe.core.moderation.models import Case
from drehscheibe.core.organisations.choices import OrganisationKind
from tests.randomised.world import World

#: Stands in every word that only those may read who handle a concern.
CONFIDENTIAL = "hinterverschlossenentueren"

#: Anybody may try; the service says who may.
ANYBODY = ""

Try = Callable[[World, Actor, Signal], object]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be tried with a concern.

    Attributes
    ----------
    moves : tuple of str
        Transitions of the machine that it may make; empty if the concern stays where it is.
    who : str
        Whose work it is.
    weight : int
        How often it is tried, compared to others.
    """

    name: str
    run: Try
    who: str
    moves: tuple[str, ...] = ()
    weight: int = 10


def secret_of(signal: Signal) -> str:
    """Return the word in its title by which a concern is known wherever it appears."""
    return signal.title.split()[-1]


def _day(world: World) -> date:
    """Return a day that is mostly possible as a date for a desk."""
    return timezone.localdate() + timedelta(days=world.chance.choice((-3, 3, 14, 28, 28, 60, 400)))


def _desk(world: World) -> int:
    return world.chance.choice([*world.desk_ids(), -1])


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


# Authors --------------------------------------------------------------------------------------


def begin(world: World, actor: Actor) -> Signal:
    """Begin and fill a draft; half of them build on a concern that its authors can read."""
    chance = world.chance
    readable = list(
        Signal.objects.readable_by(actor)
        .order_by("-pk")
        .values_list("item__public_id", flat=True)[:12]
    )
    origin = chance.choice(readable) if readable and chance.random() < 0.6 else ""
    signal = draft.begin_draft(actor, taken_up=origin)
    return draft.save_draft(actor, signal.pk, _words(world, signal))


def _words(world: World, signal: Signal) -> draft.DraftContent:
    circle = world.chance.choice((Visibility.PRIVATE, Visibility.NETWORK, *[Visibility.PUBLIC] * 3))
    title = f"Anliegen zum Thema kennwort{signal.pk:05d}x"
    return draft.DraftContent({**WORDS, "title": title, "visibility": circle})


def _save(world: World, actor: Actor, signal: Signal) -> object:
    return draft.save_draft(actor, signal.pk, _words(world, signal))


def _rate(world: World, actor: Actor, signal: Signal) -> object:
    helped = world.chance.choice((Helped.YES, Helped.YES, Helped.PARTLY, Helped.NO))
    return author.rate_answer(actor, signal.pk, helped=helped)


def _widen(world: World, actor: Actor, signal: Signal) -> object:
    circle = world.chance.choice(list(Visibility))
    return author.widen_signal(actor, signal.pk, visibility=circle)


# Office ---------------------------------------------------------------------------------------


def _hand_over(world: World, actor: Actor, signal: Signal) -> object:
    return hand_over.hand_over_signal(
        actor,
        signal.pk,
        desk_id=_desk(world),
        due_on=_day(world),
        covering_note=f"Bitte prüfen: {CONFIDENTIAL}",
    )


def _reject(world: World, actor: Actor, signal: Signal) -> object:
    reason = world.chance.choice(list(Rejection))
    return checking.reject_signal(actor, signal.pk, reason=reason, note="Leider nicht.")


def _merge(world: World, actor: Actor, signal: Signal) -> object:
    others = Signal.objects.exclude(item=None).order_by("-pk")[:25]
    into = world.chance.choice([other.public_id for other in others] or ["S-2026-0000"])
    return merging.merge_signal(actor, signal.pk, into=into)


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
    words = {"pattern": "Überall dasselbe.", "why_now": "Jetzt.", "visibility": Visibility.PRIVATE}
    content = dossier.DossierContent(words, (("Bitte ändern.", (signal.public_id,)),))
    dossier.save_dossier(actor, found.pk, content)
    return dossier_hand_over.hand_over_dossier(
        actor,
        found.pk,
        desk_id=_desk(world),
        due_on=_day(world),
        covering_note=f"Bitte lesen: {CONFIDENTIAL}",
    )


def _give_up_dossier(_world: World, actor: Actor, signal: Signal) -> object:
    return dossier.withdraw_dossier(actor, _dossier_of(signal).pk)


def _close_dossier(_world: World, actor: Actor, signal: Signal) -> object:
    return dossier.close_dossier(actor, _dossier_of(signal).pk)


# Desks ----------------------------------------------------------------------------------------


def _forward(world: World, actor: Actor, signal: Signal) -> object:
    return forwarding.forward_signal(
        actor, signal.pk, desk_id=_desk(world), due_on=_day(world), note="Sie sind zuständig."
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
        actor, signal.pk, reason="Ein Irrtum.", due_on=_day(world)
    )


# Moderation -----------------------------------------------------------------------------------


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


ACTS = {
    act.name: act
    for act in (
        Act("save", _save, AUTHOR, weight=4),
        Act("discard", lambda _w, a, s: draft.discard_draft(a, s.pk), AUTHOR, weight=2),
        Act(
            "send",
            lambda _w, a, s: sending.send_signal(a, s.pk),
            AUTHOR,
            ("send_for_release", "send_to_office"),
            30,
        ),
        Act("release", lambda _w, a, s: sending.release_signal(a, s.pk), AUTHOR, ("release",), 30),
        Act(
            "return",
            lambda _w, a, s: sending.return_signal(a, s.pk, note=f"Noch nicht: {CONFIDENTIAL}"),
            AUTHOR,
            ("return_to_draft",),
            4,
        ),
        Act(
            "answer_question",
            lambda _w, a, s: author.answer_question(a, s.pk, answer=f"So: {CONFIDENTIAL}"),
            AUTHOR,
            ("answer_question",),
        ),
        Act(
            "answer_back",
            lambda _w, a, s: reviewing.answer_back(a, s.pk, answer=f"So: {CONFIDENTIAL}"),
            AUTHOR,
            ("answer_back",),
        ),
        Act(
            "rate",
            _rate,
            AUTHOR,
            ("accept_answer", "accept_promise", "doubt_answer", "doubt_effect"),
        ),
        Act("widen", _widen, AUTHOR, weight=5),
        Act(
            "withdraw",
            lambda _w, a, s: author.withdraw_signal(a, s.pk),
            AUTHOR,
            ("withdraw",),
            1,
        ),
        Act(
            "join",
            lambda _w, a, s: support.join_signal(
                a, s.pk, words="Bei uns ist es ebenso.", laender=["NW"]
            ),
            ANYBODY,
            weight=20,
        ),
        Act(
            "release_support",
            lambda _w, a, s: support.release_support(a, s.pk),
            ANYBODY,
            weight=12,
        ),
        Act("leave", lambda _w, a, s: support.leave_signal(a, s.pk), ANYBODY, weight=3),
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
        Act("bundle", _bundle, OFFICE, ("bundle",), 12),
        Act("take_out", _take_out, OFFICE, ("unbundle", "unbundle_recorded"), 3),
        Act("give_up_dossier", _give_up_dossier, OFFICE, ("unbundle", "unbundle_recorded"), 1),
        Act("hand_over_dossier", _hand_over_dossier, OFFICE, ("hand_over",), 8),
        Act("close_dossier", _close_dossier, OFFICE, weight=3),
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
        Act(
            "note_in_effect",
            lambda _w, a, s: promises.report_in_effect(a, s.pk, text="Es gilt."),
            OFFICE,
            ("note_in_effect",),
            3,
        ),
        Act("report", _report, ANYBODY, weight=3),
        Act("judge", _judge, OFFICE, weight=3),
        Act("object", _object, AUTHOR, weight=3),
    )
}


def people_for(world: World, act: Act, signal: Signal) -> list[Actor]:
    """Return who would be right for an act, as far as it can be told from outside."""
    if act.who == OFFICE:
        return world.of_kind(OrganisationKind.OFFICE)
    if act.who == AUTHOR:
        return world.of(signal.organisation_id)
    if act.who == ADDRESSEE:
        stay = signal.hand_overs.order_by("number").last()
        return world.of(stay.desk_id if stay else None)
    return world.of_kind(OrganisationKind.INITIATIVE)


__all__ = [
    "ACTS",
    "ANYBODY",
    "CONFIDENTIAL",
    "Act",
    "answer_content",
    "begin",
    "people_for",
    "secret_of",
]
