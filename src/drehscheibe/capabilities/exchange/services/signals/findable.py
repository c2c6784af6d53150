"""Keep the search index in step with who may read a concern."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.core.search import api as search

__all__ = ["refresh"]


def refresh(signal: Signal) -> None:
    """Make an open concern findable in every language for those who may read it, others not."""
    if signal.item is None:
        return
    if signal.is_open:
        search.put(_document(signal, language) for language, _name in settings.LANGUAGES)
    else:
        search.remove("signal", signal.public_id)


def _document(signal: Signal, language: str) -> search.Document:
    given = list(signal.answers.values_list("text", "withdrawn_at")) if signal.pk else []
    answers = " ".join(text for text, _withdrawn in given)
    with translation.override(language):
        path = reverse("signal_detail", args=[signal.public_id])
        topic = signal.get_topic_display()
    return search.Document(
        kind="signal",
        key=signal.public_id,
        language=language,
        title=signal.title,
        summary=(signal.summary or signal.what_happens)[:280],
        body=" ".join(
            (
                signal.public_id,
                signal.what_happens,
                signal.affected,
                signal.wish,
                signal.legal_norm,
                str(topic),
                str(signal.organisation or signal.raised_in_public_by),
                signal.region_text,
                answers,
            )
        ),
        path=path,
        audience="public" if signal.is_public else search.NETWORK,
        topics=(signal.topic,) if signal.topic else (),
        lands=_lands(signal),
        benches=_benches(signal),
        is_example=signal.is_example,
        is_answered=any(withdrawn is None for _text, withdrawn in given),
    )


def _benches(signal: Signal) -> tuple[str, ...]:
    bench = signal.organisation.bench if signal.organisation else ""
    return (bench,) if bench else ()


def _lands(signal: Signal) -> tuple[str, ...]:
    if not signal.pk:
        return ()
    kreise = signal.kreise.values_list("land_id", flat=True)
    return tuple(sorted({*kreise, *signal.laender.values_list("pk", flat=True)}))
