"""Nothing about people is kept that no room answers for: export, erasure and register rely on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import EmailField, Field, GenericIPAddressField, Model

from drehscheibe.core.privacy.api import Fate, Source, all_sources
from drehscheibe.core.privacy.retention import CLASSES, all_rules


def personal_fields(model: type[Model]) -> Iterator[Field]:  # type: ignore[type-arg]
    """Yield the fields of a model itself, not of its parents, that say who somebody is."""
    for field in model._meta.get_fields():
        if not isinstance(field, Field) or field.model is not model:
            continue
        points_to_person = field.related_model is get_user_model() and not field.many_to_many
        if points_to_person or isinstance(field, EmailField | GenericIPAddressField):
            yield field


def unanswered(sources: Iterable[Source]) -> list[str]:
    """Return every personal field for which no source answers."""
    answered = {label.lower() for source in sources for label in source.models}
    return [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.label_lower not in answered
        for field in personal_fields(model)
    ]


def test_every_personal_field_has_a_source() -> None:
    assert unanswered(all_sources()) == []


@pytest.mark.parametrize(
    ("forgotten", "field"),
    [
        ("notify.mails", "notify.Mail.to"),
        ("accounts.sessions", "usersessions.UserSession.ip"),
        ("trace.participants", "trace.Participant.person"),
    ],
)
def test_a_forgotten_source_is_found(forgotten: str, field: str) -> None:
    others = [source for source in all_sources() if source.name != forgotten]

    assert field in unanswered(others)


@pytest.mark.parametrize("source", all_sources(), ids=lambda source: source.name)
def test_source_is_whole(source: Source) -> None:
    assert [apps.get_model(label)._meta.label for label in source.models] == list(source.models)
    assert source.retention in CLASSES
    assert (source.erase is None) == (source.fate == Fate.KEEP)
    assert all(str(text) for text in (source.room, source.label, source.purpose))
    assert str(source.at_erasure)


def test_every_rule_has_a_term() -> None:
    rules = all_rules()

    assert len(rules) > 10
    assert [rule.name for rule in rules if not CLASSES[rule.retention].days] == []
