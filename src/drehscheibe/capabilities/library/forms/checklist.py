"""What readers and the office fill in about masters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.choices.shelf import Audience, Phase
from drehscheibe.ui.forms import Form

__all__ = ["FilterForm"]


def _with_all(choices: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [("", pgettext_lazy("filter", "All")), *choices]


class FilterForm(Form):
    """Filters of the list of checklists."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    audience = forms.ChoiceField(
        label=_("Audience"), required=False, choices=_with_all(Audience.choices)
    )
    phase = forms.ChoiceField(label=_("Phase"), required=False, choices=_with_all(Phase.choices))
