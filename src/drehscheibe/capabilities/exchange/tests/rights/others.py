"""An impulse, a measure and a question for every line of the law."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.exchange.choices.impulse import Consent
from drehscheibe.capabilities.exchange.choices.question import Publicity, Refusal
from drehscheibe.capabilities.exchange.models import Impulse, Measure, Question
from drehscheibe.capabilities.exchange.queries.impulses import Audience
from drehscheibe.capabilities.exchange.services.impulses import sending as impulse_sending
from drehscheibe.capabilities.exchange.services.impulses.reactions import ReactionContent, react
from drehscheibe.capabilities.exchange.services.impulses.writing import ImpulseContent, save_impulse
from drehscheibe.capabilities.exchange.services.measures import register as measures
from drehscheibe.capabilities.exchange.services.questions import (
    answering,
    asker,
    asking,
    concern,
)
from drehscheibe.capabilities.exchange.services.signals import draft, sending
from drehscheibe.capabilities.exchange.tests.factories import WORDS
from drehscheibe.capabilities.exchange.tests.impulse_factories import (
    MEASURE_WORDS,
    OUTCOME,
    impulse_words,
    let_it_end,
)
from drehscheibe.capabilities.exchange.tests.rights import law
from drehscheibe.capabilities.exchange.tests.rights.concerns import Builder, Thing
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.organisations.models import Organisation

__all__ = ["ASKED_BY", "COUNTED", "OtherBuilder", "enter"]

#: The address of an asker without account stands on no page at all.
ASKED_BY = "fragende-person@example.org"
#: Words of a reaction that is to be counted only.
COUNTED = "nurgezaehlteworte"


def enter(organisation: Organisation, slug: str) -> None:
    """Put the entry of an initiative into the directory, so that it can be asked."""
    Initiative.objects.create(
        organisation=organisation,
        slug=slug,
        name=organisation.name,
        state="published",
        published_at=timezone.now(),
    )


@dataclass(slots=True)
class OtherBuilder:
    """Brings impulses, measures and questions where the law wants them."""

    base: Builder

    def actor(self, name: str) -> Actor:
        return self.base.actor(name)

    # Impulses -------------------------------------------------------------------------------

    def impulse(self, state: str) -> Thing:
        """Make an impulse of the desk, to which the authors react with and without their name."""
        word, desk = self.base.word(), self.actor("desk")
        content = ImpulseContent(
            impulse_words(title=f"Impuls zum Musterhafen {word}"), Audience(everybody=True)
        )
        made = save_impulse(desk, content)
        if state != "draft":
            impulse_sending.publish_impulse(desk, made.pk)
            react(
                self.actor("author"), made.pk, ReactionContent("agree", "Ja, gern.", Consent.NAMED)
            )
            counted = ReactionContent("no", COUNTED, Consent.COUNTED)
            react(self.actor("supporter"), made.pk, counted)
        made = Impulse.objects.get(pk=made.pk)
        if state in ("in_evaluation", "closed"):
            made = let_it_end(made)
        if state == "closed":
            impulse_sending.evaluate_impulse(desk, made.pk, outcome=OUTCOME)
        if state == "withdrawn":
            impulse_sending.withdraw_impulse(desk, made.pk, note="Hinfällig.")
        made = Impulse.objects.get(pk=made.pk)
        assert made.state == state, (made.state, state)
        readers = law.IMPULSES[state]
        return self.base.keep(_thing("impulse", made, state, word, readers))

    # Measures -------------------------------------------------------------------------------

    def measure(self, state: str) -> Thing:
        """Make a measure that the authors lead."""
        word, lead = self.base.word(), self.actor("author")
        content = measures.MeasureContent(
            {**MEASURE_WORDS, "title": f"Vorhaben am Musterhafen {word}"}, ()
        )
        made = measures.record_measure(lead, content, lead_id=int(lead.organisation_id or 0))
        act = {"running": "start", "paused": "pause", "done": "finish", "dropped": "drop"}.get(
            state
        )
        if act is not None:
            measures.move_measure(lead, made.pk, act=act, reason="Weil es so ist.")
        made = Measure.objects.get(pk=made.pk)
        assert made.state == state, (made.state, state)
        return self.base.keep(_thing("measure", made, state, word, law.MEASURES[state]))

    # Questions ------------------------------------------------------------------------------

    def question(self, state: str, *, is_public: bool) -> Thing:
        """Make a question to the authors, asked with an account."""
        word = self.base.word()
        content = asking.QuestionContent(
            subject=f"Was wird am Musterhafen {word}?",
            text="Wir warten.",
            publicity=Publicity.NAMELESS if is_public else Publicity.PRIVATE,
            name="" if state else "Kim Beispiel",
            email="" if state else ASKED_BY,
        )
        by = self.actor(law.ASKER) if state else ANONYMOUS
        made = asking.ask_question(by, self._authors().pk, content, language="de")
        if state:
            self._move(made, state, is_public=is_public)
        made.refresh_from_db()
        assert made.state == state, (made.state, state)
        assert made.is_public == is_public
        readers = law.QUESTIONS[state, is_public]
        return self.base.keep(_thing("question", made, state, word, readers))

    def _authors(self) -> Organisation:
        return self.base.people.bodies["authors"]

    def _move(self, made: Question, state: str, *, is_public: bool) -> None:
        author, authors = self.actor("author"), self._authors()
        if state in ("answered", "closed", "awaiting_second_key"):
            authors.requires_two_keys = state == "awaiting_second_key"
            authors.save()
            answering.answer_question(author, made.pk, text="Im Mai.", is_released=is_public)
            authors.requires_two_keys = False
            authors.save()
        if state == "closed":
            asker.rate_answer(made.token, helped="yes")
        if state == "with_office":
            answering.pass_on_question(author, made.pk, note="Nicht unsere Region.")
        if state == "declined":
            answering.decline_question(author, made.pk, reason=Refusal.UNCLEAR, note="Genauer?")
        if state == "withdrawn":
            asker.withdraw_question(made.token)
        if state == "handed_on":
            begun = concern.take_up_question(author, made.pk, is_released=False)
            words = {**WORDS, "title": "Aus einer Frage geworden", "visibility": "public"}
            draft.save_draft(author, begun.pk, draft.DraftContent(words))
            sending.send_signal(author, begun.pk)
            self.base.deliver()


def _thing(
    kind: str, row: Impulse | Measure | Question, state: str, word: str, readers: law.Audience
) -> Thing:
    key = str(getattr(row, "uuid", ""))
    return Thing(kind, state, law.BEFORE, "", word, readers, row.pk, row.public_id, key)
