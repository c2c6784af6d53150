"""Every act of the law through the service that the pages call, tried and taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import Helped
from drehscheibe.capabilities.exchange.models import Dossier, DossierEntry, Impulse
from drehscheibe.capabilities.exchange.queries.impulses import Audience
from drehscheibe.capabilities.exchange.services.dossiers import preparing as dossier
from drehscheibe.capabilities.exchange.services.dossiers import quotes as dossier_quotes
from drehscheibe.capabilities.exchange.services.dossiers.hand_over import hand_over_dossier
from drehscheibe.capabilities.exchange.services.impulses import sending as impulse_sending
from drehscheibe.capabilities.exchange.services.impulses.reactions import (
    ReactionContent,
    react,
    take_back_reaction,
)
from drehscheibe.capabilities.exchange.services.impulses.writing import (
    ImpulseContent,
    discard_impulse,
    save_impulse,
)
from drehscheibe.capabilities.exchange.services.measures import register as measures
from drehscheibe.capabilities.exchange.services.measures.leaving import pass_on_measure
from drehscheibe.capabilities.exchange.services.questions import answering as replying
from drehscheibe.capabilities.exchange.services.questions import concern
from drehscheibe.capabilities.exchange.services.signals import (
    answering,
    author,
    checking,
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
from drehscheibe.capabilities.exchange.tests.factories import ANSWER, WORDS
from drehscheibe.capabilities.exchange.tests.impulse_factories import (
    MEASURE_WORDS,
    OUTCOME,
    impulse_words,
)
from drehscheibe.capabilities.exchange.tests.rights.concerns import Thing, soon
from drehscheibe.capabilities.exchange.tests.rights.conftest import World
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.organisations.models import Mandate

__all__ = ["CONCERN", "DOSSIER", "IMPULSE", "MEASURE", "QUESTION", "Scene", "outcome_of"]


@dataclass(frozen=True, slots=True)
class Scene:
    """What an act needs to know besides the thing itself."""

    world: World

    def desk_id(self, name: str = "other desk") -> int:
        return self.world.people.bodies[name].pk

    def actor(self, name: str) -> Actor:
        """Return somebody as they were when they opened the page."""
        user = self.world.people.users.get(name)
        if name.partition(" ")[0] not in ("former", "expired") or user is None:
            return self.world.people.actor(name)
        mandate = Mandate.objects.select_related("organisation").get(person=user)
        return organisations.make_actor(user, mandate)


Act = Callable[[Actor, Thing, Scene], object]


def _bundle(by: Actor, thing: Thing, _scene: Scene) -> None:
    begun = dossier.begin_dossier(by, title="Neu")
    if not dossier.add_signals(by, begun.pk, [thing.public_id]):
        raise Conflict("It is somewhere else.")


def _take_out(by: Actor, thing: Thing, _scene: Scene) -> None:
    entry = DossierEntry.objects.filter(signal_id=thing.pk, left_at=None).first()
    dossier.take_out_signal(by, entry.dossier_id if entry else _any_dossier(), thing.public_id)


def _any_dossier() -> int:
    return int(Dossier.objects.filter(state="in_preparation")[0].pk)


CONCERN: Mapping[str, Act] = {
    "save": lambda a, t, _s: draft.save_draft(a, t.pk, draft.DraftContent(WORDS)),
    "discard": lambda a, t, _s: draft.discard_draft(a, t.pk),
    "send": lambda a, t, _s: sending.send_signal(a, t.pk),
    "release": lambda a, t, _s: sending.release_signal(a, t.pk),
    "return": lambda a, t, _s: sending.return_signal(a, t.pk, note="Noch nicht."),
    "ask": lambda a, t, _s: checking.ask_author(a, t.pk, question="Was?"),
    "clarify": lambda a, t, _s: author.answer_question(a, t.pk, answer="Das."),
    "hand over": lambda a, t, s: hand_over.hand_over_signal(
        a, t.pk, desk_id=s.desk_id(), due_on=soon()
    ),
    "reject": lambda a, t, _s: checking.reject_signal(a, t.pk, reason="unclear", note="Unklar."),
    "summarise": lambda a, t, _s: checking.summarise_signal(a, t.pk, summary="Kurz."),
    "bundle": _bundle,
    "take out": _take_out,
    "merge": lambda a, t, s: merging.merge_signal(a, t.pk, into=s.world.origin.public_id),
    "unmerge": lambda a, t, _s: merging.unmerge_signal(a, t.pk),
    "call back": lambda a, t, _s: hand_over.call_back_signal(a, t.pk, note="Falsch."),
    "send back": lambda a, t, _s: hand_over.send_back_signal(a, t.pk, note="Falsch."),
    "take up": lambda a, t, _s: reviewing.take_up_signal(a, t.pk),
    "ask back": lambda a, t, _s: reviewing.ask_back(a, t.pk, question="Was?"),
    "answer back": lambda a, t, _s: reviewing.answer_back(a, t.pk, answer="Das."),
    "drop question": lambda a, t, _s: reviewing.drop_question(a, t.pk),
    "forward": lambda a, t, s: forwarding.forward_signal(
        a, t.pk, desk_id=s.desk_id(), due_on=soon(), note="Andere Stelle."
    ),
    "answer": lambda a, t, _s: answering.publish_answer(a, t.pk, ANSWER),
    "withdraw answer": lambda a, t, _s: withdrawing_answers.withdraw_answer(
        a, t.pk, reason="Falsch.", due_on=soon()
    ),
    "postpone": lambda a, t, _s: promises.postpone_promise(
        a, t.pk, until=timezone.localdate() + timedelta(days=200), reason="Später."
    ),
    "in effect": lambda a, t, _s: promises.report_in_effect(a, t.pk, text="Gilt."),
    "rate": lambda a, t, _s: author.rate_answer(a, t.pk, helped=Helped.YES),
    "close": lambda a, t, _s: checking.close_signal(a, t.pk),
    "withdraw": lambda a, t, _s: author.withdraw_signal(a, t.pk),
    "widen": lambda a, t, _s: author.widen_signal(a, t.pk, visibility="public"),
    "join": lambda a, t, _s: support.join_signal(a, t.pk, words="Bei uns auch.", laender=["NW"]),
    "release support": lambda a, t, _s: support.release_support(a, t.pk),
    "leave": lambda a, t, _s: support.leave_signal(a, t.pk),
}


def _save_dossier(by: Actor, thing: Thing, _scene: Scene) -> None:
    words = {"title": "Anders", "pattern": "Überall.", "why_now": "Jetzt."}
    dossier.save_dossier(by, thing.pk, dossier.DossierContent(words))


def _add(by: Actor, thing: Thing, scene: Scene) -> None:
    free = scene.world.one("concern", "submitted", "before", "public")
    if not dossier.add_signals(by, thing.pk, [free.public_id]):
        raise Conflict("It is somewhere else.")


def _ask_consent(by: Actor, thing: Thing, _scene: Scene) -> None:
    entry = DossierEntry.objects.filter(dossier_id=thing.pk).select_related("signal__item")[0]
    text = "Der Antrag liegt seit 14 Monaten bei der Behörde."
    dossier_quotes.ask_consent(by, thing.pk, entry.signal.public_id, text=text)


DOSSIER: Mapping[str, Act] = {
    "save": _save_dossier,
    "add": _add,
    "ask consent": _ask_consent,
    "hand over": lambda a, t, s: hand_over_dossier(
        a, t.pk, desk_id=s.desk_id(), due_on=soon(), covering_note=""
    ),
    "give up": lambda a, t, _s: dossier.withdraw_dossier(a, t.pk),
    "close": lambda a, t, _s: dossier.close_dossier(a, t.pk),
}


def _save_impulse(by: Actor, thing: Thing, _scene: Scene) -> None:
    sender = Impulse.objects.get(pk=thing.pk).sender_id
    content = ImpulseContent(impulse_words(), Audience(everybody=True), sender_id=sender)
    save_impulse(by, content, thing.pk)


IMPULSE: Mapping[str, Act] = {
    "save": _save_impulse,
    "discard": lambda a, t, _s: discard_impulse(a, t.pk),
    "publish": lambda a, t, _s: impulse_sending.publish_impulse(a, t.pk),
    "evaluate": lambda a, t, _s: impulse_sending.evaluate_impulse(a, t.pk, outcome=OUTCOME),
    "withdraw": lambda a, t, _s: impulse_sending.withdraw_impulse(a, t.pk, note="Hinfällig."),
    "react": lambda a, t, _s: react(a, t.pk, ReactionContent("partly", "Doch.", "named")),
    "take back": lambda a, t, _s: take_back_reaction(a, t.pk),
}


def _move(act: str) -> Act:
    return lambda a, t, _s: measures.move_measure(a, t.pk, act=act, reason="Weil.")


MEASURE: Mapping[str, Act] = {
    "change": lambda a, t, _s: measures.change_measure(
        a, t.pk, measures.MeasureContent({**MEASURE_WORDS, "next_step": "Weiter."})
    ),
    "review": lambda a, t, _s: measures.review_measure(a, t.pk),
    "pass on": lambda a, t, s: pass_on_measure(a, t.pk, lead_id=s.desk_id("supporters")),
    **{act: _move(act) for act in ("plan", "start", "pause", "finish", "drop")},
}

QUESTION: Mapping[str, Act] = {
    "answer": lambda a, t, _s: replying.answer_question(a, t.pk, text="Bald.", is_released=False),
    "release": lambda a, t, _s: replying.release_answer(a, t.pk),
    "return": lambda a, t, _s: replying.return_answer(a, t.pk, note="Genauer."),
    "decline": lambda a, t, _s: replying.decline_question(
        a, t.pk, reason="unclear", note="Genauer?"
    ),
    "pass on": lambda a, t, _s: replying.pass_on_question(a, t.pk, note="Nicht unsere."),
    "assign": lambda a, t, s: replying.assign_question(
        a, t.pk, organisation_id=s.desk_id("supporters"), note="Bitte."
    ),
    "take up": lambda a, t, _s: concern.take_up_question(a, t.pk),
}


def outcome_of(act: Act, by: Actor, thing: Thing, scene: Scene) -> str:
    """Try an act and take it back."""
    try:
        with transaction.atomic():
            act(by, thing, scene)
            transaction.set_rollback(True)
    except NotAllowed:
        return "not allowed"
    except Conflict:
        return "conflict"
    except ValidationError:
        return "not valid"
    return "done"
