"""Forms of following and of saved searches."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.directory.choices import Frequency
from drehscheibe.ui.forms import Form


class FollowByMailForm(Form):
    email = forms.EmailField(label=_("Your e-mail address"))


class SearchByMailForm(Form):
    email = forms.EmailField(label=_("Your e-mail address"))
    frequency = forms.ChoiceField(
        label=_("How often"),
        choices=Frequency.choices,
        widget=forms.RadioSelect,
        initial=Frequency.WEEKLY,
    )


class SearchForm(Form):
    frequency = forms.ChoiceField(
        label=_("How often"),
        choices=Frequency.choices,
        widget=forms.RadioSelect,
        initial=Frequency.WEEKLY,
    )
