"""The answer of an addressee."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.exchange.choices.signal import Decision, Reason
from drehscheibe.capabilities.exchange.forms.fields import (
    SometimesChoice,
    SometimesText,
    empty_choice,
    text_field,
)
from drehscheibe.capabilities.exchange.services.signals.answering import AnswerContent
from drehscheibe.ui.forms import Form

__all__ = ["AnswerForm"]


class AnswerForm(Form):
    """The answer of an addressee."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=Decision.choices, widget=forms.RadioSelect
    )
    reason = SometimesChoice(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Needed if you decline or accept only in part."),
        choices=[empty_choice(gettext_lazy("No reason needed")), *Reason.choices],
    )
    text = text_field(
        gettext_lazy("Your answer"),
        gettext_lazy("Plain words, short sentences. Many people will read this who know no files."),
        longest=5000,
        rows=9,
    )
    what_changes = SometimesText(
        label=gettext_lazy("What changes now"),
        help_text=gettext_lazy("One or two sentences. Needed if you accept something."),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    effective_on = forms.DateField(
        label=gettext_lazy("By when"),
        required=False,
        help_text=gettext_lazy("Only if there is a day."),
    )
    contact = forms.CharField(
        label=gettext_lazy("Contact for questions"),
        help_text=gettext_lazy(
            "A unit and an address, for example “Unit Grids, grids@example.org”. Public."
        ),
        max_length=200,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Ask for what the decision owes."""
        cleaned = super().clean() or {}
        decision = cleaned.get("decision")
        if decision in (Decision.PARTLY, Decision.DECLINED) and not cleaned.get("reason"):
            self.add_error("reason", _("Please choose the reason that fits best."))
        if decision in (Decision.ACCEPTED, Decision.PARTLY) and not cleaned.get("what_changes"):
            self.add_error("what_changes", _("Please say what changes."))
        effective_on = cleaned.get("effective_on")
        if effective_on and effective_on < self.today:
            self.add_error("effective_on", _("Please choose today or a later day."))
        return cleaned

    def to_content(self) -> AnswerContent:
        """Return the answer for the service."""
        valid = self.cleaned_data
        names = ("decision", "text", "contact", "reason", "what_changes", "effective_on")
        return AnswerContent(**{name: valid[name] for name in names})
