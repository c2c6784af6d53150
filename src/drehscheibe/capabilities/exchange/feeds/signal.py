"""The filtered list as an Atom feed: one entry per concern, new whenever it moves."""

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

from drehscheibe.capabilities.exchange.machine.signal import ANSWERED_STATES
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import filters as filtering
from drehscheibe.capabilities.exchange.queries import signals

__all__ = ["SignalFeed"]

ENTRIES = 40


class SignalFeed(Feed[Signal, filtering.Filters]):
    """Concerns that moved last; the filters of the list apply."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> filtering.Filters:
        return filtering.read_filters(request.GET.dict())

    title = gettext_lazy("Concerns on the Drehscheibe")
    subtitle = gettext_lazy("Who raised it, where it stands, and what came of it.")

    def link(self, obj: filtering.Filters) -> str:
        query = obj.to_query()
        return reverse("signal_list") + (f"?{query}" if query else "")

    def items(self, obj: filtering.Filters) -> list[Signal]:
        found = filtering.narrow(
            signals.with_card_data(Signal.objects.public()),
            obj,
            language=(get_language() or "de")[:2],
            today=timezone.localdate(),
        )
        return list(found.order_by("-changed_at", "-pk")[:ENTRIES])

    def item_title(self, item: Signal) -> str:
        mark = _("Example: ") if item.is_example else ""
        return f"{mark}{item.title} – {item.get_state_display()}"

    def item_description(self, item: Signal) -> str:
        answers = list(item.answers.all())
        if item.state in ANSWERED_STATES and answers:
            return _("Answered: %(decision)s.") % {"decision": answers[-1].get_decision_display()}
        return item.summary or item.what_happens

    def item_link(self, item: Signal) -> str:
        return reverse("signal_detail", args=[item.public_id])

    def item_guid(self, item: Signal) -> str:
        return f"urn:uuid:{item.uuid}:{item.state}"

    def item_pubdate(self, item: Signal) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Signal) -> datetime:
        return item.changed_at

    def item_author_name(self, item: Signal) -> str:
        return str(item.organisation or item.raised_in_public_by)
