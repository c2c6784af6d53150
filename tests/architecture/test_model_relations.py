"""Foreign keys are imports that import-linter cannot see; they must point downwards too."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, ManyToManyField, OneToOneField

ROOT = Path(__file__).parents[2]
OURS = "drehscheibe."


def capability_tiers() -> list[set[str]]:
    """Return the tiers declared for the imports, highest first; one declaration serves both."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(
        c["layers"] for c in contracts if c.get("containers") == ["drehscheibe.capabilities"]
    )
    return [{name.strip(" ()") for name in layer.split("|")} for layer in layers]


def height(app_label: str) -> int:
    """Return 0 for core, 1 for the lowest capability tier upwards, 100 for the portal."""
    if app_label == "portal":
        return 100
    tiers = reversed(capability_tiers())
    return next((h for h, labels in enumerate(tiers, start=1) if app_label in labels), 0)


def test_every_capability_has_a_tier() -> None:
    assert set.union(*capability_tiers()) == set(settings.CAPABILITIES)


def test_relations_point_downwards() -> None:
    ours = [m for m in apps.get_models() if m.__module__.startswith(OURS)]
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in ours
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | OneToOneField | ManyToManyField)
        if field.related_model._meta.app_label != model._meta.app_label
        if height(field.related_model._meta.app_label) >= max(1, height(model._meta.app_label))
    ]

    assert len(ours) > 20
    assert upward == []
