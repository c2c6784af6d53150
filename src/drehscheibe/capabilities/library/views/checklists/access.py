"""Under which right somebody opens a copy: a mandate, or a personal link that the browser keeps."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from drehscheibe.capabilities.library.models import ChecklistCopy, CopyItem
from drehscheibe.capabilities.library.queries import copies
from drehscheibe.capabilities.library.queries.copies import Access
from drehscheibe.core.organisations.middleware import actor_from

__all__ = ["find_access_or_404", "find_item_or_404", "layout_of", "remember_link"]

#: Where the session keeps the personal links that were opened, and how many of them.
SESSION_KEY = "library.copy_links"
MOST_LINKS = 20


def remember_link(request: HttpRequest, token: UUID) -> None:
    """Keep a personal link for this browser, so that the addresses themselves stay harmless."""
    known = [one for one in request.session.get(SESSION_KEY, []) if one != str(token)]
    request.session[SESSION_KEY] = [*known, str(token)][-MOST_LINKS:]


def find_access_or_404(request: HttpRequest, uuid: UUID) -> Access:
    """Return how the reader may see a copy; for everybody else it does not exist."""
    tokens = request.session.get(SESSION_KEY, [])
    try:
        return copies.find_access(actor_from(request), uuid, tokens)
    except ChecklistCopy.DoesNotExist as missing:
        raise Http404 from missing


def find_item_or_404(access: Access, uuid: UUID) -> CopyItem:
    """Return an item of the copy."""
    item = access.copy.items.select_related("copy", "owner__person").filter(uuid=uuid).first()
    if item is None:
        raise Http404
    return item


def layout_of(access: Access) -> str:
    """Return the frame of the page: the workspace of the team, or the public one for a link."""
    return "ui/workspace.html" if access.is_team else "ui/layout.html"
