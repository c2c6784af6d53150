"""What every page says of its operator."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.portal.models import OperatorSettings


def house(_request: HttpRequest) -> dict[str, Any]:
    """Return ``house``: a function that gives name and funding note in the page's language."""
    return {"house": _words_of_operator}


def _words_of_operator() -> dict[str, str]:
    return _words_in((get_language() or "de")[:2])


@kept_for_epoch()
def _words_in(language: str) -> dict[str, str]:
    """Return what the foot of a page prints; at most one query a minute."""
    row = OperatorSettings.objects.order_by("pk").first() or OperatorSettings()
    note = row.funding_note_en if language == "en" else row.funding_note_de
    return {"name": row.name, "funding_note": note or row.funding_note_de}
