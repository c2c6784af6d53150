"""Public dossiers as ``core.moderation`` sees them; the concerns in them are reported for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.models import Dossier
from drehscheibe.capabilities.exchange.services.dossiers import findable as dossier_findable
from drehscheibe.core.moderation.api import ReportableKind, Thing, label_of_field, register_kind

__all__ = ["register"]

#: Words of the office that can be hidden, besides asks and quotes.
_TEXTS = ("title", "pattern", "why_now", "legal_norms")


def register() -> None:
    """Announce the kind; called once from ``AppConfig.ready``."""
    register_kind(
        ReportableKind(
            kind="dossier",
            label=_("Dossier"),
            find_public=_find_public,
            find=_find,
            write=_write,
            hide=_hide,
            restore=_restore,
        )
    )


def _dossier(key: str) -> Dossier | None:
    rows = Dossier.objects.select_related("item", "desk", "begun_under", "handed_over_under")
    return rows.filter(item__public_id=key).first()


def _lock(key: str) -> Dossier:
    return Dossier.objects.select_for_update(of=("self",)).get(item__public_id=key)


def _thing_of(dossier: Dossier) -> Thing:
    words = {
        field: (label_of_field(dossier, field), getattr(dossier, field))
        for field in _TEXTS
        if getattr(dossier, field)
    }
    asks = {
        f"ask:{ask.number}": (gettext("Ask %(number)s") % {"number": ask.number}, ask.text)
        for ask in dossier.asks.all()
    }
    quotes = {
        f"quote:{quote.pk}": (gettext("In the authors’ words"), quote.text)
        for quote in dossier.quotes.filter(is_chosen=True)
    }
    mandates = (dossier.begun_under, dossier.handed_over_under)
    return Thing(
        title=dossier.title,
        path=reverse("dossier_detail", args=[dossier.public_id]),
        organisation_id=dossier.begun_under.organisation_id,
        texts={**words, **asks, **quotes},
        written_by=frozenset(mandate.person_id for mandate in mandates if mandate is not None),
    )


def _find_public(key: str) -> Thing | None:
    dossier = _dossier(key)
    return _thing_of(dossier) if dossier is not None and dossier.is_public else None


def _find(key: str) -> Thing | None:
    dossier = _dossier(key)
    return _thing_of(dossier) if dossier is not None else None


def _write(key: str, texts: Mapping[str, str]) -> None:
    dossier = _lock(key)
    for field in set(texts) & set(_TEXTS):
        setattr(dossier, field, texts[field])
    dossier.save()
    for name, text in texts.items():
        part, _colon, number = name.partition(":")
        if part == "ask":
            dossier.asks.filter(number=number).update(text=text)
        elif part == "quote":
            dossier.quotes.filter(pk=number).update(text=text)
    _follow(dossier)


def _hide(key: str) -> dict[str, Any]:
    """Take a dossier back to the office, its desk and those who took part."""
    dossier = _lock(key)
    was = {
        "visibility": dossier.visibility,
        "published_at": dossier.published_at.isoformat() if dossier.published_at else "",
        "shared_at": dossier.shared_at.isoformat() if dossier.shared_at else "",
    }
    # Private as well: otherwise the next hand-over would publish it again.
    dossier.visibility = Visibility.PRIVATE
    dossier.published_at = dossier.shared_at = None
    dossier.save()
    _follow(dossier)
    return was


def _restore(key: str, was: Mapping[str, Any]) -> None:
    dossier = _lock(key)
    dossier.visibility = was["visibility"]
    dossier.published_at = parse_datetime(was["published_at"]) if was["published_at"] else None
    dossier.shared_at = parse_datetime(was["shared_at"]) if was["shared_at"] else None
    dossier.save()
    _follow(dossier)


def _follow(dossier: Dossier) -> None:
    """Keep the trace and the search in step."""
    dossier.item.title, dossier.item.is_public = dossier.title, dossier.is_public
    dossier.item.save(update_fields=["title", "is_public"])
    dossier_findable.refresh(dossier)
