"""The front door for rooms: say what can be reported, and show what was hidden as hidden."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from drehscheibe.core.moderation.kinds import ReportableKind, Thing, label_of_field, register_kind
from drehscheibe.core.moderation.queries import count_open, find_hidden, first_due

__all__ = [
    "ReportableKind",
    "Thing",
    "count_open",
    "find_hidden",
    "first_due",
    "label_of_field",
    "register_kind",
    "show_hidden",
]


def show_hidden(request: HttpRequest, kind: str, key: str) -> HttpResponse | None:
    """Return the neutral page for an item that is hidden; None if it is not."""
    case = find_hidden(kind, key)
    if case is None:
        return None
    return render(request, "moderation/hidden.html", {"case": case}, status=410)
