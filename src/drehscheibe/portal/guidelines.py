"""Put the guidelines into a hub that lacks them, and renew those that no editor has touched.

Whoever saves a page in the back office leaves a revision; from then on the page is theirs.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks.stream_block import StreamValue
from wagtail.models import Locale

from drehscheibe.capabilities.library.api import (
    Audience,
    Phase,
    ReviewRow,
    ReviewSource,
    StartCard,
    StartSection,
    register_review_source,
    register_start_section,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.outbox.epoch import advance_with_commit
from drehscheibe.portal.findable import refresh_page
from drehscheibe.portal.models import GuidelineIndexPage, GuidelinePage, HomePage
from drehscheibe.portal.models.pages import WithBody

__all__ = ["HELP_KIND", "load_guidelines", "register_reviews", "register_section"]

#: Of help votes and of what is to be looked at again.
HELP_KIND = "guideline"

DATA = Path(__file__).parent / "data" / "guidelines"
LANGUAGES = ("de", "en")
REVIEW_AFTER = timedelta(days=365)
#: Guidelines that stand on the front page of the library.
MOST_CARDS = 3

_CHAPTER = re.compile(r"<h2>(.*?)</h2>\s*(.*?)(?=<h2>|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Seed:
    """A guideline in both languages; its texts lie in ``data/guidelines/<name>.<language>.html``."""

    name: str
    slugs: tuple[str, str]
    audience: Audience
    phase: Phase


SEEDS = (
    Seed(
        "acceptance-communication",
        ("akzeptanzkommunikation", "acceptance-communication"),
        Audience.COMPANIES,
        Phase.TALK,
    ),
    Seed(
        "moderating-conflict",
        ("konflikte-moderieren", "moderating-conflict"),
        Audience.INITIATIVES,
        Phase.TALK,
    ),
    Seed(
        "social-partner-steering",
        ("sozialpartner", "social-partners"),
        Audience.INITIATIVES,
        Phase.FOUND,
    ),
    Seed(
        "talking-with-young-people",
        ("junge-menschen", "young-people"),
        Audience.COMPANIES,
        Phase.MEET,
    ),
    Seed(
        "evaluating-dialogue",
        ("dialog-auswerten", "evaluating-dialogue"),
        Audience.ORGANISERS,
        Phase.EVALUATE,
    ),
    Seed(
        "working-with-the-press",
        ("pressearbeit", "working-with-the-press"),
        Audience.INITIATIVES,
        Phase.MEET,
    ),
)
INDEX_SLUGS = ("leitfaeden", "guidelines")


@transaction.atomic
def load_guidelines() -> int:
    """Create what is missing, renew what nobody has edited, and return how many pages were written."""
    made = 0
    for position, code in enumerate(LANGUAGES):
        home = HomePage.objects.filter(locale__language_code=code).first()
        if home is None:
            continue
        index = GuidelineIndexPage.objects.child_of(home).first()
        if index is None:
            index = _add_index(home, code, INDEX_SLUGS[position])
            made += 1
        else:
            title, lead = _lines("index", code)[:2]
            made += _renew(index, {"title": title, "lead": lead})
        for seed in SEEDS:
            slug = seed.slugs[position]
            page = GuidelinePage.objects.child_of(index).filter(slug=slug).first()
            if page is not None:
                made += _renew(page, _texts(seed, code))
            elif not index.get_children().filter(slug=slug).exists():
                _add(index, seed, code, slug)
                made += 1
    return made


def _renew(page: WithBody, texts: dict[str, Any]) -> bool:
    """Bring a page that no editor has saved up to what its file says; return whether it was not."""
    if page.latest_revision_id is not None:
        return False
    before = {name: _plain(getattr(page, name)) for name in texts}
    if before == {name: _plain(value) for name, value in texts.items()}:
        return False
    for name, value in texts.items():
        setattr(page, name, json.dumps(value) if isinstance(value, list) else value)
    page.save()
    refresh_page(page)
    return True


def _plain(value: Any) -> Any:  # noqa: ANN401 -- a text, or blocks as pages and files have them
    """Return texts and blocks without the identifiers that pages give to blocks."""
    if isinstance(value, StreamValue):
        return [
            {"type": block.block_type, "value": _bare(block.get_prep_value()["value"])}
            for block in value
        ]
    return value


def _bare(value: Any) -> Any:  # noqa: ANN401 -- parts of a block
    if isinstance(value, dict):
        return {name: _bare(part) for name, part in value.items()}
    if isinstance(value, list):
        return [
            part["value"] if isinstance(part, dict) and part.get("type") == "item" else _bare(part)
            for part in value
        ]
    return value


def _add_index(home: HomePage, code: str, slug: str) -> GuidelineIndexPage:
    title, lead = _lines("index", code)[:2]
    page = GuidelineIndexPage(title=title, lead=lead, slug=slug, locale=home.locale)
    twin = GuidelineIndexPage.objects.exclude(locale=home.locale).first()
    if twin is not None:
        page.translation_key = twin.translation_key
    home.add_child(instance=page)
    return page


def _add(index: GuidelineIndexPage, seed: Seed, code: str, slug: str) -> None:
    page = GuidelinePage(
        **{
            name: json.dumps(value) if isinstance(value, list) else value
            for name, value in _texts(seed, code).items()
        },
        slug=slug,
        audience=seed.audience,
        phase=seed.phase,
        review_on=timezone.localdate() + REVIEW_AFTER,
        locale=index.locale,
    )
    twin = GuidelinePage.objects.exclude(locale=index.locale).filter(slug__in=seed.slugs).first()
    if twin is not None:
        page.translation_key = twin.translation_key
    index.add_child(instance=page)


def _texts(seed: Seed, code: str) -> dict[str, Any]:
    """Return what the files of a guideline say, by field of the page; blocks as lists."""
    title, lead, summary, rest = _lines(seed.name, code)
    intro, areas = _read_check(seed.name, code)
    return {
        "title": title,
        "lead": lead,
        "summary": summary,
        "body": [
            {"type": "chapter", "value": {"title": heading.strip(), "text": text.strip()}}
            for heading, text in _CHAPTER.findall(rest)
        ],
        "check_intro": intro,
        "self_check": [{"type": "area", "value": area} for area in areas],
    }


def _lines(name: str, code: str) -> tuple[str, str, str, str]:
    """Return title, lead, summary and the rest of a file; the first three are a line each."""
    lines = (DATA / f"{name}.{code}.html").read_text(encoding="utf-8").split("\n", 3)
    title, lead, summary, rest = (*lines, "", "", "")[:4]
    return title.strip(), lead.strip(), summary.strip(), rest


def _read_check(name: str, code: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the self-check of a guideline; most have none."""
    path = DATA / f"{name}.check.{code}.toml"
    if not path.exists():
        return "", []
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return told["intro"], told["areas"]


