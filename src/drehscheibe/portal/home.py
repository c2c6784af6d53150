"""What the start page shows of the rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange import api as exchange
from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.core.places.names import KreisName, list_kreise
from drehscheibe.portal.models.pages import NewsPage
from drehscheibe.ui.tile_map import FrameLabels, Tile, draw_tile_map, frame_tile_map

if TYPE_CHECKING:
    from drehscheibe.portal.models.pages import HomePage

#: From how many initiatives on a tile gets each deeper colour.
LEVELS = (1, 2, 3, 4)


def context(page: HomePage) -> dict[str, Any]:
    """Return map, concerns on their way and news; four queries."""
    return {
        "map_svg": draw_country("home-map"),
        "kreise_with_initiative": len(_count_initiatives()),
        "kreise_total": len(list_kreise()),
        "concerns": exchange.list_recent_cards(limit=3),
        "public_counts": exchange.count_public(with_examples=False),
        "news": _latest_news(page),
    }


def draw_country(element_id: str) -> Markup:
    """Return the map of all Kreise, each a link to its page; drawn once after a change."""
    return _draw_country(element_id, (get_language() or "de")[:2])


@kept_for_epoch()
def _draw_country(element_id: str, _language: str) -> Markup:
    counts = _count_initiatives()
    picture = draw_tile_map(
        {kreis.ags5: _tile(kreis, counts.get(kreis.ags5, 0)) for kreis in list_kreise()},
        title=_("Industry initiatives in the Kreise of Germany"),
        description=_(
            "One hexagon per Kreis; the deeper the colour, the more initiatives. The list holds the same."
        ),
        element_id=element_id,
    )
    labels = FrameLabels(
        toolbar=_("Zoom of the map"),
        zoom_in=_("Zoom in"),
        zoom_out=_("Zoom out"),
        reset=_("Show all of Germany"),
        keys=_("Keys: arrows go from Kreis to Kreis, Enter opens it, + and − zoom, 0 shows all."),
    )
    return Markup(frame_tile_map(picture, labels))  # noqa: S704 -- drawn by our own code, names escaped there


def _count_initiatives() -> dict[str, int]:
    return directory.list_kreise_with_initiative(leave_out_wide=False)


def _tile(kreis: KreisName, count: int) -> Tile:
    value = ngettext("%(count)d initiative", "%(count)d initiatives", count) % {"count": count}
    return Tile(
        name=kreis.label,
        value=value if count else _("no initiative known"),
        level=min(count, max(LEVELS)),
        href=reverse("region_kreis", args=[kreis.ags5]),
    )


def _latest_news(page: HomePage) -> list[NewsPage]:
    news = NewsPage.objects.live().filter(locale_id=page.locale_id)
    return list(news.order_by("-published_on", "-pk")[:3])
