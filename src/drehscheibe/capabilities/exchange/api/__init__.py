"""What others may ask of the exchange: cards of public concerns, counts, open work, data to load."""

from __future__ import annotations

from drehscheibe.capabilities.exchange.api.cards import (
    MeasureCard,
    SignalCard,
    draw_card,
    list_cards_for_kreis,
    list_cards_for_land,
    list_cards_for_organisation,
    list_measure_cards_for_land,
    list_recent_cards,
    make_card,
)
from drehscheibe.capabilities.exchange.api.counts import (
    PublicCounts,
    count_open,
    count_public,
    count_public_by_kreis,
    count_public_by_land,
)
from drehscheibe.capabilities.exchange.api.sitemap import (
    SitemapEntry,
    list_dossier_sitemap_entries,
    list_impulse_sitemap_entries,
    list_measure_sitemap_entries,
    list_sitemap_entries,
)
from drehscheibe.capabilities.exchange.api.work import WorkItem, list_concern_work, list_open_work
from drehscheibe.capabilities.exchange.queries.question_cards import (
    list_open_questions,
    list_question_sitemap_entries,
)
from drehscheibe.capabilities.exchange.services.impulses.examples import load_impulse_examples
from drehscheibe.capabilities.exchange.services.questions.examples import load_example_questions
from drehscheibe.capabilities.exchange.services.signals.examples import load_example_data
from drehscheibe.capabilities.exchange.services.signals.public_concerns import load_reference_data

__all__ = [
    "MeasureCard",
    "PublicCounts",
    "SignalCard",
    "SitemapEntry",
    "WorkItem",
    "count_open",
    "count_public",
    "count_public_by_kreis",
    "count_public_by_land",
    "draw_card",
    "list_cards_for_kreis",
    "list_cards_for_land",
    "list_cards_for_organisation",
    "list_concern_work",
    "list_dossier_sitemap_entries",
    "list_impulse_sitemap_entries",
    "list_measure_cards_for_land",
    "list_measure_sitemap_entries",
    "list_open_questions",
    "list_open_work",
    "list_question_sitemap_entries",
    "list_recent_cards",
    "list_sitemap_entries",
    "load_example_data",
    "load_example_questions",
    "load_impulse_examples",
    "load_reference_data",
    "make_card",
]