def register_section() -> None:
    """Show the guidelines on the front page of the library; called from ``AppConfig.ready``."""
    register_start_section("guidelines", _section)


def _section(_actor: Actor) -> StartSection:
    index = GuidelineIndexPage.objects.filter(locale=Locale.get_active()).live().first()
    pages = GuidelinePage.objects.child_of(index).live() if index else GuidelinePage.objects.none()
    return StartSection(
        title=_("Guidelines"),
        lead=_("Short books for difficult moments: read one before you begin."),
        href=str(index.url) if index else "",
        all_label=_("All guidelines"),
        cards=tuple(
            StartCard(page.title, page.lead, page.url, page.get_phase_display())
            for page in pages[:MOST_CARDS]
        ),
        total=pages.count(),
    )


def register_reviews() -> None:
    """Let the office be reminded of guidelines as of the library's own items; from ``AppConfig.ready``."""
    register_review_source(
        ReviewSource(HELP_KIND, gettext_lazy("Guideline"), _list_due, _mark_told, _confirm)
    )


def _list_due(until: date) -> list[ReviewRow]:
    pages = GuidelinePage.objects.live().filter(review_on__lte=until).order_by("review_on", "pk")
    return [
        ReviewRow(
            key=str(page.pk),
            title=page.title,
            review_on=page.review_on,
            url=page.url or "",
            edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        )
        for page in pages
    ]


def _mark_told(key: str, review_on: date) -> bool:
    """Note that the office is told of this date; False if it was before."""
    due = GuidelinePage.objects.filter(pk=int(key), review_on=review_on)
    untold = due.filter(Q(reminded_for__isnull=True) | ~Q(reminded_for=review_on))
    return bool(untold.update(reminded_for=review_on))


def _confirm(_actor: Actor, key: str) -> str:
    """Let a guideline count as right for another year; a draft of the editors gets the date, too."""
    page = GuidelinePage.objects.live().get(pk=int(key))
    page.review_on = timezone.localdate() + REVIEW_AFTER
    page.save(update_fields=["review_on"])
    if page.latest_revision is not None:
        draft = page.get_latest_revision_as_object()
        draft.review_on = page.review_on
        # What was unpublished stays unpublished, what was not does not become it.
        draft.save_revision(changed=False)
    advance_with_commit()
    return str(page.title)
