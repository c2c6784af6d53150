"""Addresses of the portal; included under the locale."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from drehscheibe.portal.views import guidelines, public, regions, search, workspace

urlpatterns = [
    path(pgettext_lazy("url", "search/"), search.search_page, name="search"),
    path(pgettext_lazy("url", "regions/"), regions.region_list, name="region_list"),
    path(
        pgettext_lazy("url", "regions/kreis/<slug:ags5>/"),
        regions.region_kreis,
        name="region_kreis",
    ),
    path(pgettext_lazy("url", "regions/<slug:code>/"), regions.region_land, name="region_land"),
    path(
        pgettext_lazy("url", "guideline/<int:pk>/helped/"),
        guidelines.guideline_helped,
        name="guideline_helped",
    ),
    path(pgettext_lazy("url", "workspace/"), workspace.start, name="workspace"),
    path(pgettext_lazy("url", "workspace/deliveries/"), workspace.deliveries, name="deliveries"),
    path(
        pgettext_lazy("url", "workspace/deliveries/<slug:kind>/<int:pk>/"),
        workspace.deliver_again,
        name="deliver_again",
    ),
    path(
        pgettext_lazy("url", "workspace/deliveries/<slug:kind>/<int:pk>/settle/"),
        workspace.delivery_settle,
        name="delivery_settle",
    ),
    path(
        pgettext_lazy("url", "workspace/barriers/<uuid:uuid>/"),
        workspace.barrier_detail,
        name="barrier_detail",
    ),
    path(pgettext_lazy("url", "report-a-barrier/"), public.barrier_report, name="barrier_report"),
    path(
        pgettext_lazy("url", "report-a-barrier/thanks/"),
        public.barrier_thanks,
        name="barrier_thanks",
    ),
]
