"""The self-check of a guideline: statements, answers in the address, advice. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.ui.forms import Form, use_plain_messages

__all__ = ["Area", "Judgement", "SelfCheckForm", "judge", "make_form", "read_areas"]

#: Points of an answer; the most that a statement can bring is the largest.
POINTS = {"yes": 2, "partly": 1, "no": 0}
ANSWERS = (
    ("yes", pgettext_lazy("self-check", "Yes")),
    ("partly", pgettext_lazy("self-check", "Partly")),
    ("no", pgettext_lazy("self-check", "No")),
)
#: Shares of the points from which an area counts as fair, and as strong.
FAIR, STRONG = 0.4, 0.8


@dataclass(frozen=True, slots=True)
class Area:
    """Statements on one subject; ``number`` is that of the chapter that helps."""

    name: str
    number: int
    questions: tuple[str, ...]
    weak: str
    fair: str
    strong: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the answers say about one subject."""

    area: Area
    points: int
    most: int
    level: str
    advice: str


class SelfCheckForm(Form):
    """A field for every statement; its values are the address."""

    form_token = None  # type: ignore[assignment]

    def __init__(self, areas: Iterable[Area], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for area in areas:
            for name, question in zip(area.fields, area.questions, strict=True):
                field = forms.ChoiceField(label=question, choices=ANSWERS, widget=forms.RadioSelect)
                use_plain_messages(field)
                field.error_messages["required"] = _("Please choose an answer.")
                self.fields[name] = field


def read_areas(check: Iterable[Any]) -> tuple[Area, ...]:
    """Return the subjects of a page with the names of their fields: ``a1-1``, ``a1-2``, …."""
    areas = []
    for position, block in enumerate(check, start=1):
        told = block.value
        questions = tuple(str(question) for question in told["questions"])
        fields = tuple(f"a{position}-{number}" for number in range(1, len(questions) + 1))
        areas.append(
            Area(
                told["name"],
                told["chapter"],
                questions,
                told["weak"],
                told["fair"],
                told["strong"],
                fields,
            )
        )
    return tuple(areas)


def make_form(areas: Sequence[Area], parameters: QueryDict) -> SelfCheckForm:
    """Return the form, bound as soon as the address holds an answer or asks for the result."""
    names = {name for area in areas for name in area.fields}
    is_sent = "check" in parameters or bool(names & set(parameters))
    return SelfCheckForm(areas, parameters if is_sent else None)


def judge(areas: Sequence[Area], form: SelfCheckForm) -> tuple[Judgement, ...] | None:
    """Return what the answers say, the weakest subject first; None until all are given."""
    if not form.is_bound or not form.is_valid():
        return None
    judged = [_judge(area, form) for area in areas]
    return tuple(sorted(judged, key=lambda one: one.points / one.most))


def _judge(area: Area, form: SelfCheckForm) -> Judgement:
    points = sum(POINTS[form.cleaned_data[name]] for name in area.fields)
    most = len(area.fields) * max(POINTS.values())
    share = points / most
    if share >= STRONG:
        return Judgement(area, points, most, "strong", area.strong)
    if share >= FAIR:
        return Judgement(area, points, most, "fair", area.fair)
    return Judgement(area, points, most, "weak", area.weak)
