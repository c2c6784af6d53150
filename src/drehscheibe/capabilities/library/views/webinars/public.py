"""What readers see: the list, a series, the page of a webinar with its recording and transcript."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from drehscheibe.capabilities.library.forms.shelf import HelpForm
from drehscheibe.capabilities.library.forms.webinar import FilterForm, TranscriptForm
from drehscheibe.capabilities.library.models import Webinar
from drehscheibe.capabilities.library.queries import transcripts, webinars
from drehscheibe.capabilities.library.rules import webinar as rules
from drehscheibe.capabilities.library.services.webinars import links
from drehscheibe.capabilities.library.services.webinars.recordings import spell_time
from drehscheibe.capabilities.library.views.checklists.words import grade_words
from drehscheibe.capabilities.library.views.helping import take_answer
from drehscheibe.capabilities.library.views.webinars.linked_data import describe_webinar
from drehscheibe.core.files.choices import SOUNDS
from drehscheibe.core.moderation.api import show_hidden
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.search import api as search
from drehscheibe.core.text.marking import mark_words
from drehscheibe.core.text.one_line import one_line
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import label

__all__ = ["webinar_detail", "webinar_helped", "webinar_list", "webinar_series"]

#: Recordings on one page; the upcoming ones all stand above them.
MOST_RECORDINGS = 60
LONGEST_SEARCH = 100


@require_safe
def webinar_list(request: HttpRequest) -> HttpResponse:
    """List what comes, then what can be watched."""
    actor = actor_from(request)
    topic = request.GET.get("topic", "")
    topic = topic if topic in Topic.values else ""
    now = timezone.now()
    context = {
        "upcoming": webinars.list_upcoming(actor, now, topic=topic),
        "recordings": webinars.list_recordings(actor, topic=topic)[:MOST_RECORDINGS],
        "form": FilterForm({"topic": topic}),
        "active": _active(topic),
        "now": now,
        "may_keep": rules.may_keep(actor),
    }
    return render(request, "library/webinar_list.html", context)


def _active(topic: str) -> list[dict[str, str]]:
    if not topic:
        return []
    return [{"label": label(Topic, topic), "remove_url": reverse("webinar_list")}]


@require_safe
def webinar_series(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a series with those of its webinars that the reader may see."""
    actor = actor_from(request)
    series = get_object_or_404(webinars.series_visible_to(actor), slug=slug)
    found = [
        one for one in webinars.webinars_visible_to(actor).filter(series=series) if one.is_announced
    ]
    now = timezone.now()
    context = {
        "series": series,
        "topic": label(Topic, series.topic),
        "upcoming": [one for one in found if not one.is_over(now)],
        "over": [one for one in reversed(found) if one.is_over(now)],
        "now": now,
        "grade": grade_words(series.reading_grade),
        "may_keep": rules.may_keep(actor),
    }
    return render(request, "library/webinar_series.html", context)


@require_safe
def webinar_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a webinar: how to take part, or what was said and shown."""
    hidden = show_hidden(request, webinars.SEARCH_KIND, slug)
    if hidden is not None:
        return hidden
    return _page(request, _find(request, slug), HelpForm(prefix="help"), status=200)


@require_POST
def webinar_helped(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in whether a recording helped."""
    webinar = _find(request, slug)
    faulty = take_answer(request, webinars.SEARCH_KIND, webinar.slug)
    if faulty is not None:
        return _page(request, webinar, faulty, status=422)
    return redirect("webinar_detail", webinar.slug)


def _find(request: HttpRequest, slug: str) -> Webinar:
    return get_object_or_404(webinars.webinars_visible_to(actor_from(request)), slug=slug)


