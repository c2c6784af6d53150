from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.ui.forms import Form


class BarrierForm(Form):
    text = forms.CharField(
        label=_("What does not work?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Describe what you wanted to do and what got in the way. A few words are enough."
        ),
    )
    address = forms.CharField(
        label=_("On which page?"),
        max_length=400,
        required=False,
        help_text=_("The address of the page or its heading."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("Only if you want an answer. We use it for nothing else."),
    )


class BarrierAnswerForm(Form):
    answer = forms.CharField(
        label=pgettext_lazy("noun", "Answer"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
