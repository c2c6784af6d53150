"""What those who write pages may do: the pages themselves, and the words of the operator."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

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
    group.permissions.add(right)
    return group
