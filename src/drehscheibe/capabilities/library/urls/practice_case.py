"""Addresses of practice cases; the words in them are translated."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.views.practice_cases import (
    office,
    proposing,
    public,
    translating,
)

__all__ = ["urlpatterns"]

urlpatterns = [
    path(
        pgettext_lazy("url", "library/experience/"),
        public.practice_case_list,
        name="practice_case_list",
    ),
    path(
        pgettext_lazy("url", "library/experience/share/"),
        proposing.practice_case_new,
        name="practice_case_new",
    ),
    path(
        pgettext_lazy("url", "library/experience/<slug:slug>/"),
        public.practice_case_detail,
        name="practice_case_detail",
    ),
    path(
        pgettext_lazy("url", "library/experience/<slug:slug>/helped/"),
        public.practice_case_helped,
        name="practice_case_helped",
    ),
    path(
        pgettext_lazy("url", "workspace/practice-cases/"),
        office.case_proposals,
        name="case_proposals",
    ),
    path(
        pgettext_lazy("url", "workspace/practice-cases/<uuid:uuid>/"),
        office.case_proposal,
        name="case_proposal",
    ),
    path(
        pgettext_lazy("url", "workspace/practice-cases/<uuid:uuid>/english/"),
        translating.practice_case_english,
        name="practice_case_english",
    ),
]
