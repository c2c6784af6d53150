"""The group of those who write pages and news."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

NAME = "Redaktion"
GENERAL_RIGHTS = (
    ("wagtailadmin", "access_admin"),
    ("simple_translation", "submit_translation"),
)
PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
FILE_RIGHTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)


def load_editors_group() -> Group:
    """Make the group with its rights on all pages, pictures and documents; may run again."""
    group, _made = Group.objects.get_or_create(name=NAME)
    group.permissions.add(*(_right(app, codename) for app, codename in GENERAL_RIGHTS))
    root_page = Page.get_first_root_node()
    for codename in PAGE_RIGHTS:
        GroupPagePermission.objects.get_or_create(
            group=group, page=root_page, permission=_right("wagtailcore", codename)
        )
    root_collection = Collection.get_first_root_node()
    for codename in FILE_RIGHTS:
        app = "wagtailimages" if codename.endswith("image") else "wagtaildocs"
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root_collection, permission=_right(app, codename)
        )
    return group


def _right(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)
