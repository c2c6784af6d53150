"""Addresses of impulses and measures; the words in them are translated."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.exchange.feeds import impulse as impulse_feeds
from drehscheibe.capabilities.exchange.urls.numbers import register_number
from drehscheibe.capabilities.exchange.views.impulses import public as impulses
from drehscheibe.capabilities.exchange.views.impulses import reactions
from drehscheibe.capabilities.exchange.views.impulses import work as impulse_work
from drehscheibe.capabilities.exchange.views.measures import public as measures
from drehscheibe.capabilities.exchange.views.measures import work as measure_work

__all__ = ["urlpatterns"]


register_number("impulse", "I")
register_number("measure", "M")

urlpatterns = [
    path(pgettext_lazy("url", "impulses/"), impulses.impulse_list, name="impulse_list"),
    path(pgettext_lazy("url", "impulses/feed/"), impulse_feeds.ImpulseFeed(), name="impulse_feed"),
    path(pgettext_lazy("url", "impulses/table.csv"), impulses.impulse_csv, name="impulse_csv"),
    path(pgettext_lazy("url", "impulses/data.json"), impulses.impulse_json, name="impulse_json"),
    path(
        pgettext_lazy("url", "impulses/<impulse:public_id>/"),
        impulses.impulse_detail,
        name="impulse_detail",
    ),
    path(
        pgettext_lazy("url", "impulses/<impulse:public_id>/resonance/"),
        impulses.impulse_resonance,
        name="impulse_resonance",
    ),
    path(
        pgettext_lazy("url", "impulses/<impulse:public_id>/react/"),
        reactions.impulse_react,
        name="impulse_react",
    ),
    path(
        pgettext_lazy("url", "impulses/<impulse:public_id>/react/<slug:act>/"),
        reactions.impulse_react_act,
        name="impulse_react_act",
    ),
    path(
        pgettext_lazy("url", "workspace/impulses/received/"),
        reactions.impulse_inbox,
        name="impulse_inbox",
    ),
    path(
        pgettext_lazy("url", "workspace/impulses/"),
        impulse_work.impulse_work_list,
        name="impulse_work_list",
    ),
    path(
        pgettext_lazy("url", "workspace/impulses/new/"),
        impulse_work.impulse_new,
        name="impulse_new",
    ),
    path(
        pgettext_lazy("url", "workspace/impulses/draft/<uuid:uuid>/"),
        impulse_work.impulse_draft,
        name="impulse_draft",
    ),
    path(
        pgettext_lazy("url", "workspace/impulses/draft/<uuid:uuid>/check/"),
        impulse_work.impulse_review,
        name="impulse_review",
    ),
    path(
        pgettext_lazy("url", "workspace/impulses/draft/<uuid:uuid>/discard/"),
        impulse_work.impulse_draft_discard,
        name="impulse_draft_discard",
    ),
    path(
        pgettext_lazy("url", "workspace/impulses/<impulse:public_id>/"),
        impulse_work.impulse_work,
        name="impulse_work",
    ),
    path(
        pgettext_lazy("url", "workspace/impulses/<impulse:public_id>/reactions.csv"),
        impulse_work.impulse_work_csv,
        name="impulse_work_csv",
    ),
    path(
        pgettext_lazy("url", "workspace/impulses/<impulse:public_id>/<slug:act>/"),
        impulse_work.impulse_work_act,
        name="impulse_work_act",
    ),
    path(pgettext_lazy("url", "measures/"), measures.measure_list, name="measure_list"),
    path(pgettext_lazy("url", "measures/feed/"), impulse_feeds.MeasureFeed(), name="measure_feed"),
    path(pgettext_lazy("url", "measures/table.csv"), measures.measure_csv, name="measure_csv"),
    path(pgettext_lazy("url", "measures/data.json"), measures.measure_json, name="measure_json"),
    path(
        pgettext_lazy("url", "measures/review/<str:token>/"),
        measures.measure_review_link,
        name="measure_review_link",
    ),
    path(
        pgettext_lazy("url", "measures/<measure:public_id>/"),
        measures.measure_detail,
        name="measure_detail",
    ),
    path(
        pgettext_lazy("url", "workspace/measures/"),
        measure_work.measure_work_list,
        name="measure_work_list",
    ),
    path(
        pgettext_lazy("url", "workspace/measures/new/"),
        measure_work.measure_new,
        name="measure_new",
    ),
    path(
        pgettext_lazy("url", "workspace/measures/<measure:public_id>/"),
        measure_work.measure_edit,
        name="measure_edit",
    ),
    path(
        pgettext_lazy("url", "workspace/measures/<measure:public_id>/<slug:act>/"),
        measure_work.measure_act,
        name="measure_act",
    ),
]
