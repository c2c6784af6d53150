"""What the office fills in to tell a practice case in English."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models

from drehscheibe.capabilities.library.models import PracticeCase
from drehscheibe.ui.forms import Form

__all__ = ["EnglishForm"]


class EnglishForm(Form):
    """A field for each German text that the case has; nothing of it must be filled in."""

    def __init__(self, *args: Any, case: PracticeCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.names = [name for name in PracticeCase.TRANSLATED if getattr(case, name)]
        for name in self.names:
            field = PracticeCase._meta.get_field(f"{name}_en")
            if not isinstance(field, models.CharField | models.TextField):
                raise TypeError(name)
            is_long = isinstance(field, models.TextField)
            self.fields[f"{name}_en"] = forms.CharField(
                label=field.verbose_name,
                max_length=field.max_length,
                required=False,
                initial=getattr(case, f"{name}_en"),
                widget=forms.Textarea(attrs={"rows": 4, "lang": "en"})
                if is_long
                else forms.TextInput(attrs={"lang": "en"}),
            )

    def words(self) -> dict[str, str]:
        """Return the English by field; what the case does not say has none."""
        return {
            f"{name}_en": self.cleaned_data.get(f"{name}_en", "")
            for name in PracticeCase.TRANSLATED
        }
