"""Which formats fit what somebody plans, and why; a pure function over the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drehscheibe.capabilities.library.choices.format import (
    Effort,
    Goal,
    Guests,
    Moderation,
    Situation,
)
from drehscheibe.capabilities.library.models import EventFormat
from drehscheibe.core.text.spoken import quote
from drehscheibe.core.text.vocabulary import label
from drehscheibe.ui.formats import enumeration, number

__all__ = ["ANY_TIME", "Advice", "Finding", "Plan", "find"]

#: Minutes that stand for "several weeks, we have time".
ANY_TIME = 100_000

#: So far from its bounds a size is still a caution and no obstacle.
_TOLERANCE = 0.2
_LONG_PREPARATION = 20
_NEAREST = 3

_WEIGHTS = {"goal": 4.0, "situation": 2.0, "guests": 2.0, "people": 1.5, "minutes": 1.5}
_SIDE_AIM = 3.0
_EFFORT = {Effort.LOW: 0.3, Effort.MEDIUM: 0.15, Effort.HIGH: 0.0}


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody has in mind; what is empty or None was not said."""

    goal: str = ""
    situation: str = ""
    guests: str = ""
    people: int | None = None
    minutes: int | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.goal or self.situation or self.guests or self.people or self.minutes)


@dataclass(frozen=True, slots=True)
class Advice:
    """A format with what speaks for it, what to look out for, and what does not fit."""

    format: EventFormat
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]
    obstacles: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Finding:
    """Formats without an obstacle, best first; if there are none, those that come nearest."""

    fitting: tuple[Advice, ...]
    nearest: tuple[Advice, ...]


def find(formats: Iterable[EventFormat], plan: Plan) -> Finding:
    """Return which formats fit the plan; every format says why it does, or why not.

    Complexity is linear in the number of formats. The order does not depend on the order of the
    input: equal scores are sorted by position and title.
    """
    advice = sorted(
        (_judge(each, plan) for each in formats),
        key=lambda one: (-one.score, one.format.position, one.format.title),
    )
    fitting = tuple(one for one in advice if not one.obstacles)
    if fitting:
        return Finding(fitting, ())
    near = sorted(advice, key=lambda one: (len(one.obstacles), -one.score))
    return Finding((), tuple(near[:_NEAREST]))


def _judge(each: EventFormat, plan: Plan) -> Advice:
    notes = _Notes()
    if plan.goal:
        _judge_goal(each, plan.goal, notes)
    if plan.situation:
        _judge_choice(
            notes,
            "situation",
            fits=plan.situation in each.situations,
            reason=_("It suits this point: %(what)s.") % {"what": label(Situation, plan.situation)},
            obstacle=_("It is rarely used at this point. Better: %(what)s.")
            % {"what": _list(Situation, each.situations)},
        )
    if plan.guests:
        _judge_choice(
            notes,
            "guests",
            fits=plan.guests in each.guests,
            reason=_("It reaches: %(who)s.") % {"who": label(Guests, plan.guests)},
            obstacle=_("It is made for other guests: %(who)s.")
            % {"who": _list(Guests, each.guests)},
        )
    if plan.people:
        _judge_people(each, plan.people, notes)
    if plan.minutes:
        _judge_time(each, plan, notes)
    return Advice(
        each,
        tuple(notes.reasons),
        (*notes.cautions, *_general_cautions(each)),
        tuple(notes.obstacles),
        notes.score + _EFFORT[Effort(each.effort)],
    )


class _Notes:
    """What was found out about one format so far."""

    def __init__(self) -> None:
        self.reasons: list[str] = []
        self.cautions: list[str] = []
        self.obstacles: list[str] = []
        self.score = 0.0


def _judge_goal(each: EventFormat, goal: str, notes: _Notes) -> None:
    words = label(Goal, goal)
    if goal not in each.goals:
        notes.obstacles.append(
            _("It aims at something else: %(goals)s.") % {"goals": _list(Goal, each.goals)}
        )
    elif each.goals[0] == goal:
        notes.reasons.append(_("It is made for this: %(goal)s.") % {"goal": words})
        notes.score += _WEIGHTS["goal"]
    else:
        notes.reasons.append(_("It also serves this: %(goal)s.") % {"goal": words})
        notes.score += _SIDE_AIM


def _judge_choice(notes: _Notes, what: str, *, fits: bool, reason: str, obstacle: str) -> None:
    if fits:
        notes.reasons.append(reason)
        notes.score += _WEIGHTS[what]
    else:
        notes.obstacles.append(obstacle)


def _judge_people(each: EventFormat, people: int, notes: _Notes) -> None:
    bounds = {"least": number(each.min_people), "most": number(each.max_people)}
    if each.min_people <= people <= each.max_people:
        notes.reasons.append(_("It bears your size: %(least)s to %(most)s people.") % bounds)
        notes.score += _WEIGHTS["people"]
    elif each.min_people * (1 - _TOLERANCE) <= people <= each.max_people * (1 + _TOLERANCE):
        notes.cautions.append(
            _("Your size is just outside its range of %(least)s to %(most)s people.") % bounds
        )
    elif people < each.min_people:
        notes.obstacles.append(_("It needs at least %(least)s people.") % bounds)
    else:
        notes.obstacles.append(_("It bears at most %(most)s people.") % bounds)


def _judge_time(each: EventFormat, plan: Plan, notes: _Notes) -> None:
    needed = each.minutes_for(plan.people) if plan.people else each.shortest
    if needed <= (plan.minutes or 0):
        notes.reasons.append(_("Your time is enough: about %(time)s.") % {"time": span(needed)})
        notes.score += _WEIGHTS["minutes"]
    elif plan.people:
        notes.obstacles.append(
            _("With %(people)s people it takes about %(time)s.")
            % {"people": number(plan.people), "time": span(needed)}
        )
    else:
        notes.obstacles.append(_("It takes at least %(time)s.") % {"time": span(needed)})


def _general_cautions(each: EventFormat) -> list[str]:
    cautions = []
    if each.moderation == Moderation.PROFESSIONAL:
        cautions.append(_("It needs professional facilitation from outside."))
    if each.preparation_weeks >= _LONG_PREPARATION:
        cautions.append(
            _("Begin about %(weeks)s weeks before.") % {"weeks": each.preparation_weeks}
        )
    return cautions


def _list(vocabulary: type[Goal | Situation | Guests], codes: Iterable[str]) -> str:
    return enumeration(quote(label(vocabulary, code)) for code in codes)


_HOUR, _DAY, _WEEK = 60, 480, 2400
_IN_MINUTES_BELOW, _IN_HOURS_BELOW, _IN_DAYS_BELOW = 120, 900, 4800


def span(minutes: int) -> str:
    """Return a time in words: minutes, hours, working days or weeks, whatever people would say."""
    if minutes < _IN_MINUTES_BELOW:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes}
    if minutes < _IN_HOURS_BELOW:
        halves = round(minutes / (_HOUR / 2))
        hours = number(halves // 2) if halves % 2 == 0 else number(halves / 2)
        return ngettext("%(num)s hour", "%(num)s hours", 2) % {"num": hours}
    if minutes < _IN_DAYS_BELOW:
        return ngettext("%(num)s day", "%(num)s days", 2) % {
            "num": number(round(minutes / _DAY * 2) / 2)
        }
    weeks = round(minutes / _WEEK)
    return ngettext("%(num)s week", "%(num)s weeks", weeks) % {"num": number(weeks)}
