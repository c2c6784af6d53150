"""Impulses and measures as Atom feeds: one entry each, new whenever it moves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.models import Impulse, Measure
from drehscheibe.capabilities.exchange.queries import impulse_filters, measures

__all__ = ["ImpulseFeed", "MeasureFeed"]

ENTRIES = 40


class ImpulseFeed(Feed[Impulse, impulse_filters.ImpulseFilters]):
    """Impulses that moved last; the filters of the list apply."""

    feed_type = Atom1Feed
    title = gettext_lazy("Impulses on the Drehscheibe")
    subtitle = gettext_lazy("What initiatives are asked, how regions react, and what follows.")

    def get_object(
        self,
        request: HttpRequest,
        *_args: Any,
        **_kwargs: Any,
    ) -> impulse_filters.ImpulseFilters:
        return impulse_filters.read_filters(request.GET.dict())

    def link(self, obj: impulse_filters.ImpulseFilters) -> str:
        return _listed("impulse_list", obj.to_query())

    def items(self, obj: impulse_filters.ImpulseFilters) -> list[Impulse]:
        found = impulse_filters.narrow(
            Impulse.objects.public().select_related("item", "sender"),
            obj,
            language=_language(),
            today=timezone.localdate(),
        )
        return list(found.order_by("-changed_at", "-pk")[:ENTRIES])

    def item_title(self, item: Impulse) -> str:
        return f"{_mark(item)}{item.title} – {item.get_state_display()}"

    def item_description(self, item: Impulse) -> str:
        return item.outcome or item.question

    def item_link(self, item: Impulse) -> str:
        return reverse("impulse_detail", args=[item.public_id])

    def item_guid(self, item: Impulse) -> str:
        return f"urn:uuid:{item.uuid}:{item.state}"

    def item_pubdate(self, item: Impulse) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Impulse) -> datetime:
        return item.changed_at

    def item_author_name(self, item: Impulse) -> str:
        return str(item.sender)


class MeasureFeed(Feed[Measure, measures.MeasureFilters]):
    """Measures that changed last; the filters of the register apply."""

    feed_type = Atom1Feed
    title = gettext_lazy("Measures on the Drehscheibe")
    subtitle = gettext_lazy("What was promised, who is in the lead, and how far it is.")

    def get_object(
        self,
        request: HttpRequest,
        *_args: Any,
        **_kwargs: Any,
    ) -> measures.MeasureFilters:
        return measures.read_filters(request.GET.dict())

    def link(self, obj: measures.MeasureFilters) -> str:
        return _listed("measure_list", obj.to_query())

    def items(self, obj: measures.MeasureFilters) -> list[Measure]:
        found = measures.narrow(
            Measure.objects.public().select_related("item", "lead"),
            obj,
            language=_language(),
            today=timezone.localdate(),
        )
        return list(found.order_by("-changed_at", "-pk")[:ENTRIES])

    def item_title(self, item: Measure) -> str:
        return f"{_mark(item)}{item.title} – {item.get_state_display()}"

    def item_description(self, item: Measure) -> str:
        return item.next_step or item.goal

    def item_link(self, item: Measure) -> str:
        return reverse("measure_detail", args=[item.public_id])

    def item_guid(self, item: Measure) -> str:
        return f"urn:uuid:{item.item.uuid}:{item.changed_at:%Y%m%d%H%M}"

    def item_pubdate(self, item: Measure) -> datetime:
        return item.created_at

    def item_updateddate(self, item: Measure) -> datetime:
        return item.changed_at

    def item_author_name(self, item: Measure) -> str:
        return str(item.lead)


def _listed(name: str, query: str) -> str:
    return reverse(name) + (f"?{query}" if query else "")


def _language() -> str:
    return (get_language() or "de")[:2]


def _mark(item: Impulse | Measure) -> str:
    return _("Example: ") if item.is_example else ""
