"""Atom feed of the filtered set: what is new or was confirmed lately."""

from __future__ import annotations

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.queries.filters import Filters, read_filters
from drehscheibe.capabilities.directory.queries.initiatives import FilteredSet

ENTRIES = 50


class InitiativeFeed(Feed[Initiative, Filters]):
    """The same filters as the list, newest first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *_args: object, **_kwargs: object) -> Filters:
        return read_filters(request.GET).filters

    def title(self, _filters: Filters) -> str:
        return _("Industry initiatives in Germany")

    def subtitle(self, filters: Filters) -> str:
        return (
            _("All entries")
            if filters.is_empty
            else _("A part of the directory: %(query)s")
            % {"query": filters.to_query(with_sort=False)}
        )

    def link(self, filters: Filters) -> str:
        return f"{reverse('initiative_list')}?{filters.to_query()}".rstrip("?")

    def feed_url(self, filters: Filters) -> str:
        return f"{reverse('initiative_feed')}?{filters.to_query()}".rstrip("?")

    def items(self, filters: Filters) -> list[Initiative]:
        found = FilteredSet(filters, (get_language() or "de")[:2]).initiatives
        return list(found.order_by("-published_at", "pk")[:ENTRIES])

    def item_title(self, item: Initiative) -> str:
        return item.name

    def item_description(self, item: Initiative) -> str:
        return item.summary or item.region_text

    def item_link(self, item: Initiative) -> str:
        return reverse("initiative_detail", args=[item.slug])

    def item_guid(self, item: Initiative) -> str:
        return f"urn:uuid:{item.uuid}"

    def item_pubdate(self, item: Initiative) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Initiative) -> datetime:
        return item.changed_at
