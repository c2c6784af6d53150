"""What authors, office and desks write to each other about a concern."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.exchange.choices.signal import (
    Helped,
    Rejection,
    Visibility,
    larger_circles,
)
from drehscheibe.capabilities.exchange.forms.fields import empty_choice, text_field
from drehscheibe.capabilities.exchange.services.signals.hand_over import LONGEST_DAYS
from drehscheibe.core.organisations.choices import Level
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.ui.forms import Form


class ReasonedForm(Form):
    """One text for the other side."""

    text = text_field("", "", longest=2000)

    label: Any = ""
    help_text: Any = ""
    longest = 2000
    is_required = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.label, field.help_text, field.required = self.label, self.help_text, self.is_required


class ClarificationForm(ReasonedForm):
    label = gettext_lazy("Your answer")
    help_text = gettext_lazy("Only the service office and your organisation read it.")


class ReturnForm(ReasonedForm):
    label = gettext_lazy("What should be changed first?")


class WithdrawForm(ReasonedForm):
    label = gettext_lazy("Why do you withdraw it?")
    is_required = False


class QuestionForm(ReasonedForm):
    label = gettext_lazy("Your question to the authors")
    help_text = gettext_lazy("They have 14 days. The question is not public.")


class SummaryForm(ReasonedForm):
    label = gettext_lazy("In short")
    help_text = gettext_lazy(
        "Two or three plain sentences. They stand above the authors’ own words, which stay as they are."
    )
    is_required = False


class CallBackForm(ReasonedForm):
    label = gettext_lazy("Why do you call it back?")
    help_text = gettext_lazy("The desk and the authors read this.")


class SendBackForm(ReasonedForm):
    label = gettext_lazy("Why is it not yours to answer?")
    help_text = gettext_lazy("If you know who decides this, please say so. The authors read this.")


class WidenForm(Form):
    """To which larger circle a concern is opened; without ``now``, any circle may be chosen."""

    visibility = forms.ChoiceField(
        label=gettext_lazy("Who may read it from now on?"),
        help_text=gettext_lazy("This cannot be undone, because others may build on it."),
        choices=Visibility.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, now: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if now:
            field = self.fields["visibility"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
            field.choices = [(circle.value, circle.label) for circle in larger_circles(now)]


class EmptyForm(Form):
    """A button with nothing to fill in."""


class RejectForm(Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=Rejection.choices, widget=forms.RadioSelect
    )
    text = text_field(
        gettext_lazy("What the authors should know"),
        gettext_lazy("Say what they can do instead."),
        longest=2000,
    )


class HandOverForm(Form):
    """Where to, until when, and with which words."""

    desk = forms.ChoiceField(label=gettext_lazy("Addressee"))
    due_on = forms.DateField(
        label=gettext_lazy("Answer by"),
        help_text=gettext_lazy("Usually four weeks. A weekend becomes the next working day."),
    )
    covering_note = forms.CharField(
        label=gettext_lazy("Covering note"),
        help_text=gettext_lazy("For the desk. The authors can read it, the public cannot."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        desks: list[Organisation],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        fill_desks(self.fields["desk"], desks)

    def clean_due_on(self) -> date:
        """Accept a day between tomorrow and half a year from now."""
        due_on: date = self.cleaned_data["due_on"]
        if due_on <= self.today:
            raise forms.ValidationError(_("Please choose a day after today."))
        if due_on > self.today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(_("Please choose a day within half a year."))
        return due_on


def fill_desks(field: forms.Field, desks: list[Organisation]) -> None:
    """Let one of the desks be chosen, in groups by level."""
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
    field.choices = [empty_choice(gettext_lazy("Please choose")), *_by_level(desks)]


def _by_level(desks: list[Organisation]) -> list[tuple[Any, Any]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for desk in desks:
        label = str(Level(desk.level).label) if desk.level in Level.values else _("Others")
        groups.setdefault(label, []).append((str(desk.pk), str(desk)))
    return list(groups.items())


class RatingForm(Form):
    helped = forms.ChoiceField(
        label=gettext_lazy("Does the answer help you?"),
        choices=Helped.choices,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("What is still missing, or what was good?"),
        help_text=gettext_lazy(
            "The desk and the service office read this. Whether it helped is public, these words are not."
        ),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
