"""Addresses of concerns and dossiers; the words in them are translated."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.exchange.feeds import dossier as dossier_feeds
from drehscheibe.capabilities.exchange.feeds import signal as feeds
from drehscheibe.capabilities.exchange.urls.numbers import register_number
from drehscheibe.capabilities.exchange.views.dossiers import office as dossier_office
from drehscheibe.capabilities.exchange.views.dossiers import public as dossier
from drehscheibe.capabilities.exchange.views.signals import (
    ageing,
    answering_many,
    chain,
    common_answer,
    desk,
    downloads,
    merging,
    office,
    own,
    public,
    support,
    templates,
    writing,
)

register_number("signal", "S")
register_number("dossier", "D")

urlpatterns = [
    path(pgettext_lazy("url", "concerns/"), public.signal_list, name="signal_list"),
    path(pgettext_lazy("url", "concerns/feed/"), feeds.SignalFeed(), name="signal_feed"),
    path(pgettext_lazy("url", "concerns/table.csv"), downloads.signal_csv, name="signal_csv"),
    path(pgettext_lazy("url", "concerns/data.json"), downloads.signal_json, name="signal_json"),
    path(
        pgettext_lazy("url", "concerns/answer-times/"), ageing.signal_ageing, name="signal_ageing"
    ),
    path(pgettext_lazy("url", "concerns/new/"), writing.signal_new, name="signal_new"),
    path(
        pgettext_lazy("url", "concerns/draft/<uuid:uuid>/"),
        writing.signal_draft,
        name="signal_draft",
    ),
    path(
        pgettext_lazy("url", "concerns/draft/<uuid:uuid>/save/"),
        writing.signal_draft_save,
        name="signal_draft_save",
    ),
    path(
        pgettext_lazy("url", "concerns/draft/<uuid:uuid>/check/"),
        writing.signal_review,
        name="signal_review",
    ),
    path(
        pgettext_lazy("url", "concerns/draft/<uuid:uuid>/discard/"),
        writing.signal_draft_discard,
        name="signal_draft_discard",
    ),
    path(
        pgettext_lazy("url", "concerns/answer/<uuid:uuid>/"),
        common_answer.common_answer,
        name="common_answer",
    ),
    path(
        pgettext_lazy("url", "concerns/<signal:public_id>/"),
        public.signal_detail,
        name="signal_detail",
    ),
    path(
        pgettext_lazy("url", "concerns/<signal:public_id>/chain/"),
        chain.signal_chain,
        name="signal_chain",
    ),
    path(
        pgettext_lazy("url", "concerns/<signal:public_id>/join/"),
        support.signal_join,
        name="signal_join",
    ),
    path(
        pgettext_lazy("url", "concerns/<signal:public_id>/join/<slug:act>/"),
        support.signal_join_act,
        name="signal_join_act",
    ),
    path(pgettext_lazy("url", "workspace/concerns/"), own.signal_own_list, name="signal_own_list"),
    path(
        pgettext_lazy("url", "workspace/concerns/<signal:public_id>/"),
        own.signal_own,
        name="signal_own",
    ),
    path(
        pgettext_lazy("url", "workspace/concerns/<signal:public_id>/<slug:act>/"),
        own.signal_own_act,
        name="signal_own_act",
    ),
    path(
        pgettext_lazy("url", "workspace/office/concerns/"),
        office.signal_office_list,
        name="signal_office_list",
    ),
    path(
        pgettext_lazy("url", "workspace/office/concerns/<signal:public_id>/"),
        office.signal_office,
        name="signal_office",
    ),
    path(
        pgettext_lazy("url", "workspace/office/concerns/<signal:public_id>/merge/"),
        merging.signal_merge,
        name="signal_merge",
    ),
    path(
        pgettext_lazy("url", "workspace/office/concerns/<signal:public_id>/unmerge/"),
        merging.signal_unmerge,
        name="signal_unmerge",
    ),
    path(
        pgettext_lazy("url", "workspace/office/concerns/<signal:public_id>/<slug:act>/"),
        office.signal_office_act,
        name="signal_office_act",
    ),
    path(
        pgettext_lazy("url", "workspace/desk/concerns/"),
        desk.signal_desk_list,
        name="signal_desk_list",
    ),
    path(
        pgettext_lazy("url", "workspace/desk/concerns/together/"),
        answering_many.signal_answer_many,
        name="signal_answer_many",
    ),
    path(
        pgettext_lazy("url", "workspace/desk/concerns/text-blocks/"),
        templates.answer_template_list,
        name="answer_template_list",
    ),
    path(
        pgettext_lazy("url", "workspace/desk/concerns/text-blocks/<int:pk>/"),
        templates.answer_template,
        name="answer_template",
    ),
    path(
        pgettext_lazy("url", "workspace/desk/concerns/text-blocks/<int:pk>/remove/"),
        templates.answer_template_remove,
        name="answer_template_remove",
    ),
    path(
        pgettext_lazy("url", "workspace/desk/concerns/<signal:public_id>/"),
        desk.signal_desk,
        name="signal_desk",
    ),
    path(
        pgettext_lazy("url", "workspace/desk/concerns/<signal:public_id>/answer/"),
        desk.signal_desk_answer,
        name="signal_desk_answer",
    ),
    path(
        pgettext_lazy("url", "workspace/desk/concerns/<signal:public_id>/<slug:act>/"),
        desk.signal_desk_act,
        name="signal_desk_act",
    ),
    path(pgettext_lazy("url", "dossiers/"), dossier.dossier_list, name="dossier_list"),
    path(pgettext_lazy("url", "dossiers/feed/"), dossier_feeds.DossierFeed(), name="dossier_feed"),
    path(
        pgettext_lazy("url", "dossiers/<dossier:public_id>/"),
        dossier.dossier_detail,
        name="dossier_detail",
    ),
    path(
        pgettext_lazy("url", "dossiers/<dossier:public_id>/file.pdf"),
        dossier.dossier_pdf,
        name="dossier_pdf",
    ),
    path(
        pgettext_lazy("url", "workspace/quotes/<uuid:uuid>/"),
        dossier.dossier_quote,
        name="dossier_quote",
    ),
    path(
        pgettext_lazy("url", "workspace/office/dossiers/"),
        dossier_office.dossier_office_list,
        name="dossier_office_list",
    ),
    path(
        pgettext_lazy("url", "workspace/office/dossiers/<dossier:public_id>/"),
        dossier_office.dossier_office,
        name="dossier_office",
    ),
    path(
        pgettext_lazy("url", "workspace/office/dossiers/<dossier:public_id>/save/"),
        dossier_office.dossier_save,
        name="dossier_save",
    ),
    path(
        pgettext_lazy("url", "workspace/office/dossiers/<dossier:public_id>/pick/"),
        dossier_office.dossier_pick,
        name="dossier_pick",
    ),
    path(
        pgettext_lazy("url", "workspace/office/dossiers/<dossier:public_id>/<slug:act>/"),
        dossier_office.dossier_office_act,
        name="dossier_office_act",
    ),
]
