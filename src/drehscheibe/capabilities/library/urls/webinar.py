"""Addresses of webinars; the words in them are translated."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.views.webinars import (
    desk,
    downloads,
    participants,
    public,
    recording,
    registration,
)

__all__ = ["urlpatterns"]

urlpatterns = [
    path(pgettext_lazy("url", "library/webinars/"), public.webinar_list, name="webinar_list"),
    path(
        pgettext_lazy("url", "library/webinars/calendar.ics"),
        downloads.webinar_feed,
        name="webinar_feed",
    ),
    path(
        pgettext_lazy("url", "library/webinars/registration/sent/"),
        registration.webinar_sent,
        name="webinar_sent",
    ),
    path(
        pgettext_lazy("url", "library/webinars/registration/confirm/<str:token>/"),
        registration.webinar_confirm,
        name="webinar_confirm",
    ),
    path(
        pgettext_lazy("url", "library/webinars/registration/mine/<str:token>/"),
        registration.webinar_own,
        name="webinar_own",
    ),
    path(
        pgettext_lazy("url", "library/webinars/registration/mine/<str:token>/calendar.ics"),
        downloads.webinar_own_calendar,
        name="webinar_own_calendar",
    ),
    path(
        pgettext_lazy("url", "library/webinars/registration/mine/<str:token>/unregister/"),
        registration.webinar_unregister,
        name="webinar_unregister",
    ),
    path(
        pgettext_lazy("url", "library/webinars/registration/mine/<str:token>/feedback/"),
        registration.webinar_feedback,
        name="webinar_feedback",
    ),
    path(
        pgettext_lazy("url", "library/webinars/series/<slug:slug>/"),
        public.webinar_series,
        name="webinar_series",
    ),
    path(
        pgettext_lazy("url", "library/webinars/<slug:slug>/"),
        public.webinar_detail,
        name="webinar_detail",
    ),
    path(
        pgettext_lazy("url", "library/webinars/<slug:slug>/calendar.ics"),
        downloads.webinar_calendar,
        name="webinar_calendar",
    ),
    path(
        pgettext_lazy("url", "library/webinars/<slug:slug>/captions/<str:language>.vtt"),
        downloads.webinar_captions,
        name="webinar_captions",
    ),
    path(
        pgettext_lazy("url", "library/webinars/<slug:slug>/register/"),
        registration.webinar_register,
        name="webinar_register",
    ),
    path(
        pgettext_lazy("url", "library/webinars/<slug:slug>/helped/"),
        public.webinar_helped,
        name="webinar_helped",
    ),
    path(pgettext_lazy("url", "workspace/webinars/"), desk.webinar_desk, name="webinar_desk"),
    path(
        pgettext_lazy("url", "workspace/webinars/series/new/"),
        desk.webinar_series_new,
        name="webinar_series_new",
    ),
    path(
        pgettext_lazy("url", "workspace/webinars/series/<uuid:uuid>/"),
        desk.webinar_series_edit,
        name="webinar_series_edit",
    ),
    path(
        pgettext_lazy("url", "workspace/webinars/series/<uuid:uuid>/new-date/"),
        desk.webinar_new,
        name="webinar_new",
    ),
    path(
        pgettext_lazy("url", "workspace/webinars/<uuid:uuid>/"),
        desk.webinar_work,
        name="webinar_work",
    ),
    path(
        pgettext_lazy("url", "workspace/webinars/<uuid:uuid>/change/"),
        desk.webinar_edit,
        name="webinar_edit",
    ),
    path(
        pgettext_lazy("url", "workspace/webinars/<uuid:uuid>/publish/"),
        desk.webinar_publish,
        name="webinar_publish",
    ),
    path(
        pgettext_lazy("url", "workspace/webinars/<uuid:uuid>/cancel/"),
        desk.webinar_cancel,
        name="webinar_cancel",
    ),
    path(
        pgettext_lazy("url", "workspace/webinars/<uuid:uuid>/participants/"),
        participants.webinar_participants,
        name="webinar_participants",
    ),
    path(
        pgettext_lazy("url", "workspace/webinars/<uuid:uuid>/participants.csv"),
        participants.webinar_participants_csv,
        name="webinar_participants_csv",
    ),
    path(
        pgettext_lazy("url", "workspace/webinars/<uuid:uuid>/recording/"),
        recording.webinar_recording,
        name="webinar_recording",
    ),
    path(
        pgettext_lazy("url", "workspace/webinars/<uuid:uuid>/recording/remove/"),
        recording.webinar_recording_remove,
        name="webinar_recording_remove",
    ),
    path(
        pgettext_lazy("url", "workspace/webinars/<uuid:uuid>/captions/"),
        recording.webinar_captions_keep,
        name="webinar_captions_keep",
    ),
    path(
        pgettext_lazy("url", "workspace/webinars/<uuid:uuid>/captions/<str:language>/remove/"),
        recording.webinar_captions_remove,
        name="webinar_captions_remove",
    ),
    path(
        pgettext_lazy("url", "workspace/webinars/<uuid:uuid>/materials/"),
        recording.webinar_material_add,
        name="webinar_material_add",
    ),
    path(
        pgettext_lazy("url", "workspace/webinars/<uuid:uuid>/materials/<uuid:file_uuid>/remove/"),
        recording.webinar_material_remove,
        name="webinar_material_remove",
    ),
]
