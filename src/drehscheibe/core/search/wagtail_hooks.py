"""The office's lists in the back office: words of the field, compounds, searches without result."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.permission_policies.base import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from drehscheibe.core.search.models import Miss, Split, WordGroup


class WordGroups(SnippetViewSet):  # type: ignore[misc]
    """Words that belong together."""

    model = WordGroup
    icon = "list-ul"
    list_display = ("first_name", "names", "is_used")
    list_filter = ("is_used",)
    search_fields = ("names", "narrower", "related")
    panels = (
        FieldPanel("names"),
        FieldPanel("narrower"),
        FieldPanel("related"),
        FieldPanel("is_used"),
    )


class Splits(SnippetViewSet):  # type: ignore[misc]
    """Compounds with their right parts."""

    model = Split
    icon = "cut"
    list_display = ("word", "parts")
    search_fields = ("word",)
    panels = (FieldPanel("word"), FieldPanel("parts"))


class _OnlyRead(ModelPermissionPolicy):  # type: ignore[misc]
    """Nobody writes what people searched for."""

    def user_has_permission(self, user: object, action: str) -> bool:
        return action not in {"add", "change"} and bool(super().user_has_permission(user, action))


class Misses(SnippetViewSet):  # type: ignore[misc]
    """Searches without result."""

    model = Miss
    icon = "search"
    list_display = ("words", "count", "language", "last_on")
    search_fields = ("words",)
    permission_policy = _OnlyRead(Miss)


class SearchGroup(SnippetViewSetGroup):  # type: ignore[misc]
    """All lists of the search in one menu."""

    items = (WordGroups, Splits, Misses)
    menu_label = pgettext_lazy("noun", "Search")
    menu_icon = "search"
    menu_name = "search-words"


register_snippet(SearchGroup)
