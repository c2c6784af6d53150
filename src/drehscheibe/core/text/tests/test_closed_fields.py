"""Labels of closed fields say what Django would say, in the language of the moment."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.text.closed_fields import OURS

CLOSED = [
    (model, field)
    for model in apps.get_models()
    if model.__module__.startswith(OURS)
    for field in model._meta.local_fields
    if field.choices
]


def test_there_are_closed_fields_of_ours() -> None:
    assert len(CLOSED) > 50


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_value_is_called_as_django_calls_it(language: str) -> None:
    with translation.override(language):
        for model, field in CLOSED:
            given = [code for code, _label in field.flatchoices]
            for value in [*given, None, "no such value"]:
                row = model.__new__(model)  # no more than the one value that is asked for
                row.__dict__[field.attname] = value
                expected = models.Model._get_FIELD_display(row, field)  # type: ignore[attr-defined]
                assert getattr(row, f"get_{field.name}_display")() == expected, (model, field)


def test_the_label_follows_the_language() -> None:
    mandate = Mandate(role="speaker")

    with translation.override("de"):
        german = mandate.get_role_display()
    with translation.override("en"):
        english = mandate.get_role_display()

    assert german != english
