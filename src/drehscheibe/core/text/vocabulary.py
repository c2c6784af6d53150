"""Labels of closed vocabularies, translated once per language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from django.db import models
from django.utils.translation import get_language

__all__ = ["label", "labels"]


def labels(vocabulary: type[models.TextChoices]) -> Mapping[str, str]:
    """Return the labels of a vocabulary in the current language, as plain text."""
    return _labels(vocabulary, get_language() or "")


def label(vocabulary: type[models.TextChoices], code: str) -> str:
    """Return the label of one code in the current language; a code that is none stays as it is."""
    return labels(vocabulary).get(code, code)


@lru_cache(maxsize=64)
def _labels(vocabulary: type[models.TextChoices], _language: str) -> Mapping[str, str]:
    # Vocabularies are closed; translating seventy labels anew costs a page about a millisecond.
    return MappingProxyType({str(code): str(label) for code, label in vocabulary.choices})
