"""Addresses of this room; included under the locale, the words in them are translated."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.advisory.views import asking, desk, practice, status, work

__all__ = ["urlpatterns"]


class CaseNumber(StringConverter):
    """A number that people can say on the phone: ``B-2026-0001``."""

    regex = "B-[0-9]{4}-[0-9]{4,9}"


register_converter(CaseNumber, "case")

urlpatterns = [
    path(pgettext_lazy("url", "advice/"), asking.advisory_start, name="advisory_start"),
    path(pgettext_lazy("url", "advice/ask/"), asking.advisory_request, name="advisory_request"),
    path(pgettext_lazy("url", "advice/ask/mail/"), asking.advisory_sent, name="advisory_sent"),
    path(
        pgettext_lazy("url", "advice/confirm/<str:token>/"),
        asking.advisory_confirm,
        name="advisory_confirm",
    ),
    path(
        pgettext_lazy("url", "advice/no-mail/<str:token>/"),
        asking.advisory_stop,
        name="advisory_stop",
    ),
    path(
        pgettext_lazy("url", "advice/later/<str:token>/"),
        status.advisory_later,
        name="advisory_later",
    ),
    path(
        pgettext_lazy("url", "advice/consent/<str:token>/"),
        practice.advisory_consent,
        name="advisory_consent",
    ),
    path(
        pgettext_lazy("url", "advice/mine/<uuid:token>/"),
        status.advisory_status,
        name="advisory_status",
    ),
    path(
        pgettext_lazy("url", "advice/mine/<uuid:token>/document/<uuid:uuid>/"),
        status.advisory_status_document,
        name="advisory_status_document",
    ),
    path(
        pgettext_lazy("url", "advice/mine/<uuid:token>/talk/<uuid:uuid>.ics"),
        status.advisory_status_talk,
        name="advisory_status_talk",
    ),
    path(
        pgettext_lazy("url", "advice/mine/<uuid:token>/<slug:act>/"),
        status.advisory_status_act,
        name="advisory_status_act",
    ),
    path(
        pgettext_lazy("url", "advice/<case:public_id>/"), work.advisory_case, name="advisory_case"
    ),
    path(
        pgettext_lazy("url", "workspace/advice/"),
        work.advisory_work_list,
        name="advisory_work_list",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/table.csv"),
        work.advisory_queue_csv,
        name="advisory_queue_csv",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/network/"),
        desk.advisory_network,
        name="advisory_network",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/network/<case:public_id>/"),
        desk.advisory_network_case,
        name="advisory_network_case",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/coaches/"),
        desk.advisory_coach_list,
        name="advisory_coach_list",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/coaches/new/"),
        desk.advisory_coach_new,
        name="advisory_coach_new",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/coaches/<uuid:uuid>/"),
        desk.advisory_coach,
        name="advisory_coach",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/text-blocks/"),
        desk.advisory_text_block_list,
        name="advisory_text_block_list",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/text-blocks/<int:pk>/"),
        desk.advisory_text_block,
        name="advisory_text_block",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/text-blocks/<int:pk>/remove/"),
        desk.advisory_text_block_remove,
        name="advisory_text_block_remove",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/figures/"),
        desk.advisory_figures,
        name="advisory_figures",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/figures.csv"),
        desk.advisory_figures_csv,
        name="advisory_figures_csv",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/consent/<uuid:uuid>/"),
        practice.advisory_consent_work,
        name="advisory_consent_work",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/<case:public_id>/"),
        work.advisory_work,
        name="advisory_work",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/<case:public_id>/practice/"),
        practice.advisory_practice,
        name="advisory_practice",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/<case:public_id>/practice/text.md"),
        practice.advisory_practice_text,
        name="advisory_practice_text",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/<case:public_id>/practice/<slug:act>/"),
        practice.advisory_practice_act,
        name="advisory_practice_act",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/<case:public_id>/talk/<uuid:uuid>/"),
        work.advisory_talk,
        name="advisory_talk",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/<case:public_id>/talk/<uuid:uuid>.ics"),
        work.advisory_talk_ical,
        name="advisory_talk_ical",
    ),
    path(
        pgettext_lazy("url", "workspace/advice/<case:public_id>/<slug:act>/"),
        work.advisory_work_act,
        name="advisory_work_act",
    ),
]
