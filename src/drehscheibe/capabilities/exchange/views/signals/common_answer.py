"""One answer to several concerns, for everybody who may read at least one of them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from drehscheibe.capabilities.exchange import api
from drehscheibe.capabilities.exchange.queries.together import list_together_visible_to
from drehscheibe.core.organisations.middleware import actor_from

__all__ = ["common_answer"]


@require_safe
def common_answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the common text and, of each concern that the reader may open, what it was told."""
    actor = actor_from(request)
    found = list_together_visible_to(actor, uuid)
    if not found:
        raise Http404
    today = timezone.localdate()
    context = {
        "common": found[0].common,
        "rows": [(answer, api.make_card(answer.signal, today)) for answer in found],
    }
    response = render(request, "exchange/common_answer.html", context)
    if actor.is_known or not all(answer.signal.is_public for answer in found):
        response["Cache-Control"] = "private, no-store"
    return response
