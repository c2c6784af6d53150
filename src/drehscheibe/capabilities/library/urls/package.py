"""Addresses of partner packages; the words in them are translated."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.views.packages import filling, kept, public

__all__ = ["urlpatterns"]

urlpatterns = [
    path(
        pgettext_lazy("url", "library/partner-package/"), public.package_list, name="package_list"
    ),
    path(
        pgettext_lazy("url", "library/partner-package/<slug:slug>/"),
        public.package_detail,
        name="package_detail",
    ),
    path(
        pgettext_lazy("url", "library/partner-package/<slug:slug>/fill/"),
        filling.package_fill,
        name="package_fill",
    ),
    path(
        pgettext_lazy("url", "library/partner-package/<slug:slug>/helped/"),
        public.package_helped,
        name="package_helped",
    ),
    path(pgettext_lazy("url", "workspace/partner-packages/"), kept.filled_list, name="filled_list"),
    path(
        pgettext_lazy("url", "workspace/partner-packages/<uuid:uuid>/"),
        filling.filled_work,
        name="filled_work",
    ),
    path(
        pgettext_lazy("url", "workspace/partner-packages/<uuid:uuid>/new-round/"),
        kept.filled_duplicate,
        name="filled_duplicate",
    ),
    path(
        pgettext_lazy("url", "workspace/partner-packages/<uuid:uuid>/erase/"),
        kept.filled_erase,
        name="filled_erase",
    ),
]
