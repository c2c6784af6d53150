"""Values of checklists as people read them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

__all__ = ["grade_words", "timing_words"]

DAYS_OF_A_WEEK = 7
EASY_GRADE, HARD_GRADE = 8.5, 11.5


def timing_words(offset_days: int | None) -> str:
    """Return when an item is due, seen from the date of the checklist; empty without a time."""
    if offset_days is None:
        return ""
    if offset_days == 0:
        return _("on the day itself")
    days = abs(offset_days)
    if days % DAYS_OF_A_WEEK == 0:
        number = days // DAYS_OF_A_WEEK
        if offset_days < 0:
            return ngettext("%(num)s week before", "%(num)s weeks before", number) % {"num": number}
        return ngettext("%(num)s week after", "%(num)s weeks after", number) % {"num": number}
    if offset_days < 0:
        return ngettext("%(num)s day before", "%(num)s days before", days) % {"num": days}
    return ngettext("%(num)s day after", "%(num)s days after", days) % {"num": days}


def grade_words(grade: float | None) -> str:
    """Return a measured reading level in words, with the school year it stands for."""
    if grade is None:
        return _("too short to measure")
    words = _("medium")
    if grade <= EASY_GRADE:
        words = _("easy")
    elif grade > HARD_GRADE:
        words = _("difficult")
    return _("%(words)s (school year %(grade)s)") % {"words": words, "grade": round(grade)}
