"""The whole chain of a concern, page by page, where it is too long for the concern's own page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries.signals import signals_visible_to
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.trace import api as trace
from drehscheibe.core.trace.models import Item

PER_PAGE = 50


class _Links:
    """One direction of a chain as a paginator reads it: counted, and cut into pages by the database."""

    def __init__(self, item: Item, *, forwards: bool, public_only: bool) -> None:
        self._item, self._forwards, self._public_only = item, forwards, public_only
        self._number: int | None = None

    def __len__(self) -> int:
        if self._number is None:
            self._number = trace.count_links(
                self._item, forwards=self._forwards, public_only=self._public_only
            )
        return self._number

    def __getitem__(self, part: slice) -> list[trace.Link]:
        return trace.list_links(
            self._item,
            forwards=self._forwards,
            public_only=self._public_only,
            most=part.stop - part.start,
            skip=part.start,
        )


def _item_of(signal: Signal) -> Item:
    if signal.item is None:
        raise ValueError(f"{signal} was found by its number and has none")
    return signal.item


@require_safe
def signal_chain(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what a concern came from, or with ``?became=1`` what it became."""
    actor = actor_from(request)
    signal = get_object_or_404(
        signals_visible_to(actor).select_related("item"), item__public_id=public_id
    )
    item = _item_of(signal)
    forwards = request.GET.get("became") == "1"
    ways = [
        _Links(item, forwards=forwards, public_only=not actor.is_office)
        for forwards in (False, True)
    ]
    # A paginator asks for no more than a length and slices, whatever its types say.
    pages: Paginator[trace.Link] = Paginator(ways[forwards], PER_PAGE)  # type: ignore[arg-type]
    page = pages.get_page(request.GET.get("page"))
    context = {
        "signal": signal,
        "forwards": forwards,
        "page_obj": page,
        "links": list(page.object_list),
        "number_before": len(ways[0]),
        "number_after": len(ways[1]),
        "query": "became=1" if forwards else "",
    }
    response = render(request, "exchange/chain.html", context)
    if actor.is_known or not signal.is_public:
        response["Cache-Control"] = "private, no-store"
    return response
