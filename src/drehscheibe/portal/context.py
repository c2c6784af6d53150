"""What every page says of its operator."""

from __future__ import annotations

from functools import cache as once
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language

from drehscheibe.core.outbox.epoch import current_epoch
from drehscheibe.portal.models import OperatorSettings

KEPT_S = 60


def house(_request: HttpRequest) -> dict[str, Any]:
    """Return ``house``: a function that gives name and funding note in the page's language."""
    return {"house": once(_words_of_operator)}


def _words_of_operator() -> dict[str, str]:
    """Return what the foot of a page prints; at most one query a minute."""
    language = (get_language() or "de")[:2]
    key = f"operator:{current_epoch()}:{language}"
    words: dict[str, str] | None = cache.get(key)
    if words is None:
        row = OperatorSettings.objects.order_by("pk").first() or OperatorSettings()
        note = row.funding_note_en if language == "en" else row.funding_note_de
        words = {"name": row.name, "funding_note": note or row.funding_note_de}
        cache.set(key, words, KEPT_S)
    return words
