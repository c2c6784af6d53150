"""A date as the browser asks for it: the back office's own calendar needs inline script."""

from __future__ import annotations

from django import forms


class DayInput(forms.DateInput):
    """The browser's own calendar, in the person's language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
