"""Keep the search in step with webinars: the webinar itself, and what was said in its recording."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.choices.webinar import Access
from drehscheibe.capabilities.library.models import Webinar, WebinarCaptions
from drehscheibe.capabilities.library.queries import webinars
from drehscheibe.capabilities.library.queries.transcripts import (
    Section,
    cues_of,
    make_transcript,
    spoken_language,
)
from drehscheibe.core.search import api as search
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import label

__all__ = ["refresh"]

#: The longest beginning of what was said that a hit shows.
LONGEST_EXCERPT = 200


def refresh(webinar: Webinar) -> None:
    """Make an announced webinar and its transcript findable for those for whom they are.

    What was said is a thing of its own for each chapter, so that a hit says that it stands in the
    transcript, and leads to the minute.
    """
    _forget_transcript(webinar)
    if not webinar.is_announced:
        search.remove(webinars.SEARCH_KIND, webinar.slug)
        return
    languages = [code for code, _name in settings.LANGUAGES]
    search.put(_document(webinar, language) for language in languages)
    if webinar.shows_recording and not webinar.is_cancelled:
        spoken = {row.language: row for row in webinar.captions.all()}
        for language in languages:
            chosen = spoken_language(webinar, sorted(spoken), language)
            if chosen:
                search.put(_passages(webinar, spoken[chosen], language))


def _forget_transcript(webinar: Webinar) -> None:
    known = {key for key, _language in search.list_known(webinars.TRANSCRIPT_KIND)}
    for key in known:
        if key.startswith(f"{webinar.uuid.hex}@"):
            search.remove(webinars.TRANSCRIPT_KIND, key)


def _audience(webinar: Webinar) -> str:
    return "public" if webinar.access == Access.PUBLIC else search.NETWORK


def _document(webinar: Webinar, language: str) -> search.Document:
    with translation.override(language):
        series = webinar.series
        speakers = " ".join(f"{one['name']} {one['organisation']}" for one in webinar.speakers)
        chapters = " ".join(str(title) for _second, title in webinar.chapters)
        return search.Document(
            kind=webinars.SEARCH_KIND,
            key=webinar.slug,
            language=language,
            title=webinar.shown_title.plain,
            summary=webinar.shown_summary[:280],
            body=f"{webinar.title} {series.shown_title} {series.shown_take_home}"
            f" {label(Topic, series.topic)} {speakers} {chapters} {webinar.summary}",
            path=reverse("webinar_detail", args=[webinar.slug]),
            audience=_audience(webinar),
            topics=(series.topic,),
        )


def _passages(
    webinar: Webinar, captions: WebinarCaptions, language: str
) -> Iterator[search.Document]:
    sections = make_transcript(cues_of(captions.cues), webinar.chapters)
    with translation.override(language):
        for section in sections:
            if section.paragraphs:
                yield _passage(webinar, section, language)


def _passage(webinar: Webinar, section: Section, language: str) -> search.Document:
    text = " ".join(paragraph.text for paragraph in section.paragraphs)
    minutes, seconds = divmod(section.second, 60)
    values = {"time": f"{minutes}:{seconds:02}", "words": _cut(text)}
    title = webinar.shown_title
    return search.Document(
        kind=webinars.TRANSCRIPT_KIND,
        key=f"{webinar.uuid.hex}@{section.second}",
        language=language,
        title=f"{section.title} – {title}" if section.title else title,
        summary=_("In the transcript from minute %(time)s: “%(words)s”") % values,
        body=text,
        path=reverse("webinar_detail", args=[webinar.slug]) + f"?t={section.second}#transcript",
        audience=_audience(webinar),
        topics=(webinar.series.topic,),
    )


def _cut(text: str) -> str:
    if len(text) <= LONGEST_EXCERPT:
        return text
    return f"{text[:LONGEST_EXCERPT].rsplit(' ', 1)[0]} …"
