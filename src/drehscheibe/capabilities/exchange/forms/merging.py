"""What the office says when it merges."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from drehscheibe.ui.forms import Form

__all__ = ["FindForm", "MergeForm"]


class FindForm(Form):
    into = forms.CharField(
        label=gettext_lazy("Number of the concern that remains"),
        help_text=gettext_lazy("For example S-2026-0147"),
        max_length=20,
        widget=forms.TextInput(attrs={"size": 14}),
    )


class MergeForm(Form):
    text = forms.CharField(
        label=gettext_lazy("Why do the two belong together?"),
        help_text=gettext_lazy("The authors of the merged concern read this."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
