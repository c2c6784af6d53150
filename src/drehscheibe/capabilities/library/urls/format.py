"""Addresses of formats; the words in them are translated."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.views.formats import keeping, public

__all__ = ["urlpatterns"]

urlpatterns = [
    path(pgettext_lazy("url", "library/formats/"), public.format_list, name="format_list"),
    path(
        pgettext_lazy("url", "library/formats/finder/"), public.format_finder, name="format_finder"
    ),
    path(
        pgettext_lazy("url", "library/formats/<slug:slug>/"),
        public.format_detail,
        name="format_detail",
    ),
    path(
        pgettext_lazy("url", "library/formats/<slug:slug>/print/"),
        public.format_print,
        name="format_print",
    ),
    path(
        pgettext_lazy("url", "library/formats/<slug:slug>/helped/"),
        public.format_helped,
        name="format_helped",
    ),
    path(
        pgettext_lazy("url", "workspace/formats/<slug:slug>/"),
        keeping.format_edit,
        name="format_edit",
    ),
]
