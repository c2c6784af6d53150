"""Webinars as ``core.moderation`` sees them: what can be reported, hidden, shown again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.library.choices.webinar import WebinarState
from drehscheibe.capabilities.library.models import Webinar
from drehscheibe.capabilities.library.queries import webinars
from drehscheibe.capabilities.library.services.webinars import findable
from drehscheibe.core.moderation.api import (
    ReportableKind,
    Thing,
    label_of_field,
    register_kind,
)

__all__ = ["register"]

#: Words of a webinar that can be hidden.
_TEXTS = ("title", "title_en", "summary", "summary_en")


def register() -> None:
    """Announce the kind; called once from ``AppConfig.ready``."""
    register_kind(
        ReportableKind(
            kind=webinars.SEARCH_KIND,
            label=_("Webinar"),
            find_public=_find_public,
            find=_find,
            write=_write,
            hide=_hide,
            restore=_restore,
        )
    )


def _thing(webinar: Webinar) -> Thing:
    return Thing(
        title=webinar.title,
        path=reverse("webinar_detail", args=[webinar.slug]),
        organisation_id=webinar.series.owner_id,
        texts={
            field: (label_of_field(webinar, field), getattr(webinar, field))
            for field in _TEXTS
            if getattr(webinar, field)
        },
    )


def _find_public(slug: str) -> Thing | None:
    webinar = webinars.list_public().filter(slug=slug).first()
    return _thing(webinar) if webinar else None


def _find(slug: str) -> Thing | None:
    webinar = Webinar.objects.filter(slug=slug).select_related("series").first()
    return _thing(webinar) if webinar else None


def _lock(slug: str) -> Webinar:
    return webinars.lock_webinar(Webinar.objects.values_list("uuid", flat=True).get(slug=slug))


def _write(slug: str, texts: Mapping[str, str]) -> None:
    webinar = _lock(slug)
    for field in set(texts) & set(_TEXTS):
        setattr(webinar, field, texts[field])
    webinar.save()
    findable.refresh(webinar)


def _hide(slug: str) -> dict[str, Any]:
    webinar = _lock(slug)
    was = {"state": webinar.state}
    webinar.state = WebinarState.HIDDEN
    webinar.save()
    findable.refresh(webinar)
    return was


def _restore(slug: str, was: Mapping[str, Any]) -> None:
    webinar = _lock(slug)
    webinar.state = was["state"]
    webinar.save()
    findable.refresh(webinar)
