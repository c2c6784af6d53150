"""What somebody needs to prepare a format for a number of people."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.choices.format import Goal, Guests, Situation
from drehscheibe.capabilities.library.models import EventFormat
from drehscheibe.capabilities.library.queries.format_finder import span
from drehscheibe.core.text.vocabulary import label
from drehscheibe.ui.formats import number

__all__ = ["Material", "Sheet", "make_sheet", "people_words", "time_words"]


@dataclass(frozen=True, slots=True)
class Material:
    """A thing to bring along: how many for this size, and how that is counted."""

    amount: int
    name: str
    rule: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A format for one size; ``warning`` says if the size does not suit it."""

    people: int
    time: str
    materials: tuple[Material, ...]
    warning: str


def make_sheet(each: EventFormat, people: int | None) -> Sheet:
    """Return what is needed for so many people; without a number for a usual size."""
    size = people or usual_size(each)
    return Sheet(
        people=size,
        time=span(each.minutes_for(size)),
        materials=tuple(
            _material(material, name, size)
            for material, name in zip(each.materials, each.shown_material_names, strict=True)
        ),
        warning=_warning(each, size),
    )


def usual_size(each: EventFormat) -> int:
    """Return a size in the lower part of the range, as most events have it."""
    size = each.min_people + (each.max_people - each.min_people) // 4
    step = 5 if size < 100 else 50
    return max(each.min_people, min(each.max_people, round(size / step) * step))


def _material(material: dict[str, object], name: str, people: int) -> Material:
    amount, per = int(str(material["amount"])), int(str(material["per"]))
    if per == 0:
        return Material(amount, name, _("once"))
    rule = _("%(amount)s for each person") if per == 1 else _("%(amount)s for every %(per)s people")
    return Material(
        amount * ceil(people / per),
        name,
        rule % {"amount": number(amount), "per": number(per)},
    )


def _warning(each: EventFormat, people: int) -> str:
    if people < each.min_people:
        return _(
            "This format needs at least %(least)s people. Below are the figures for %(people)s."
        ) % {
            "least": number(each.min_people),
            "people": number(people),
        }
    if people > each.max_people:
        return _(
            "This format bears at most %(most)s people. Below are the figures for %(people)s."
        ) % {
            "most": number(each.max_people),
            "people": number(people),
        }
    return ""


def people_words(each: EventFormat) -> str:
    """Return for how many people a format is made."""
    return _("%(least)s to %(most)s people") % {
        "least": number(each.min_people),
        "most": number(each.max_people),
    }


def time_words(each: EventFormat) -> str:
    """Return how long a format takes."""
    if each.shortest == each.longest:
        return span(each.shortest)
    return _("%(shortest)s to %(longest)s") % {
        "shortest": span(each.shortest),
        "longest": span(each.longest),
    }


def labels_of(each: EventFormat) -> dict[str, list[tuple[str, str]]]:
    """Return goals, points and guests of a format as pairs of code and words."""
    return {
        "goals": [(code, label(Goal, code)) for code in each.goals],
        "situations": [(code, label(Situation, code)) for code in each.situations],
        "guests": [(code, label(Guests, code)) for code in each.guests],
    }
