"""What editors change is seen at once, although it is told by the library's signals and not by facts."""

from __future__ import annotations

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from drehscheibe.core.outbox.epoch import advance_with_commit
from drehscheibe.portal.models import OperatorSettings


def follow_editors() -> None:
    """Let every change of what editors publish expire the kept pages; called once at the start."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(_expire, dispatch_uid="portal.freshness")
    for model in (OperatorSettings, Site):
        post_save.connect(_expire, sender=model, dispatch_uid=f"portal.freshness.{model.__name__}")
    post_delete.connect(_expire, sender=Page, dispatch_uid="portal.freshness.deleted")


def _expire(**_told: object) -> None:
    advance_with_commit()
