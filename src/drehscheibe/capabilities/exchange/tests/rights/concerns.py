"""A concern and a dossier for every line of the law, brought there by the services that the pages call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from time_machine import Traveller

from drehscheibe.capabilities.exchange.choices.signal import Helped
from drehscheibe.capabilities.exchange.models import CommonAnswer, Dossier, Signal
from drehscheibe.capabilities.exchange.services.dossiers import preparing as dossier
from drehscheibe.capabilities.exchange.services.dossiers.hand_over import (
    follow_dossier,
    hand_over_dossier,
)
from drehscheibe.capabilities.exchange.services.signals import (
    answering,
    answering_many,
    author,
    checking,
    draft,
    evidence,
    findable,
    forwarding,
    hand_over,
    merging,
    promises,
    reviewing,
    sending,
    support,
)
from drehscheibe.capabilities.exchange.services.signals.public_concerns import _record
from drehscheibe.capabilities.exchange.tests.factories import ANSWER, WORDS, promise
from drehscheibe.capabilities.exchange.tests.rights import law
from drehscheibe.capabilities.exchange.tests.rights.people import People
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.files.tests import samples
from drehscheibe.core.outbox.delivery import deliver_due

__all__ = ["CONFIDENTIAL", "Builder", "Thing"]

#: Stands in every word that only those may read who handle a concern.
CONFIDENTIAL = "hinterverschlossenentueren"


@dataclass(frozen=True, slots=True)
class Thing:
    """One line of the law as a row.

    Attributes
    ----------
    word : str
        Stands in its title, and in nothing else on the hub.
    readers : frozenset of str
        Who may read it by the law.
    """

    kind: str
    state: str
    stage: str
    circle: str
    word: str
    readers: law.Audience
    pk: int = 0
    public_id: str = ""
    key: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.state} ({self.stage} the hand-over, {self.circle})"

    @property
    def is_opened(self) -> bool:
        """Whether its circle counts."""
        return self.stage == law.AFTER or self.state == "recorded"


@dataclass(slots=True)
class Builder:
    """Brings concerns and dossiers where the law wants them."""

    people: People
    clock: Traveller
    number: int = 0
    made: list[Thing] = field(default_factory=list)

    def keep(self, thing: Thing) -> Thing:
        """Remember a thing; the next one is made a minute later."""
        self.made.append(thing)
        self.clock.shift(timedelta(minutes=1))
        return thing

    def word(self) -> str:
        """Return a word that was never said before."""
        self.number += 1
        return f"kennwort{self.number:04d}x"

    def actor(self, name: str) -> Actor:
        return self.people.actor(name)

    def desk_id(self, name: str) -> int:
        return self.people.bodies[name].pk

    def deliver(self) -> None:
        """Let the worker deliver every fact, also those that a delivery causes."""
        while deliver_due():
            pass

    # Concerns -------------------------------------------------------------------------------

    def concern(self, state: str, stage: str, circle: str, *, from_: str = "") -> Thing:
        """Make a concern in a state; ``from_`` is the number of one on which it builds."""
        word = self.word()
        signal = self._recorded(word) if state == "recorded" else self._raise(word, circle, from_)
        if state not in ("draft", "recorded"):
            self._send(signal, waits=state == "awaiting_second_key")
        if stage == law.AFTER:
            self._bring_to_desk(signal, circle)
        step = self._steps().get(state)
        if step is not None:
            step(signal, stage)
        signal.refresh_from_db()
        assert signal.state == state, (signal.state, state)
        readers = law.CONCERNS[state, stage][circle]
        row = (signal.pk, signal.public_id, str(signal.uuid))
        return self.keep(Thing("concern", state, stage, circle, word, readers, *row))

    def answered_together(self) -> tuple[str, list[Thing]]:
        """Answer a concern of each circle with one text; return its key as well."""
        several = [self.concern("handed_over", law.AFTER, circle) for circle in law.OPENED]
        pks = [one.pk for one in several]
        answering_many.publish_answers(self.actor("desk"), pks, ANSWER, {})
        common = CommonAnswer.objects.filter(answers__signal__in=pks).first()
        return str(common.uuid if common else ""), several

    def _recorded(self, word: str) -> Signal:
        known = {"what_happens": "So steht es in der Zeitung.", "topic": "permitting"}
        said = {"raised_in_public_by": "Kammer (Beispiel)", "source_url": "https://example.org/"}
        places = {
            "level": "federal",
            "scope": "nationwide",
            "title": f"Klage am Musterhafen {word}",
        }
        signal = _record(f"law:{word}", {**known, **said, **places})
        findable.refresh(signal)
        return signal

    def _raise(self, word: str, circle: str, from_: str) -> Signal:
        by = self.actor("author")
        begun = draft.begin_draft(by, taken_up=from_)
        words = {**WORDS, "title": f"Anliegen am Musterhafen {word}", "visibility": circle}
        draft.save_draft(by, begun.pk, draft.DraftContent(words, laender=("NW",)))
        for audience in ("readers", "officials"):
            row = evidence.add_evidence(by, begun.pk, samples.upload("beleg.pdf", samples.PDF))
            said = evidence.EvidenceWords(f"Beleg {audience} {word}", audience)
            evidence.describe_evidence(by, begun.pk, {row.file.uuid: said})
        return begun

    def _send(self, signal: Signal, *, waits: bool) -> None:
        authors = self.people.bodies["authors"]
        authors.requires_two_keys = waits
        authors.save()
        sending.send_signal(self.actor("author"), signal.pk)
        authors.requires_two_keys = False
        authors.save()

    def _bring_to_desk(self, signal: Signal, circle: str) -> None:
        note = f"Bitte prüfen: {CONFIDENTIAL}"
        hand_over.hand_over_signal(
            self.actor("office"),
            signal.pk,
            desk_id=self.desk_id("first desk"),
            due_on=soon(),
            covering_note=note,
        )
        if circle != "private":
            by = self.actor("supporter")
            support.join_signal(by, signal.pk, words="Bei uns ebenso.", laender=["NW"])
        forwarding.forward_signal(
            self.actor("first desk"),
            signal.pk,
            desk_id=self.desk_id("desk"),
            due_on=soon(),
            note=f"Sie sind zuständig: {CONFIDENTIAL}",
        )

    def _steps(self) -> dict[str, Callable[[Signal, str], object]]:
        return {
            "submitted": self._back,
            "needs_clarification": self._ask_author,
            "bundled": self._bundle,
            "merged": self._merge,
            "rejected": self._reject,
            "withdrawn": lambda s, _stage: author.withdraw_signal(self.actor("author"), s.pk),
            "in_review": lambda s, _stage: reviewing.take_up_signal(self.actor("desk"), s.pk),
            "asked_back": lambda s, _stage: reviewing.ask_back(
                self.actor("desk"), s.pk, question=f"Wo? {CONFIDENTIAL}"
            ),
            "answered": lambda s, _stage: answering.publish_answer(
                self.actor("desk"), s.pk, ANSWER
            ),
            "promised": self._promise,
            "in_effect": self._report,
            "closed": self._close,
        }

    def _back(self, signal: Signal, stage: str) -> None:
        if stage == law.AFTER:
            note = f"Nicht zuständig: {CONFIDENTIAL}"
            hand_over.send_back_signal(self.actor("desk"), signal.pk, note=note)

    def _ask_author(self, signal: Signal, stage: str) -> None:
        self._back(signal, stage)
        office = self.actor("office")
        checking.ask_author(office, signal.pk, question=f"Wer? {CONFIDENTIAL}")

    def _bundle(self, signal: Signal, stage: str) -> None:
        self._back(signal, stage)
        begun = dossier.begin_dossier(self.actor("office"), title="Noch in Arbeit")
        signal.refresh_from_db()
        assert dossier.add_signals(self.actor("office"), begun.pk, [signal.public_id]) == 1

    def _merge(self, signal: Signal, _stage: str) -> None:
        into = self.concern("handed_over", law.AFTER, "public")
        merging.merge_signal(self.actor("office"), signal.pk, into=into.public_id)

    def _reject(self, signal: Signal, stage: str) -> None:
        self._back(signal, stage)
        checking.reject_signal(
            self.actor("office"), signal.pk, reason="unclear", note=f"Unklar: {CONFIDENTIAL}"
        )

    def _promise(self, signal: Signal, _stage: str) -> None:
        answering.publish_answer(self.actor("desk"), signal.pk, promise())
        author.rate_answer(self.actor("author"), signal.pk, helped=Helped.YES)

    def _report(self, signal: Signal, stage: str) -> None:
        self._promise(signal, stage)
        self.clock.shift(timedelta(minutes=1))
        promises.report_in_effect(self.actor("desk"), signal.pk, text="Es gilt.")

    def _close(self, signal: Signal, _stage: str) -> None:
        answering.publish_answer(self.actor("desk"), signal.pk, ANSWER)
        checking.close_signal(self.actor("office"), signal.pk)

    # Dossiers -------------------------------------------------------------------------------

    def dossier(self, state: str, stage: str, circle: str) -> Thing:
        """Make a dossier with one concern that others joined, open to the circle of the dossier."""
        word, office = self.word(), self.actor("office")
        inner = self.concern("submitted", law.AFTER, "network" if circle == "private" else circle)
        made = dossier.begin_dossier(office, title=f"Dossier zum Musterhafen {word}")
        dossier.add_signals(office, made.pk, [inner.public_id])
        words = {"pattern": "Überall.", "why_now": "Jetzt.", "visibility": circle}
        content = dossier.DossierContent(words, (("Bitte ändern.", (inner.public_id,)),))
        dossier.save_dossier(office, made.pk, content)
        if state == "withdrawn":
            dossier.withdraw_dossier(office, made.pk)
        if stage == law.AFTER:
            note = f"Bitte lesen: {CONFIDENTIAL}"
            to = self.desk_id("desk")
            hand_over_dossier(office, made.pk, desk_id=to, due_on=soon(), covering_note=note)
        if state in ("answered", "closed"):
            answering.publish_answer(self.actor("desk"), inner.pk, ANSWER)
            follow_dossier(made.pk)
        if state == "closed":
            dossier.close_dossier(office, made.pk)
        made = Dossier.objects.get(pk=made.pk)
        assert made.state == state, (made.state, state)
        readers = law.DOSSIERS[state, stage][circle]
        row = (made.pk, made.public_id, str(made.uuid))
        return self.keep(Thing("dossier", state, stage, circle, word, readers, *row))


def soon() -> date:
    """Return a day that is possible as a date for a desk."""
    return timezone.localdate() + timedelta(days=28)
