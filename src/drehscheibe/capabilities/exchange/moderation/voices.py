"""What others say to an impulse or beside a concern, as ``core.moderation`` sees it.

The words go, the voice stays: that an initiative reacted, or an organisation joined, counts on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange.models import Reaction, Supporter
from drehscheibe.core.moderation.api import ReportableKind, Thing, register_kind

__all__ = ["register"]

#: Stored instead of the words, and therefore in both languages.
_HIDDEN = (
    "Diese Worte sind nach den Hausregeln ausgeblendet."
    " / These words are hidden under the house rules."
)


def register() -> None:
    """Announce both kinds; called once from ``AppConfig.ready``."""
    register_kind(
        ReportableKind(
            kind="reaction",
            label=_("Reaction to an impulse"),
            find_public=_find_public_reaction,
            find=_find_reaction,
            write=_write_reaction,
            hide=_hide_reaction,
            restore=lambda key, was: _write_reaction(key, was["texts"]),
        )
    )
    register_kind(
        ReportableKind(
            kind="support",
            label=_("Words of a supporter"),
            find_public=_find_public_support,
            find=_find_support,
            write=_write_support,
            hide=_hide_support,
            restore=lambda key, was: _write_support(key, was["texts"]),
        )
    )


def _split(key: str) -> tuple[str, int]:
    """Return number and row of ``I-2026-0003:12``; a row that there is not if it is malformed."""
    public_id, _colon, row = key.partition(":")
    return public_id, int(row) if row.isdecimal() and len(row) < 18 else 0


def _reaction(key: str) -> Reaction | None:
    public_id, row = _split(key)
    rows = Reaction.objects.select_related("impulse__item", "organisation")
    return rows.filter(impulse__item__public_id=public_id, pk=row).first()


def _thing_of_reaction(reaction: Reaction) -> Thing:
    page = reverse("impulse_detail", args=[reaction.impulse.public_id])
    return Thing(
        title=f"{reaction.organisation}: {reaction.impulse.title}",
        path=f"{page}#reaction-{reaction.pk}",
        organisation_id=reaction.organisation_id,
        texts=_texts(reaction.words),
    )


def _texts(words: str) -> dict[str, tuple[str, str]]:
    return {"words": (gettext("In their words"), words)} if words else {}


def _find_public_reaction(key: str) -> Thing | None:
    """Return a reaction that counts, with its name: of others nobody reads who said it."""
    reaction = _reaction(key)
    if reaction is None or not reaction.words or reaction.words == _HIDDEN:
        return None
    counts = reaction.confirmed_at is not None and reaction.ended_at is None
    is_shown = reaction.is_named and counts and reaction.impulse.is_public
    return _thing_of_reaction(reaction) if is_shown else None


def _find_reaction(key: str) -> Thing | None:
    reaction = _reaction(key)
    return _thing_of_reaction(reaction) if reaction is not None else None


def _write_reaction(key: str, texts: Mapping[str, str]) -> None:
    public_id, row = _split(key)
    if "words" in texts:
        rows = Reaction.objects.filter(impulse__item__public_id=public_id, pk=row)
        rows.update(words=texts["words"])


def _hide_reaction(key: str) -> dict[str, Any]:
    """Put a neutral sentence in place of the words; what was chosen goes on counting."""
    reaction = _reaction(key)
    was = {"texts": {"words": reaction.words if reaction else ""}}
    _write_reaction(key, {"words": _HIDDEN})
    return was


def _support(key: str) -> Supporter | None:
    public_id, row = _split(key)
    rows = Supporter.objects.select_related("signal__item", "organisation")
    return rows.filter(signal__item__public_id=public_id, pk=row).first()


def _thing_of_support(supporter: Supporter) -> Thing:
    page = reverse("signal_detail", args=[supporter.signal.public_id])
    return Thing(
        title=f"{supporter.organisation}: {supporter.signal.title}",
        path=f"{page}#supporter-{supporter.pk}",
        organisation_id=supporter.organisation_id,
        texts=_texts(supporter.words),
    )


def _find_public_support(key: str) -> Thing | None:
    supporter = _support(key)
    if supporter is None or supporter.words == _HIDDEN:
        return None
    is_active = supporter.confirmed_at is not None and supporter.withdrawn_at is None
    is_shown = is_active and supporter.signal.is_public
    return _thing_of_support(supporter) if is_shown else None


def _find_support(key: str) -> Thing | None:
    supporter = _support(key)
    return _thing_of_support(supporter) if supporter is not None else None


def _write_support(key: str, texts: Mapping[str, str]) -> None:
    public_id, row = _split(key)
    if "words" in texts:
        rows = Supporter.objects.filter(signal__item__public_id=public_id, pk=row)
        rows.update(words=texts["words"])


def _hide_support(key: str) -> dict[str, Any]:
    """Put a neutral sentence in place of the words; the organisation supports the concern on."""
    supporter = _support(key)
    was = {"texts": {"words": supporter.words if supporter else ""}}
    _write_support(key, {"words": _HIDDEN})
    return was
