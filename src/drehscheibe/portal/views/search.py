"""One search over everything that a person may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from drehscheibe.core.organisations.choices import Bench
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.places.names import names_of_laender
from drehscheibe.core.search import api as search
from drehscheibe.core.text.marking import mark_words
from drehscheibe.core.text.topics import Topic
from drehscheibe.portal.forms import SearchForm

PER_PAGE = 20
#: So much of a text is shown.
_LONGEST_SUMMARY = 220


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of findable things: how it is called and drawn."""

    label: str | Promise
    icon: str
    #: What people raised and answered is German by nature, whatever the reader chose.
    is_german: bool = False
    #: Whether its text is made of sentences, of which a passage can be shown.
    is_prose: bool = True


#: In the order in which they are offered.
KINDS = {
    "initiative": Kind(_("Initiatives"), "association", is_prose=False),
    "partner": Kind(_("Partners"), "chamber", is_prose=False),
    "signal": Kind(_("Concerns"), "flag", is_german=True),
    "dossier": Kind(_("Dossiers"), "document", is_german=True),
    "impulse": Kind(_("Impulses"), "megaphone", is_german=True),
    "measure": Kind(_("Measures"), "track", is_german=True),
    "question": Kind(_("Questions"), "question", is_german=True),
    "format": Kind(_("Formats"), "hexagon"),
    "practice_case": Kind(_("Experience"), "people"),
    "package": Kind(_("Partner package"), "copy"),
    "checklist": Kind(_("Checklists"), "check-double"),
    "webinar": Kind(_("Webinars"), "media"),
    "webinar_transcript": Kind(_("Said in webinars"), "comment"),
    "founding": Kind(_("Foundings"), "compass"),
    "region": Kind(_("Regions"), "map", is_prose=False),
    "page": Kind(_("Pages and news"), "list"),
}
_UNNAMED = Kind("", "document")


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


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as it is drawn; the words by which it was found are marked."""

    kind: Kind
    path: str
    title: Markup
    summary: Markup
    passage: Markup
    reasons: tuple[str, ...]
    is_example: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind to narrow to, and how much of it answers."""

    label: str | Promise
    count: int
    url: str
    is_chosen: bool


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
        "choices": _choices(asked, results.counts),
        "hits": [_show(hit) for hit in results.hits],
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


def _choices(asked: Asked, counts: Mapping[str, int]) -> list[Choice]:
    """Return everything, then the kinds that answer; the chosen one stays to be let go."""
    everything = Choice(
        _("Everything"), sum(counts.values()), f"?{asked.to_query(kind='')}", not asked.kind
    )
    return [everything] + [
        Choice(kind.label, counts.get(code, 0), f"?{asked.to_query(kind=code)}", code == asked.kind)
        for code, kind in KINDS.items()
        if code in counts or code == asked.kind
    ]


def _show(hit: search.Hit) -> Shown:
    kind = KINDS.get(hit.kind, _UNNAMED)
    met = [reason.met for reason in hit.why]

    def draw(text: str) -> Markup:
        marked = mark_words(text, met, whole=True)
        is_foreign = kind.is_german and _language() != "de"
        return Markup('<span lang="de">{}</span>').format(marked) if is_foreign else marked

    title, summary = draw(hit.title), draw(Truncator(hit.summary).chars(_LONGEST_SUMMARY))
    passage = draw(hit.passage) if kind.is_prose else Markup("")
    is_seen = "<mark>" in f"{title}{summary}{passage}"
    reasons = (why.label for why in hit.why if not (is_seen and why.how is search.How.SAME))
    return Shown(kind, hit.path, title, summary, passage, tuple(reasons), hit.is_example)


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
