"""Addresses of checklists and their copies; the words in them are translated."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.views.checklists import (
    changes,
    copies,
    downloads,
    items,
    masters,
    public,
    sharing,
)

__all__ = ["urlpatterns"]

_PUBLIC = [
    path(pgettext_lazy("url", "library/checklists/"), public.checklist_list, name="checklist_list"),
    path(
        pgettext_lazy("url", "library/checklists/<slug:slug>/"),
        public.checklist_detail,
        name="checklist_detail",
    ),
    path(
        pgettext_lazy("url", "library/checklists/<slug:slug>/print/"),
        public.checklist_print,
        name="checklist_print",
    ),
    path(
        pgettext_lazy("url", "library/checklists/<slug:slug>/helped/"),
        public.checklist_helped,
        name="checklist_helped",
    ),
    path(
        pgettext_lazy("url", "library/checklists/<slug:slug>/copy/"),
        copies.copy_new,
        name="copy_new",
    ),
]
_COPIES = [
    path(pgettext_lazy("url", "workspace/checklists/"), copies.copy_list, name="copy_list"),
    path(
        pgettext_lazy("url", "library/copies/link/<uuid:token>/"),
        copies.copy_link,
        name="copy_link",
    ),
    path(
        pgettext_lazy("url", "library/copies/<uuid:uuid>/"),
        copies.copy_detail,
        name="copy_detail",
    ),
    path(
        pgettext_lazy("url", "library/copies/<uuid:uuid>/print/"),
        copies.copy_print,
        name="copy_print",
    ),
    path(
        pgettext_lazy("url", "library/copies/<uuid:uuid>/checklist.pdf"),
        downloads.copy_pdf,
        name="copy_pdf",
    ),
    path(
        pgettext_lazy("url", "library/copies/<uuid:uuid>/checklist.docx"),
        downloads.copy_docx,
        name="copy_docx",
    ),
    path(
        pgettext_lazy("url", "library/copies/<uuid:uuid>/checklist.csv"),
        downloads.copy_csv,
        name="copy_csv",
    ),
    path(
        pgettext_lazy("url", "library/copies/<uuid:uuid>/checklist.ics"),
        downloads.copy_ical,
        name="copy_ical",
    ),
    path(
        pgettext_lazy("url", "library/copies/<uuid:uuid>/add/"),
        copies.copy_add_item,
        name="copy_add_item",
    ),
    path(
        pgettext_lazy("url", "library/copies/<uuid:uuid>/new-round/"),
        copies.copy_duplicate,
        name="copy_duplicate",
    ),
    path(
        pgettext_lazy("url", "library/copies/<uuid:uuid>/sharing/"),
        sharing.copy_settings,
        name="copy_settings",
    ),
    path(
        pgettext_lazy("url", "library/copies/<uuid:uuid>/sharing/<slug:act>/"),
        sharing.copy_settings_act,
        name="copy_settings_act",
    ),
    path(
        pgettext_lazy("url", "library/copies/<uuid:uuid>/changes/"),
        changes.copy_changes,
        name="copy_changes",
    ),
    path(
        pgettext_lazy("url", "library/copies/<uuid:uuid>/changes/decide/"),
        changes.copy_changes_decide,
        name="copy_changes_decide",
    ),
    path(
        pgettext_lazy("url", "library/copies/<uuid:uuid>/changes/all/"),
        changes.copy_changes_all,
        name="copy_changes_all",
    ),
]
_ITEMS = [
    path(
        pgettext_lazy("url", "library/copies/<uuid:uuid>/items/<uuid:item_uuid>/"),
        items.copy_item,
        name="copy_item",
    ),
    path(
        pgettext_lazy("url", "library/copies/<uuid:uuid>/items/<uuid:item_uuid>/move/"),
        items.copy_item_move,
        name="copy_item_move",
    ),
    path(
        pgettext_lazy("url", "library/copies/<uuid:uuid>/items/<uuid:item_uuid>/files/"),
        items.copy_item_file,
        name="copy_item_file",
    ),
    path(
        pgettext_lazy(
            "url", "library/copies/<uuid:uuid>/items/<uuid:item_uuid>/files/<int:pk>/erase/"
        ),
        items.copy_item_file_remove,
        name="copy_item_file_remove",
    ),
    path(
        pgettext_lazy("url", "library/copies/<uuid:uuid>/items/<uuid:item_uuid>/release/"),
        items.copy_item_release,
        name="copy_item_release",
    ),
    path(
        pgettext_lazy(
            "url",
            "library/copies/<uuid:uuid>/items/<uuid:item_uuid>/notes/<uuid:note_uuid>/withdraw/",
        ),
        items.copy_item_withdraw,
        name="copy_item_withdraw",
    ),
]
_MASTERS = [
    path(
        pgettext_lazy("url", "workspace/keep-checklists/"), masters.master_list, name="master_list"
    ),
    path(
        pgettext_lazy("url", "workspace/keep-checklists/new/"),
        masters.master_new,
        name="master_new",
    ),
    path(
        pgettext_lazy("url", "workspace/keep-checklists/<slug:slug>/"),
        masters.master_work,
        name="master_work",
    ),
    path(
        pgettext_lazy("url", "workspace/keep-checklists/<slug:slug>/edit/"),
        masters.master_edit,
        name="master_edit",
    ),
    path(
        pgettext_lazy("url", "workspace/keep-checklists/<slug:slug>/publish/"),
        masters.master_publish,
        name="master_publish",
    ),
    path(
        pgettext_lazy("url", "workspace/keep-checklists/<slug:slug>/review/"),
        masters.master_review,
        name="master_review",
    ),
    path(
        pgettext_lazy("url", "workspace/keep-checklists/<slug:slug>/headings/<int:pk>/<slug:act>/"),
        masters.master_section,
        name="master_section",
    ),
    path(
        pgettext_lazy("url", "workspace/keep-checklists/<slug:slug>/items/new/"),
        masters.master_item,
        name="master_item_new",
    ),
    path(
        pgettext_lazy("url", "workspace/keep-checklists/<slug:slug>/items/<uuid:key>/"),
        masters.master_item,
        name="master_item",
    ),
    path(
        pgettext_lazy("url", "workspace/keep-checklists/<slug:slug>/items/<uuid:key>/<slug:act>/"),
        masters.master_item_act,
        name="master_item_act",
    ),
    path(
        pgettext_lazy("url", "workspace/keep-checklists/<slug:slug>/act/<slug:act>/"),
        masters.master_act,
        name="master_act",
    ),
]

urlpatterns = [*_PUBLIC, *_COPIES, *_ITEMS, *_MASTERS]
