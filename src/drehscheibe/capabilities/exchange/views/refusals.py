"""Refuse an act without losing what was typed, for example if a mandate ended meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

__all__ = ["keep_words"]

SHORTEST_KEPT = 20

View = Callable[..., HttpResponse]


def keep_words(view: View) -> View:
    """Show what was typed with the refusal of a form that was sent; else refuse as usual."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (PermissionDenied, Http404) as refusal:
            typed = typed_texts(request)
            if not typed:
                raise
            is_missing = isinstance(refusal, Http404)
            context = {"reason": "" if is_missing else str(refusal), "typed": typed}
            status = 404 if is_missing else 403
            return render(request, "exchange/refused.html", context, status=status)

    return shown


def typed_texts(request: HttpRequest) -> list[str]:
    """Return the texts of a form that was sent, long enough to be worth keeping."""
    machine_made = ("token", "csrfmiddlewaretoken")
    return [
        str(value)
        for name, value in request.POST.items()
        if len(str(value)) > SHORTEST_KEPT and not name.endswith(machine_made)
    ]
