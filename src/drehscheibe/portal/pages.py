"""Put the editorial pages into an empty hub, in German and English; editors own them from then on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, Site

from drehscheibe.portal.models import (
    ArticlePage,
    HomePage,
    LegalKind,
    LegalPage,
    NewsIndexPage,
    NewsPage,
)

__all__ = ["load_pages"]

DATA = Path(__file__).parent / "data" / "pages"
LANGUAGES = ("de", "en")


@dataclass(frozen=True, slots=True)
class Seed:
    """One page in both languages; texts lie in ``data/pages/<name>.<language>.html``."""

    name: str
    model: type[Page]
    slugs: tuple[str, str]
    fields: tuple[tuple[str, Any], ...] = ()
    parent: str = "home"


SEEDS = (
    Seed("about", ArticlePage, ("ueber-uns", "about")),
    Seed("how-it-works", ArticlePage, ("so-funktioniert-es", "how-it-works")),
    Seed("help", ArticlePage, ("hilfe", "help")),
    Seed("imprint", LegalPage, ("impressum", "imprint"), (("kind", LegalKind.IMPRINT),)),
    Seed("privacy", LegalPage, ("datenschutz", "data-protection"), (("kind", LegalKind.PRIVACY),)),
    Seed(
        "accessibility",
        LegalPage,
        ("barrierefreiheit", "accessibility"),
        (("kind", LegalKind.ACCESSIBILITY),),
    ),
    Seed(
        "easy-language",
        LegalPage,
        ("leichte-sprache", "easy-language"),
        (("kind", LegalKind.EASY_LANGUAGE),),
    ),
    Seed(
        "sign-language",
        LegalPage,
        ("gebaerdensprache", "sign-language"),
        (("kind", LegalKind.SIGN_LANGUAGE),),
    ),
    Seed("news", NewsIndexPage, ("aktuelles", "news")),
    Seed(
        "opening",
        NewsPage,
        ("verzeichnis", "directory"),
        (("published_on", date(2026, 11, 22)),),
        "news",
    ),
)


@transaction.atomic
def load_pages() -> int:
    """Create what is missing and return how many pages were made; existing pages stay untouched."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
    made = 0
    for position, code in enumerate(LANGUAGES):
        pages: dict[str, Page] = {"home": _home(code, locales[code])}
        for seed in SEEDS:
            parent = pages[seed.parent]
            known = parent.get_children().filter(slug=seed.slugs[position]).first()
            if known is None:
                known = _add(seed, code, seed.slugs[position], parent, locales)
                made += 1
            pages[seed.name] = known.specific
    return made


def _home(code: str, locale: Locale) -> Page:
    existing = HomePage.objects.filter(locale=locale).first()
    if existing is not None:
        return existing
    # A database that was emptied has lost the root that the first migration made.
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    title, lead, body = _texts("home", code)
    home = HomePage(title=title, lead=lead, body=body, slug=f"start-{code}", locale=locale)
    first = HomePage.objects.first()
    if first is not None:
        home.translation_key = first.translation_key
    root.add_child(instance=home)
    if code == LANGUAGES[0]:
        old = Site.objects.filter(is_default_site=True).first()
        if old is None:
            Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        else:
            welcome = old.root_page
            old.root_page = home
            old.site_name = "Drehscheibe"
            old.save()
            # The library's own welcome page; nobody wrote it.
            if not isinstance(welcome.specific, HomePage):
                welcome.delete()
    return home


def _add(seed: Seed, code: str, slug: str, parent: Page, locales: dict[str, Locale]) -> Page:
    title, lead, body = _texts(seed.name, code)
    page = seed.model(
        title=title, slug=slug, lead=lead, body=body, locale=locales[code], **dict(seed.fields)
    )
    twin = seed.model.objects.exclude(locale=locales[code]).filter(slug__in=seed.slugs).first()
    if twin is not None:
        page.translation_key = twin.translation_key
    parent.add_child(instance=page)
    return page


def _texts(name: str, code: str) -> tuple[str, str, str]:
    """Return title, lead and body; the file's first two lines are the former two."""
    lines = (DATA / f"{name}.{code}.html").read_text(encoding="utf-8").split("\n", 2)
    title, lead, rest = (*lines, "", "")[:3]
    blocks = [{"type": "text", "value": rest.strip()}] if rest.strip() else []
    return title.strip(), lead.strip(), json.dumps(blocks)
