"""``get_<field>_display`` of our models, from labels that were translated once per language.

Django translates every label of a field anew each time that one of them is asked for: a list of thirty
cases spent a third of its time on that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partialmethod
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import get_language

OURS = "drehscheibe."
#: More than all closed fields in both languages.
KEPT = 1024


def look_labels_up() -> None:
    """Give every closed field of our models the method that looks up; called once at the start.

    A model that says itself how a value is called keeps its own method, and a field whose choices
    are a function, Django's.
    """
    for model in apps.get_models():
        if model.__module__.startswith(OURS):
            for field in model._meta.local_fields:
                name = f"get_{field.name}_display"
                is_given = isinstance(model.__dict__.get(name), partialmethod)
                if is_given and isinstance(field.choices, list):
                    setattr(model, name, _display_of(field))


def _display_of(field: models.Field[Any, Any]) -> Callable[[models.Model], str]:
    def display(self: models.Model) -> str:
        value = getattr(self, field.attname)
        label: str = _labels(field, get_language()).get(value, value)
        return label

    return display


@lru_cache(maxsize=KEPT)
def _labels(field: models.Field[Any, Any], _language: str | None) -> Mapping[object, str]:
    return MappingProxyType({code: str(label) for code, label in field.flatchoices})
