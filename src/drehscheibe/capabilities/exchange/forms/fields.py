"""Fields that several forms share."""

from __future__ import annotations

import re
from typing import Any

from django import forms

__all__ = ["CountField", "SometimesChoice", "SometimesText", "empty_choice", "text_field"]

LARGEST_COUNT = 50_000_000

_THOUSANDS = re.compile(r"(?<=\d)[.\s\u00a0](?=\d{3}(?!\d))")


def empty_choice(text: Any) -> tuple[str, Any]:  # noqa: ANN401 -- lazy text
    return ("", text)


class CountField(forms.IntegerField):
    """A number of companies or people, also written as "1.200"."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 8})
        super().__init__(min_value=0, max_value=LARGEST_COUNT, widget=widget, **kwargs)

    def to_python(self, value: Any) -> int | None:  # noqa: ANN401 -- signature of Django
        return super().to_python(_THOUSANDS.sub("", str(value or "").strip()))


def text_field(label: Any, help_text: Any, *, longest: int, rows: int = 4) -> forms.CharField:  # noqa: ANN401 -- lazy texts
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=longest, widget=widget)


class SometimesText(forms.CharField):
    """A text that the form asks for itself, depending on another field; not called optional."""

    def validate(self, value: Any) -> None:  # noqa: ANN401 -- signature of Django
        """Leave it to the form whether it may be empty."""


class SometimesChoice(forms.ChoiceField):
    """A choice that the form asks for itself, depending on another field; not called optional."""

    def validate(self, value: Any) -> None:  # noqa: ANN401 -- signature of Django
        """Leave it to the form whether it may be empty."""
        if value:
            super().validate(value)
