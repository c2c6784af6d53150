"""Fields that hold German and English beside each other say which is which, for screen readers."""

from __future__ import annotations

from collections.abc import Iterable

from django.forms import BaseForm

__all__ = ["name_languages"]


def name_languages(form: BaseForm, names: Iterable[str]) -> None:
    """Give each field its language: German, and English where the name ends in ``_en``."""
    for name in names:
        for field, language in ((name, "de"), (f"{name}_en", "en")):
            if field in form.fields:
                form.fields[field].widget.attrs["lang"] = language
