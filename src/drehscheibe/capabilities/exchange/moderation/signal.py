"""Concerns and answers as ``core.moderation`` sees them: what can be reported, hidden, shown again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.models import Answer, Signal
from drehscheibe.capabilities.exchange.services.signals import answer_times, findable
from drehscheibe.core.moderation.api import (
    ReportableKind,
    Thing,
    label_of_field,
    register_kind,
)
from drehscheibe.core.trace import api as trace

__all__ = ["register"]

#: Words of a concern that can be hidden.
_SIGNAL_TEXTS = ("title", "what_happens", "affected", "wish", "legal_norm", "since", "summary")
_ANSWER_TEXTS = ("text", "what_changes", "contact")
#: Stored instead of an answer, and therefore in both languages.
_HIDDEN_ANSWER = (
    "Diese Antwort ist nach den Hausregeln ausgeblendet."
    " / This answer is hidden under the house rules."
)


def register() -> None:
    """Announce both kinds; called once from ``AppConfig.ready``."""
    register_kind(
        ReportableKind(
            kind="concern",
            label=_("Concern"),
            find_public=_find_public_signal,
            find=_find_signal,
            write=_write_signal,
            hide=_hide_signal,
            restore=_restore_signal,
        )
    )
    register_kind(
        ReportableKind(
            kind="answer",
            label=pgettext_lazy("noun", "Answer"),
            find_public=_find_public_answer,
            find=_find_answer,
            write=_write_answer,
            hide=_hide_answer,
            restore=_restore_answer,
        )
    )


def _signal(key: str) -> Signal | None:
    rows = Signal.objects.select_related("item", "organisation")
    return rows.filter(item__public_id=key).first()


def _thing_of_signal(signal: Signal) -> Thing:
    return Thing(
        title=signal.title,
        path=reverse("signal_detail", args=[signal.public_id]),
        organisation_id=signal.organisation_id,
        texts=_texts(signal, _SIGNAL_TEXTS),
    )


def _texts(row: Signal | Answer, fields: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    return {
        field: (label_of_field(row, field), getattr(row, field))
        for field in fields
        if getattr(row, field)
    }


def _find_public_signal(key: str) -> Thing | None:
    signal = _signal(key)
    return _thing_of_signal(signal) if signal is not None and signal.is_public else None


def _find_signal(key: str) -> Thing | None:
    signal = _signal(key)
    return _thing_of_signal(signal) if signal is not None else None


def _write_signal(key: str, texts: Mapping[str, str]) -> None:
    signal = Signal.objects.select_for_update(of=("self",)).get(item__public_id=key)
    for field in set(texts) & set(_SIGNAL_TEXTS):
        setattr(signal, field, texts[field])
    signal.save()
    _follow(signal)


def _hide_signal(key: str) -> dict[str, Any]:
    """Take a concern back to its authors, the office and its desk, as if it had never been public."""
    signal = Signal.objects.select_for_update(of=("self",)).get(item__public_id=key)
    was = {
        "published_at": signal.published_at.isoformat() if signal.published_at else "",
        "shared_at": signal.shared_at.isoformat() if signal.shared_at else "",
        "visibility": signal.visibility,
    }
    # Private as well: otherwise the next hand-over would publish it again.
    signal.published_at = signal.shared_at = None
    signal.visibility = Visibility.PRIVATE
    signal.save()
    _follow(signal)
    return was


def _restore_signal(key: str, was: Mapping[str, Any]) -> None:
    signal = Signal.objects.select_for_update(of=("self",)).get(item__public_id=key)
    signal.visibility = was["visibility"]
    signal.published_at = _moment(was, "published_at")
    signal.shared_at = _moment(was, "shared_at")
    signal.save()
    _follow(signal)


def _moment(was: Mapping[str, Any], name: str) -> datetime | None:
    """Return a kept moment; nothing for what was kept before it was asked for."""
    return parse_datetime(was[name]) if was.get(name) else None


def _follow(signal: Signal) -> None:
    """Keep the trace and the search in step."""
    if signal.item is not None:
        trace.relabel(signal.item, is_public=signal.is_public, title=signal.title)
    findable.refresh(signal)
    answer_times.settle(signal)


def _answer(key: str) -> Answer | None:
    public_id, _colon, number = key.partition(":")
    if not number.isdecimal():
        return None
    rows = Answer.objects.select_related("signal__item", "signal__organisation", "desk")
    return rows.filter(signal__item__public_id=public_id, number=int(number)).first()


def _thing_of_answer(answer: Answer) -> Thing:
    return Thing(
        title=answer.signal.title,
        path=f"{reverse('signal_detail', args=[answer.signal.public_id])}#answer-{answer.number}",
        organisation_id=answer.desk_id,
        texts=_texts(answer, _ANSWER_TEXTS),
    )


def _find_public_answer(key: str) -> Thing | None:
    answer = _answer(key)
    if answer is None or not answer.signal.is_public or answer.text == _HIDDEN_ANSWER:
        return None
    return _thing_of_answer(answer)


def _find_answer(key: str) -> Thing | None:
    answer = _answer(key)
    return _thing_of_answer(answer) if answer is not None else None


def _write_answer(key: str, texts: Mapping[str, Any]) -> None:
    answer = _answer(key)
    if answer is None:
        return
    for field in set(texts) & set(_ANSWER_TEXTS):
        setattr(answer, field, texts[field])
    answer.save(update_fields=list(_ANSWER_TEXTS))
    findable.refresh(answer.signal)


def _hide_answer(key: str) -> dict[str, Any]:
    """Put a neutral sentence in place of the words; that there was an answer, and which, stays."""
    answer = _answer(key)
    if answer is None:
        return {}
    was = {"texts": {field: getattr(answer, field) for field in _ANSWER_TEXTS}}
    _write_answer(
        key, {"text": _HIDDEN_ANSWER, "what_changes": "", "contact": str(answer.desk)[:200]}
    )
    return was


def _restore_answer(key: str, was: Mapping[str, Any]) -> None:
    _write_answer(key, was["texts"])
