"""Addresses of questions; the words in them are translated."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.exchange.urls.numbers import register_number
from drehscheibe.capabilities.exchange.views.questions import asker, asking, public, work

__all__ = ["urlpatterns"]


register_number("question", "Q")

urlpatterns = [
    path(
        pgettext_lazy("url", "initiatives/<slug:slug>/ask/"),
        asking.question_ask,
        name="question_ask",
    ),
    path(
        pgettext_lazy("url", "initiatives/<slug:slug>/ask/mail/"),
        asking.question_sent,
        name="question_sent",
    ),
    path(pgettext_lazy("url", "questions/"), public.question_list, name="question_list"),
    path(
        pgettext_lazy("url", "questions/<question:public_id>/"),
        public.question_detail,
        name="question_detail",
    ),
    path(
        pgettext_lazy("url", "questions/confirm/<str:token>/"),
        asking.question_confirm,
        name="question_confirm",
    ),
    path(
        pgettext_lazy("url", "questions/no-mail/<str:token>/"),
        asking.question_stop,
        name="question_stop",
    ),
    path(
        pgettext_lazy("url", "questions/mine/<uuid:token>/"),
        asker.question_status,
        name="question_status",
    ),
    path(
        pgettext_lazy("url", "questions/mine/<uuid:token>/<slug:act>/"),
        asker.question_status_act,
        name="question_status_act",
    ),
    path(
        pgettext_lazy("url", "workspace/questions/"),
        work.question_work_list,
        name="question_work_list",
    ),
    path(
        pgettext_lazy("url", "workspace/questions/<question:public_id>/"),
        work.question_work,
        name="question_work",
    ),
    path(
        pgettext_lazy("url", "workspace/questions/<question:public_id>/concern/"),
        work.question_take_up,
        name="question_take_up",
    ),
    path(
        pgettext_lazy("url", "workspace/questions/<question:public_id>/<slug:act>/"),
        work.question_work_act,
        name="question_work_act",
    ),
]
