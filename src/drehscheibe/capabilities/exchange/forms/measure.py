"""A measure of the register: recording, changing, moving, filtering."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from drehscheibe.capabilities.exchange.choices.measure import MeasureState
from drehscheibe.capabilities.exchange.forms.fields import SometimesText, empty_choice, text_field
from drehscheibe.capabilities.exchange.machine.measure import MEASURE
from drehscheibe.capabilities.exchange.services.measures.register import WORDS, MeasureContent
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.places.models import Land
from drehscheibe.core.text.topics import Topic
from drehscheibe.ui.forms import Form

__all__ = ["MeasureFilterForm", "MeasureForm", "MoveForm", "PassOnForm"]

_THOUSANDS = re.compile(r"(?<=\d)[.\s\u00a0](?=\d{3}(?:[,\s]|$))")


class ValueField(forms.DecimalField):
    """A value of an indicator, written as people write it: "1.200" or "12,5"."""

    default_error_messages = {
        "invalid": gettext_lazy("Please enter a number, for example 12,5."),
        "max_decimal_places": gettext_lazy("Please give at most two digits after the comma."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 10})
        super().__init__(max_digits=14, decimal_places=2, required=False, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 -- signature of Django
        text = _THOUSANDS.sub("", str(value if value is not None else "").strip())
        return super().to_python(text.replace(",", ".").replace("−", "-"))


class MeasureForm(Form):
    """Everything about a measure but its state."""

    lead = forms.ChoiceField(label=gettext_lazy("Who is in the lead?"))
    title = forms.CharField(label=gettext_lazy("The measure in one line"), max_length=160)
    topic = forms.ChoiceField(
        label=gettext_lazy("Field of action"),
        choices=[empty_choice(gettext_lazy("please choose")), *Topic.choices],
    )
    goal = text_field(
        gettext_lazy("Goal"),
        gettext_lazy("What will be better, and for whom? Two or three plain sentences."),
        longest=2000,
        rows=4,
    )
    partners = forms.CharField(
        label=pgettext_lazy("measure", "Partners"), max_length=300, required=False
    )
    laender = forms.MultipleChoiceField(
        label=gettext_lazy("For which Länder?"),
        help_text=gettext_lazy("Choose none if it is for all of Germany."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_running = forms.BooleanField(label=gettext_lazy("It has begun already"), required=False)
    indicator = SometimesText(
        label=gettext_lazy("How progress is measured"),
        help_text=gettext_lazy("For example: time from the complete application to the permit."),
        max_length=160,
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("For example: months, companies, per cent."),
        max_length=30,
        required=False,
    )
    baseline = ValueField(label=gettext_lazy("Value at the start"))
    target = ValueField(label=gettext_lazy("Value to be reached"))
    target_on = forms.DateField(label=gettext_lazy("Reached by"), required=False)
    current = ValueField(label=gettext_lazy("Value now"))
    current_on = forms.DateField(label=gettext_lazy("As of"), required=False)
    next_step = forms.CharField(label=gettext_lazy("Next step"), max_length=300, required=False)
    next_step_on = forms.DateField(label=gettext_lazy("By when"), required=False)

    def __init__(
        self,
        *args: Any,
        laender: list[Land],
        leads: list[Organisation],
        is_new: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].required = False
        self._offer("laender", [(land.code, str(land)) for land in laender])
        if is_new and len(leads) > 1:
            please = ("", _("please choose"))
            self._offer("lead", [please, *((str(row.pk), str(row)) for row in leads)])
        else:
            del self.fields["lead"]
        if not is_new:
            del self.fields["is_running"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = choices

    def to_content(self) -> MeasureContent:
        """Return the measure for the service."""
        valid = self.cleaned_data
        return MeasureContent({name: valid[name] for name in WORDS}, valid["laender"])


class MoveForm(Form):
    """To which state a measure goes."""

    act = forms.ChoiceField(label=gettext_lazy("What has changed?"), widget=forms.RadioSelect)
    text = SometimesText(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Needed if it rests or is given up. Everybody reads it."),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, now: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = {t.act for t in MEASURE.transitions if not now or now in t.sources}
        words = {
            "plan": _("It is being planned again"),
            "start": _("It is running"),
            "pause": _("It rests for a while"),
            "finish": _("It is done"),
            "drop": _("It is given up"),
        }
        field = self.fields["act"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = [(act, label) for act, label in words.items() if act in possible]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason that some states owe."""
        cleaned = super().clean() or {}
        if cleaned.get("act") in ("pause", "drop") and not (cleaned.get("text") or "").strip():
            self.add_error("text", _("Please say why."))
        return cleaned


class PassOnForm(Form):
    """Who leads a measure from now on."""

    lead = forms.ChoiceField(label=gettext_lazy("Who is in the lead from now on?"))
    text = text_field(
        gettext_lazy("Reason"),
        gettext_lazy("Everybody reads it, for example that the body agrees."),
        longest=1500,
        rows=3,
    )

    def __init__(self, *args: Any, leads: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lead"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = [("", _("please choose")), *_by_kind(leads)]


def _by_kind(leads: list[Organisation]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return groups of options with full names: out of a hundred short ones nobody finds theirs."""
    return [
        (
            kind,
            sorted(((str(row.pk), row.name) for row in rows), key=lambda pair: pair[1].casefold()),
        )
        for kind, rows in groupby(leads, key=lambda row: str(row.get_kind_display()))
    ]


class MeasureFilterForm(forms.Form):
    """The filters of the public register; wrong values never stop anybody from reading."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False)
    topic = forms.ChoiceField(
        label=gettext_lazy("Field of action"),
        choices=[empty_choice(gettext_lazy("All")), *Topic.choices],
        required=False,
    )
    land = forms.ChoiceField(label=gettext_lazy("Land"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Where it stands"),
        choices=[empty_choice(gettext_lazy("All")), *MeasureState.choices],
        required=False,
    )
    lead = forms.ChoiceField(label=gettext_lazy("In the lead"), required=False)

    def __init__(
        self,
        *args: Any,
        laender: list[Land],
        leads: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        every = empty_choice(gettext_lazy("All"))
        choices = {"land": [(land.code, str(land)) for land in laender], "lead": leads}
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
            field.choices = [every, *offered]
