"""Public dossiers as an Atom feed: one entry each, new whenever one moves."""

from __future__ import annotations

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.exchange.models import Dossier
from drehscheibe.capabilities.exchange.queries.dossiers import public_dossiers

__all__ = ["DossierFeed"]

ENTRIES = 40


class DossierFeed(Feed[Dossier, None]):
    """Dossiers that moved last."""

    feed_type = Atom1Feed
    title = gettext_lazy("Dossiers on the Drehscheibe")
    subtitle = gettext_lazy("Concerns of several regions, brought to one body at once.")

    def link(self) -> str:
        return reverse("dossier_list")

    def items(self) -> list[Dossier]:
        found = public_dossiers().select_related("item", "handed_over_under__organisation")
        return list(found.order_by("-changed_at", "-pk")[:ENTRIES])

    def item_title(self, item: Dossier) -> str:
        mark = _("Example: ") if item.is_example else ""
        return f"{mark}{item.title} – {item.get_state_display()}"

    def item_description(self, item: Dossier) -> str:
        return item.pattern

    def item_link(self, item: Dossier) -> str:
        return reverse("dossier_detail", args=[item.public_id])

    def item_guid(self, item: Dossier) -> str:
        return f"urn:uuid:{item.uuid}:{item.state}"

    def item_pubdate(self, item: Dossier) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Dossier) -> datetime:
        return item.changed_at

    def item_author_name(self, item: Dossier) -> str:
        return str(item.handed_over_under.organisation) if item.handed_over_under else ""
