"""One search over everything that a person may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from drehscheibe.core.organisations.choices import Bench
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.places.names import names_of_laender
from drehscheibe.core.search import api as search
from drehscheibe.core.text.topics import Topic
from drehscheibe.portal.forms import SearchForm

PER_PAGE = 20
#: Kinds of findable things and how they are called, in the order of the chips.
KINDS = {
    "initiative": _("Initiatives"),
    "partner": _("Partners"),
    "signal": _("Concerns"),
    "dossier": _("Dossiers"),
    "impulse": _("Impulses"),
    "measure": _("Measures"),
    "question": _("Questions"),
    "format": _("Formats"),
    "practice_case": _("Experience"),
    "package": _("Partner package"),
    "checklist": _("Checklists"),
    "webinar": _("Webinars"),
    "webinar_transcript": _("Said in webinars"),
    "founding": _("Foundings"),
    "region": _("Regions"),
    "page": _("Pages and news"),
}


class _Hits(Paginator[search.Hit]):
    """Pages of results of which only the wanted one was fetched."""

    def __init__(self, results: search.Results) -> None:
        super().__init__(results.hits, PER_PAGE)
        self._total = results.total

    @property
    def count(self) -> int:
        return self._total


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; unknown values do not narrow."""

    text: str = ""
    kind: str = ""
    topic: str = ""
    land: str = ""
    bench: str = ""

    def to_query(self, **changes: str) -> str:
        """Return the query string without a question mark, some values changed."""
        values = {
            "q": self.text,
            "kind": self.kind,
            "topic": self.topic,
            "land": self.land,
            "bench": self.bench,
        }
        return urlencode({name: value for name, value in (values | changes).items() if value})


def search_page(request: HttpRequest) -> HttpResponse:
    """Show what the words find; without words, say how to search."""
    asked = _read(request)
    number = request.GET.get("page", "1")
    page = min(int(number), 500) if number.isdecimal() and int(number) else 1
    results, is_close_only = _find(request, asked, (page - 1) * PER_PAGE)
    hits = _Hits(results)
    number_of_page = min(page, hits.num_pages)
    shown = hits._get_page(list(results.hits), number_of_page, hits)  # type: ignore[attr-defined]  # noqa: SLF001 -- only this page was fetched
    is_narrowed = bool(asked.kind or asked.topic or asked.land or asked.bench)
    if asked.text and not results.total and not is_narrowed:
        search.note_miss(asked.text, _language())
    context = {
        "asked": asked,
        "text": asked.text,
        "kinds": KINDS,
        "chips": _chips(request, asked),
        "form": SearchForm(
            {
                "q": asked.text,
                "topic": asked.topic,
                "land": asked.land,
                "bench": asked.bench,
                "kind": asked.kind,
            }
        ),
        "active": _active(asked),
        "is_narrowed": is_narrowed,
        "is_close_only": is_close_only,
        "results": results,
        "page_obj": shown,
        "query": asked.to_query(),
        "robots": "noindex",
    }
    return render(request, "portal/search.html", context)


def _read(request: HttpRequest) -> Asked:
    def given(name: str, values: Iterable[str]) -> str:
        value = request.GET.get(name, "")
        return value if value in values else ""

    return Asked(
        text=" ".join(request.GET.get("q", "").replace("\0", " ").split())[: search.LONGEST_TEXT],
        kind=given("kind", KINDS),
        topic=given("topic", Topic.values),
        land=given("land", names_of_laender()),
        bench=given("bench", Bench.values),
    )


def _find(request: HttpRequest, asked: Asked, offset: int) -> tuple[search.Results, bool]:
    """Return what answers every word, else what answers some, and whether it is only that."""
    find = partial(
        search.find,
        asked.text,
        actor=actor_from(request),
        language=_language(),
        kinds=[asked.kind] if asked.kind else [],
        topic=asked.topic,
        land=asked.land,
        bench=asked.bench,
        limit=PER_PAGE,
        offset=offset,
    )
    results = find()
    if results.total or " " not in asked.text:
        return results, False
    close = find(any_word=True)
    return close, bool(close.total)


def _chips(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """Return the kinds of which there is something to find; the chosen one stays to be let go."""
    there = search.list_kinds(actor_from(request), _language())
    return {code: label for code, label in KINDS.items() if code in there or code == asked.kind}


def _active(asked: Asked) -> list[dict[str, str]]:
    names = {
        "topic": str(Topic(asked.topic).label) if asked.topic else "",
        "land": names_of_laender().get(asked.land, ""),
        "bench": str(Bench(asked.bench).label) if asked.bench else "",
    }
    return [
        {"label": label, "remove_url": f"?{asked.to_query(**{name: ''})}"}
        for name, label in names.items()
        if label
    ]


def _language() -> str:
    return (get_language() or "de")[:2]
