"""Named reads of answers: which one stands, which desk's it is."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from drehscheibe.capabilities.exchange.models import Answer, EffectReport, Postponement, Signal
from drehscheibe.core.organisations.queries import lock_existing

__all__ = ["for_pages", "is_owed", "is_rateable", "latest_standing", "standing"]


def for_pages() -> QuerySet[Answer]:
    """Return answers with what their cards show: desk, effect, and whether they were postponed."""
    rows = Answer.objects.select_related("desk", "effect__reporter", "common")
    later = Postponement.objects.filter(answer=OuterRef("pk"))
    return rows.annotate(was_postponed=Exists(later))


def is_rateable(answer: Answer) -> bool:
    """Whether the authors have not yet said if it helps, or its promise came into effect since."""
    effect: EffectReport | None = getattr(answer, "effect", None)
    if effect is None or answer.rated_at is None:
        return not answer.helped
    return effect.reported_at > answer.rated_at


def is_owed(answer: Answer) -> bool:
    """Whether its desk can be held to what it promised for a day; asked in a transaction."""
    return answer.is_promise and lock_existing(answer.desk_id) is not None


def latest_standing(signal: Signal) -> Answer | None:
    """Return the newest answer of a concern that was not withdrawn; one query."""
    found = signal.answers.filter(withdrawn_at__isnull=True).select_related("desk")
    return found.order_by("-number").first()


def standing(answers: list[Answer]) -> list[Answer]:
    """Keep, of answers that are loaded, those that were not withdrawn."""
    return [answer for answer in answers if not answer.is_withdrawn]
