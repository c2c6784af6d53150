"""What a desk does with a concern besides answering it, and what authors tell it back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.exchange.forms.acts import ReasonedForm, fill_desks
from drehscheibe.capabilities.exchange.forms.fields import text_field
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.ui.forms import Form

__all__ = [
    "AnswerBackForm",
    "AskBackForm",
    "EffectForm",
    "ForwardForm",
    "PostponeForm",
    "WithdrawAnswerForm",
]


class AskBackForm(ReasonedForm):
    label = gettext_lazy("Your question to the authors")
    help_text = gettext_lazy(
        "They have 14 days. Your own date waits as long. The question is not public."
    )


class AnswerBackForm(ReasonedForm):
    label = gettext_lazy("Your answer")
    help_text = gettext_lazy(
        "The body in charge, the service office and your organisation read it."
    )


class ForwardForm(Form):
    """To whom, until when, and why."""

    desk = forms.ChoiceField(label=gettext_lazy("Who can decide it?"))
    due_on = forms.DateField(
        label=gettext_lazy("Answer by"),
        help_text=gettext_lazy("Usually four weeks. A weekend becomes the next working day."),
    )
    text = text_field(
        gettext_lazy("Why do you pass it on?"),
        gettext_lazy("The other body and the authors read this."),
        longest=2000,
    )

    def __init__(
        self,
        *args: Any,
        desks: list[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fill_desks(self.fields["desk"], desks)


class PostponeForm(Form):
    until = forms.DateField(label=gettext_lazy("New day"))
    text = text_field(
        gettext_lazy("Why later?"),
        gettext_lazy("Everybody who may read the answer reads this too."),
        longest=2000,
    )


class EffectForm(Form):
    """That what was promised is in effect, in plain words and with proof."""

    text = text_field(
        gettext_lazy("What is different now?"),
        gettext_lazy(
            "One or two plain sentences. Everybody who was told of the answer reads this."
        ),
        longest=2000,
    )
    link = forms.URLField(
        label=gettext_lazy("Where it can be seen"),
        help_text=gettext_lazy("For example the law, the form or the notice. Starts with https://"),
        max_length=400,
        required=False,
        assume_scheme="https",
    )


class WithdrawAnswerForm(Form):
    text = text_field(
        gettext_lazy("Why do you withdraw it?"),
        gettext_lazy("Everybody who was told of the answer reads this."),
        longest=2000,
    )
    due_on = forms.DateField(
        label=gettext_lazy("New answer by"),
        help_text=gettext_lazy("A weekend becomes the next working day."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due_on(self) -> date:
        """Accept a day that is still to come."""
        due_on: date = self.cleaned_data["due_on"]
        if due_on <= self.today:
            raise forms.ValidationError(_("Please choose a day after today."))
        return due_on