def _page(request: HttpRequest, webinar: Webinar, form: HelpForm, *, status: int) -> HttpResponse:
    actor, now = actor_from(request), timezone.now()
    own = webinars.find_own_registration(actor, webinar)
    language = (get_language() or "de")[:2]
    names = [(kind, key) for kind, key in webinar.links]
    context = {
        "webinar": webinar,
        "series": webinar.series,
        "topic": label(Topic, webinar.series.topic),
        "now": now,
        "is_over": webinar.is_over(now),
        "is_open": rules.is_open_for_registration(webinar, now),
        "places": webinars.count_places(webinar),
        "own": own,
        "own_path": reverse("webinar_own", args=[links.own_token(own)]) if own else "",
        "join_url": webinar.join_url if own and own.has_place and webinar.is_open_door(now) else "",
        "materials": webinars.list_materials(webinar),
        "links": search.list_named(names, actor=actor, language=language) if names else [],
        "grade": grade_words(webinar.series.reading_grade),
        "help_form": form,
        "may_keep": rules.may_keep(actor),
        "linked_data": describe_webinar(webinar, now),
        "recording": make_recording_view(request, webinar) if webinar.shows_recording else None,
    }
    return render(request, "library/webinar_detail.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Jump:
    """A link to a moment of the recording; without an address where the player is elsewhere."""

    second: int
    time: str
    href: str


@dataclass(frozen=True, slots=True)
class RecordingView:
    """A recording as the page shows it.

    Attributes
    ----------
    source : str
        Address of the file, from the moment that the reader asked for; empty for a link elsewhere.
    tracks : list of (code, label, address, is the reader's)
    chapters : list of (jump, title)
    sections : list of (section, jump, list of (jump, text as HTML))
    hits : list of jumps
        Where the wanted words stand.
    """

    source: str
    is_sound: bool
    link: str
    host: str
    length: str
    start: Jump | None
    tracks: list[tuple[str, str, str, bool]]
    chapters: list[tuple[Jump, str]]
    sections: list[tuple[transcripts.Section, Jump, list[tuple[Jump, Markup]]]]
    language: str
    languages: list[tuple[str, str, str]]
    query: str
    hits: list[Jump]
    form: TranscriptForm


def make_recording_view(request: HttpRequest, webinar: Webinar) -> RecordingView:
    """Return everything of a recording for a reader who may watch it; one query."""
    rows = {row.language: row for row in webinar.captions.all()}
    page_language = (get_language() or "de")[:2]
    wanted = request.GET.get("text", "")
    language = transcripts.spoken_language(
        webinar, sorted(rows), wanted if wanted in rows else page_language
    )
    query = one_line(request.GET.get("q", ""), LONGEST_SEARCH)
    start = _second(request.GET.get("t", ""), webinar)
    file = webinar.recording
    source = reverse("file_content", args=[file.uuid]) if file else ""
    kept = {"q": query, "text": language if wanted in rows else ""}

    def jump(second: int) -> Jump:
        values = urlencode({**{name: value for name, value in kept.items() if value}, "t": second})
        time = spell_time(second) if second >= 3600 else spell_time(second)[3:]
        return Jump(second, time, f"?{values}#player" if source else "")

    cues = transcripts.cues_of(rows[language].cues) if language else []
    sections = transcripts.make_transcript(cues, webinar.chapters)
    return RecordingView(
        source=f"{source}#t={start}" if source and start else source,
        is_sound=file is not None and file.kind in SOUNDS,
        link=webinar.recording_url,
        host=urlsplit(webinar.recording_url).hostname or "",
        length=spell_time(webinar.recording_s) if webinar.recording_s else "",
        start=jump(start) if start else None,
        tracks=[
            (
                code,
                str(row.get_language_display()),
                reverse("webinar_captions", args=[webinar.slug, code]),
                code == language,
            )
            for code, row in rows.items()
        ],
        chapters=[(jump(second), title) for second, title in webinar.chapters],
        sections=[
            (
                section,
                jump(section.second),
                [(jump(one.second), mark_words(one.text, [query])) for one in section.paragraphs],
            )
            for section in sections
        ],
        language=language,
        languages=[
            (code, str(row.get_language_display()), f"?text={code}#transcript")
            for code, row in rows.items()
        ],
        query=query,
        hits=[jump(one.second) for one in transcripts.find_passages(sections, query)],
        form=TranscriptForm({"q": query}) if query else TranscriptForm(),
    )


def _second(text: str, webinar: Webinar) -> int:
    """Return the moment asked for; 0 for one that there is not."""
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        return 0
    second = int(text)
    return second if webinar.recording_s is None or second < webinar.recording_s else 0
