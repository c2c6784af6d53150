"""How the office writes a format: lists are a line each, parts of a line are set apart by "|"."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.library.forms.languages import name_languages
from drehscheibe.capabilities.library.forms.review_day import demand_day_to_come
from drehscheibe.capabilities.library.models import EventFormat
from drehscheibe.ui.forms import Form

__all__ = ["FormatForm"]

_LONGEST_LIST = 6000


class LinesField(forms.CharField):
    """A list of short texts, one in each line."""

    widget = forms.Textarea(attrs={"rows": 5})

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=_LONGEST_LIST, strip=False, **options)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- signature of Django
        """Return the list as lines; what was typed stays as it is."""
        return "\n".join(map(self.write, value)) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 -- signature of Django
        """Return what stands in the lines; empty ones do not count."""
        text = super().to_python(value)
        lines = [line.strip() for line in str(text or "").splitlines()]
        return [self.read(number, line) for number, line in enumerate(lines, 1) if line]

    def run_validators(self, value: Any) -> None:  # noqa: ANN401 -- signature of Django
        """Leave the length to the lines: the value is a list by now."""

    def write(self, value: Any) -> str:  # noqa: ANN401 -- a text, or parts of one
        """Return one entry as a line."""
        return str(value)

    def read(self, _number: int, line: str) -> Any:  # noqa: ANN401 -- a text, or parts of one
        """Return the entry of a line."""
        return line


class StepsField(LinesField):
    """Steps, as ``10 min. | Arrive | Say what it is for``."""

    def write(self, value: Any) -> str:  # noqa: ANN401 -- a step
        return f"{value['when']} | {value['title']} | {value['text']}"

    def read(self, number: int, line: str) -> dict[str, str]:
        parts = [part.strip() for part in line.split("|", 2)]
        if len(parts) != 3 or not all(parts):
            raise ValidationError(
                _("Line %(number)s: please write time | title | text.") % {"number": number}
            )
        return dict(zip(("when", "title", "text"), parts, strict=True))


class MaterialsField(LinesField):
    """Materials, as ``2 | 5 | pens``: two for every five people; 0 people says "once"."""

    def write(self, value: Any) -> str:  # noqa: ANN401 -- a material
        return f"{value['amount']} | {value['per']} | {value['name']}"

    def read(self, number: int, line: str) -> dict[str, Any]:
        parts = [part.strip() for part in line.split("|", 2)]
        if len(parts) != 3 or not (parts[0].isdecimal() and parts[1].isdecimal() and parts[2]):
            raise ValidationError(
                _("Line %(number)s: please write amount | people | what, for example 2 | 5 | pens.")
                % {"number": number}
            )
        return {"amount": int(parts[0]), "per": int(parts[1]), "name": parts[2]}


def _words(name: str, *, rows: int = 3, required: bool = True) -> forms.CharField:
    field = EventFormat._meta.get_field(name)
    if not isinstance(field, models.CharField | models.TextField):
        raise TypeError(name)
    return forms.CharField(
        label=_LABELS.get(name, field.verbose_name),
        max_length=field.max_length,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}) if (field.max_length or 0) > 200 else None,
    )


_LABELS = {
    "room": gettext_lazy("Room"),
    "hybrid_note": gettext_lazy("Online and hybrid"),
    "yields": gettext_lazy("What you have in the end"),
    "not_when": gettext_lazy("When another format is better"),
}


class FormatForm(Form):
    """Everything of a format that people of the office change."""

    seen_at = forms.CharField(widget=forms.HiddenInput)
    title = _words("title")
    summary = _words("summary")
    purpose = _words("purpose")
    title_en = _words("title_en", required=False)
    summary_en = _words("summary_en", required=False)
    purpose_en = _words("purpose_en", required=False)
    room_en = _words("room_en", required=False)
    hybrid_note_en = _words("hybrid_note_en", required=False)
    steps_en = StepsField(
        label=gettext_lazy("Step by step, in English"),
        help_text=gettext_lazy("Each line: time | title | text. As many lines as in German."),
        required=False,
    )
    materials_en = LinesField(
        label=gettext_lazy("Material, in English"),
        help_text=gettext_lazy("Only what it is, a line for each material, in the same order."),
        required=False,
    )
    roles_en = LinesField(label=gettext_lazy("Who is needed, in English"), required=False)
    accessible_by_en = LinesField(
        label=gettext_lazy("So that everybody can take part, in English"), required=False
    )
    risks_en = LinesField(label=gettext_lazy("Risks, and what helps, in English"), required=False)
    yields_en = _words("yields_en", required=False)
    not_when_en = _words("not_when_en", required=False)
    min_people = forms.IntegerField(label=gettext_lazy("People at least"), min_value=2)
    max_people = forms.IntegerField(label=gettext_lazy("People at most"), min_value=2)
    preparation_weeks = forms.IntegerField(
        label=gettext_lazy("Weeks of preparation"), min_value=1, max_value=200
    )
    steps = StepsField(
        label=gettext_lazy("Step by step"), help_text=gettext_lazy("Each line: time | title | text")
    )
    materials = MaterialsField(
        label=gettext_lazy("Material"),
        help_text=gettext_lazy(
            "Each line: amount | for so many people | what. With 0 people it is needed once."
        ),
    )
    roles = LinesField(label=gettext_lazy("Who is needed"))
    accessible_by = LinesField(label=gettext_lazy("So that everybody can take part"))
    risks = LinesField(label=gettext_lazy("Risks, and what helps"))
    room = _words("room")
    hybrid_note = _words("hybrid_note")
    yields = _words("yields")
    not_when = _words("not_when")
    review_on = forms.DateField(
        label=gettext_lazy("To be looked at again by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Everybody can read this format."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_languages(self, (*EventFormat.TRANSLATED, *EventFormat.TRANSLATED_LISTS))

    def clean_review_on(self) -> date:
        """Refuse a day that is over."""
        return demand_day_to_come(self, "review_on")

    def clean(self) -> dict[str, Any]:
        """Demand a range that is one, and of each English list as many lines as of the German one."""
        words = super().clean() or {}
        for name in EventFormat.TRANSLATED_LISTS:
            told, said = words.get(f"{name}_en"), words.get(name)
            if told and said and len(told) != len(said):
                self.add_error(
                    f"{name}_en",
                    _(
                        "There are %(told)s lines here and %(said)s in German. Write one for each, or leave it empty."
                    )
                    % {"told": len(told), "said": len(said)},
                )
        least, most = words.get("min_people"), words.get("max_people")
        if least and most and least > most:
            self.add_error("max_people", _("This is less than the people at least."))
        return words
