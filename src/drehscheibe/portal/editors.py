"""What those who write pages may do: the pages, the words of the operator and those of the search."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from drehscheibe.core.accounts.editors_group import load_editors_group
from drehscheibe.portal.models import OperatorSettings

__all__ = ["load_editors"]


def load_editors() -> Group:
    """Make the group of those who write pages, with all its rights; may run again."""
    group = load_editors_group()
    right = Permission.objects.get(
        content_type=ContentType.objects.get_for_model(OperatorSettings),
        codename="change_operatorsettings",
    )
    group.permissions.add(right, *Permission.objects.filter(_search_rights()))
    return group


def _search_rights() -> Q:
    """Return the rights for the words of the search; what nobody found can be read and cleared."""
    search = {
        "wordgroup": ("add", "change"),
        "split": ("add", "change", "delete"),
        "miss": ("view", "delete"),
    }
    names = [f"{verb}_{model}" for model, verbs in search.items() for verb in verbs]
    return Q(content_type__app_label="search", codename__in=names)
