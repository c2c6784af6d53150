"""Impulses as ``core.moderation`` sees them: what can be reported, hidden, shown again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange.models import Impulse
from drehscheibe.capabilities.exchange.services.impulses.way import make_findable
from drehscheibe.core.moderation.api import ReportableKind, Thing, label_of_field, register_kind

__all__ = ["register"]

#: Words of an impulse that can be hidden.
_TEXTS = ("title", "about", "question", "what_follows", "outcome", "withdrawal_note")


def register() -> None:
    """Announce the kind; called once from ``AppConfig.ready``."""
    register_kind(
        ReportableKind(
            kind="impulse",
            label=_("Impulse"),
            find_public=_find_public,
            find=_find,
            write=_write,
            hide=_hide,
            restore=_restore,
        )
    )


def _impulse(key: str) -> Impulse | None:
    rows = Impulse.objects.select_related("item", "sender", "mandate", "outcome_under")
    return rows.filter(item__public_id=key).first()


def _lock(key: str) -> Impulse:
    return Impulse.objects.select_for_update(of=("self",)).get(item__public_id=key)


def _thing_of(impulse: Impulse) -> Thing:
    mandates = (impulse.mandate, impulse.outcome_under)
    return Thing(
        title=impulse.title,
        path=reverse("impulse_detail", args=[impulse.public_id]),
        organisation_id=impulse.sender_id,
        texts={
            field: (label_of_field(impulse, field), getattr(impulse, field))
            for field in _TEXTS
            if getattr(impulse, field)
        },
        written_by=frozenset(mandate.person_id for mandate in mandates if mandate is not None),
    )


def _find_public(key: str) -> Thing | None:
    impulse = _impulse(key)
    return _thing_of(impulse) if impulse is not None and impulse.is_public else None


def _find(key: str) -> Thing | None:
    impulse = _impulse(key)
    return _thing_of(impulse) if impulse is not None else None


def _write(key: str, texts: Mapping[str, str]) -> None:
    impulse = _lock(key)
    for field in set(texts) & set(_TEXTS):
        setattr(impulse, field, texts[field])
    impulse.save()
    _follow(impulse)


def _hide(key: str) -> dict[str, Any]:
    """Take an impulse back to its sender and the office; its clock goes on."""
    impulse = _lock(key)
    impulse.hidden_at = timezone.now()
    impulse.save()
    _follow(impulse)
    return {}


def _restore(key: str, _was: Mapping[str, Any]) -> None:
    impulse = _lock(key)
    impulse.hidden_at = None
    impulse.save()
    _follow(impulse)


def _follow(impulse: Impulse) -> None:
    """Keep the trace and the search in step."""
    if impulse.item is not None:
        impulse.item.title, impulse.item.is_public = impulse.title, impulse.is_public
        impulse.item.save(update_fields=["title", "is_public"])
    make_findable(impulse)
