"""Example questions for the demo: marked as examples, put to example initiatives only.

They go through the same services as real ones; then their dates are moved back by whole weeks.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import Scope, Visibility
from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.services.example_dates import move_back
from drehscheibe.capabilities.exchange.services.questions.answering import answer_question
from drehscheibe.capabilities.exchange.services.questions.asker import rate_answer
from drehscheibe.capabilities.exchange.services.questions.asking import (
    QuestionContent,
    ask_question,
)
from drehscheibe.capabilities.exchange.services.questions.concern import (
    hand_on_to,
    take_up_question,
)
from drehscheibe.capabilities.exchange.services.signals.draft import DraftContent, save_draft
from drehscheibe.capabilities.exchange.services.signals.examples import INITIATIVE, TWO_SPEAKERS
from drehscheibe.capabilities.exchange.services.signals.sending import send_signal
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.organisations.choices import LEAD_ROLES
from drehscheibe.core.organisations.models import Mandate

__all__ = ["load_example_questions"]

FILE = Path(__file__).parents[2] / "data" / "questions.json"

ASKER = ("question@example.org", "Fragende Person (Demo)")


@transaction.atomic
def load_example_questions() -> int:
    """Write the example questions and return how many; none a second time, or without demo people."""
    speakers = {name: _speaker_of(name) for name in (INITIATIVE, TWO_SPEAKERS)}
    if Question.objects.filter(is_example=True).exists() or not all(speakers.values()):
        return 0
    plots = json.loads(FILE.read_text(encoding="utf-8"))
    for plot in plots:
        speaker = speakers[TWO_SPEAKERS if plot.get("two_keys") else INITIATIVE]
        if speaker is not None:
            _play(plot, speaker)
    return len(plots)


def _speaker_of(name: str) -> Actor | None:
    leads = Mandate.objects.valid_at(timezone.now()).filter(
        organisation__name=name, role__in=LEAD_ROLES
    )
    mandate = leads.select_related("person", "organisation").order_by("pk").first()
    return organisations.make_actor(mandate.person, mandate) if mandate else None


def _asker() -> Actor:
    email, name = ASKER
    people = get_user_model().objects
    person = people.filter(email=email).first() or people.create_user(email, name=name)
    return organisations.make_actor(person, None)


def _play(plot: dict[str, Any], speaker: Actor) -> None:
    """Let one example go its way as far as its plot says."""
    content = QuestionContent(plot["subject"], plot["text"], plot["publicity"], plot["name"])
    question = ask_question(
        _asker(), speaker.organisation_id or 0, content, language="de", is_example=True
    )
    if "answer" in plot:
        answer_question(speaker, question.pk, text=plot["answer"], is_released=True)
    if "helped" in plot:
        rate_answer(question.token, helped=plot["helped"])
    if "concern" in plot:
        draft = take_up_question(speaker, question.pk, is_released=True)
        words = {**plot["concern"], "scope": Scope.NATIONWIDE, "visibility": Visibility.PUBLIC}
        save_draft(speaker, draft.pk, DraftContent(words))
        hand_on_to(send_signal(speaker, draft.pk))
    _age(question.pk, weeks=plot["weeks_ago"])


def _age(pk: int, *, weeks: int) -> None:
    """Move every date of an example back, so that weekdays stay what they were."""
    question = Question.objects.select_related("item").get(pk=pk)
    rows: list[models.Model] = [question]
    if question.item is not None:
        rows += [question.item, *question.item.stations.all()]
    move_back(rows, weeks=weeks)
