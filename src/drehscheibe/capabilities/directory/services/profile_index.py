"""Keep facets and search entries equal to the profiles; called inside the services' transactions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.directory.choices import (
    Exchange,
    FacetKind,
    Format,
    InitiativeType,
)
from drehscheibe.capabilities.directory.models import Facet, Initiative
from drehscheibe.capabilities.directory.queries.filters import UNKNOWN
from drehscheibe.capabilities.directory.queries.initiatives import SEARCH_KIND
from drehscheibe.core.organisations.choices import Bench
from drehscheibe.core.outbox.epoch import advance_with_commit
from drehscheibe.core.search import api as search
from drehscheibe.core.text.stems import fold
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import labels


def make_sort_key(name: str) -> str:
    """Return what sorts names as a German reader expects: ä like a, ß like ss, signs left out."""
    return fold("".join(c for c in name if c.isalnum() or c.isspace())).strip()[:200]


def index_profiles(initiatives: Sequence[Initiative]) -> None:
    """Write facets and search entries of these initiatives anew."""
    prefetch_related_objects(initiatives, "kreise__land", "land")
    Facet.objects.filter(initiative__in=initiatives).delete()
    Facet.objects.bulk_create(
        [
            Facet(initiative=each, kind=k, code=c)
            for each in initiatives
            if each.is_published
            for k, c in _facets(each)
        ],
        batch_size=500,
    )
    for hidden in (each for each in initiatives if not each.is_published):
        search.remove(SEARCH_KIND, hidden.slug)
    search.put(
        document for each in initiatives if each.is_published for document in _documents(each)
    )
    advance_with_commit("directory")


def _facets(initiative: Initiative) -> Iterator[tuple[FacetKind, str]]:
    kreise = list(initiative.kreise.all())
    codes: dict[FacetKind, Iterable[str]] = {
        FacetKind.LAND: _lands(initiative),
        FacetKind.KREIS: {kreis.pk for kreis in kreise},
        FacetKind.TYPE: set(initiative.types),
        FacetKind.TOPIC: set(initiative.topics),
        FacetKind.BENCH: set(initiative.benches),
        FacetKind.STATUS: {initiative.status or UNKNOWN},
        FacetKind.OFFERS: set(initiative.offers),
        FacetKind.SEEKS: set(initiative.seeks),
    }
    return ((kind, code) for kind, values in codes.items() for code in sorted(values))


def _lands(initiative: Initiative) -> set[str]:
    """Return the Länder in which an initiative works, not only that of its seat."""
    lands = {kreis.land_id for kreis in initiative.kreise.all()} | {initiative.land_id}
    return {code for code in lands if code}


def _documents(initiative: Initiative) -> Iterator[search.Document]:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield search.Document(
                kind=SEARCH_KIND,
                key=initiative.slug,
                language=language,
                title=initiative.name,
                summary=initiative.summary or initiative.region_text,
                body=" ".join(_words(initiative)),
                path=reverse("initiative_detail", args=[initiative.slug]),
                topics=tuple(initiative.topics),
                lands=tuple(sorted(_lands(initiative))),
                benches=tuple(sorted(initiative.benches)),
                is_example=initiative.is_example,
            )


def _words(initiative: Initiative) -> Iterator[str]:
    yield from (
        initiative.short_name,
        initiative.motto,
        initiative.region_text,
        initiative.seat_city,
        initiative.lead_organisation,
        initiative.office_host,
        initiative.goals,
        initiative.fields_of_action,
        initiative.offers_note,
        initiative.seeks_note,
        str(initiative.land or ""),
    )
    yield from (kreis.name for kreis in initiative.kreise.all())
    yield from (measure["title"] for measure in initiative.measures)
    for vocabulary, codes in (
        (InitiativeType, initiative.types),
        (Topic, initiative.topics),
        (Format, initiative.formats),
        (Exchange, [*initiative.offers, *initiative.seeks]),
        (Bench, initiative.benches),
    ):
        names = labels(vocabulary)
        yield from (names.get(code, "") for code in codes)
