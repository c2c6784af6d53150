"""Keep the search index in step with who may read a dossier."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.models import Dossier
from drehscheibe.core.search import api as search

__all__ = ["refresh"]


def refresh(dossier: Dossier) -> None:
    """Make an open dossier findable in every language for those who may read it, others not."""
    if dossier.is_public or dossier.shared_at is not None:
        search.put(_document(dossier, language) for language, _name in settings.LANGUAGES)
    else:
        search.remove("dossier", dossier.public_id)


def _document(dossier: Dossier, language: str) -> search.Document:
    """Return the office's own words; those of the concerns are found as concerns, by their circles."""
    topics, lands = _facets(dossier)
    asks = dossier.asks.values_list("text", flat=True)
    with translation.override(language):
        path, kind = reverse("dossier_detail", args=[dossier.public_id]), _("Dossier")
    return search.Document(
        kind="dossier",
        key=dossier.public_id,
        language=language,
        title=dossier.title,
        summary=dossier.pattern[:280],
        body=" ".join(
            (
                dossier.public_id,
                kind,
                dossier.pattern,
                dossier.why_now,
                dossier.legal_norms,
                str(dossier.desk or ""),
                *asks,
            )
        ),
        path=path,
        audience="public" if dossier.is_public else search.NETWORK,
        topics=topics,
        lands=lands,
        is_example=dossier.is_example,
    )


def _facets(dossier: Dossier) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return topics and Länder of the public concerns in it; of smaller circles nothing is said."""
    entries = dossier.entries.filter(left_at__isnull=True, signal__published_at__isnull=False)
    rows = entries.values_list("signal__topic", "signal__laender", "signal__kreise__land")
    topics: set[str] = set()
    lands: set[str] = set()
    for topic, land, land_of_kreis in rows:
        topics |= {topic} - {""}
        lands |= {code for code in (land, land_of_kreis) if code}
    return tuple(sorted(topics)), tuple(sorted(lands))
