"""The figures of a webinar for the office; small groups are not shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from drehscheibe.capabilities.library.choices.shelf import Helped
from drehscheibe.capabilities.library.models import Webinar, WebinarFeedback
from drehscheibe.core.privacy.small_groups import SMALLEST, protect

__all__ = ["FeedbackFigures", "make_feedback_figures"]


@dataclass(frozen=True, slots=True)
class FeedbackFigures:
    """What those who took part said; None in a row means: protected.

    Attributes
    ----------
    total : int or None
        How many answered; None below the smallest group.
    rows : tuple of (label, number or None)
        Empty as long as the total is protected.
    notes : tuple of str
        Words in no order that tells anything; empty as long as the total is protected.
    """

    total: int | None
    rows: tuple[tuple[str, int | None], ...]
    notes: tuple[str, ...]


def make_feedback_figures(webinar: Webinar) -> FeedbackFigures:
    """Return the protected figures; one query."""
    answers = list(WebinarFeedback.objects.filter(webinar=webinar).values_list("helped", "note"))
    if not answers:
        return FeedbackFigures(0, (), ())
    if len(answers) < SMALLEST:
        return FeedbackFigures(None, (), ())
    counts = Counter(dict.fromkeys(Helped.values, 0))
    counts.update(helped for helped, _note in answers)
    shown = protect(counts)
    return FeedbackFigures(
        total=len(answers),
        rows=tuple((str(one.label), shown[one.value]) for one in Helped),
        notes=tuple(sorted(note for _helped, note in answers if note)),
    )
