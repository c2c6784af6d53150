"""What readers say about items of every kind."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.library.choices.shelf import Helped
from drehscheibe.ui.forms import Form

__all__ = ["HelpForm"]


class HelpForm(Form):
    """Whether an item of the library helped."""

    helped = forms.ChoiceField(
        label=_("Did this help?"), choices=Helped.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What is missing or wrong?"),
        help_text=_("The service office reads this. Please name no persons."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
