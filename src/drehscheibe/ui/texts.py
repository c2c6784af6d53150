"""Texts of templates, looked up and made safe once per language."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language, gettext, pgettext
from markupsafe import Markup

#: More than all texts of our templates in both languages.
KEPT = 8192


def translate(message: str, /, **words: object) -> Markup:
    """Return a text of a template in the current language, with its words filled in and escaped."""
    language = get_language()
    return _pattern(message, language) % words if words else _text(message, language)


def translate_in_context(context: str, message: str, /, **words: object) -> Markup:
    """Return a text that needs a context to be told from another one."""
    language = get_language()
    pattern = _pattern_in_context(context, message, language)
    return pattern % words


@lru_cache(maxsize=KEPT)
def _text(message: str, language: str | None) -> Markup:
    # Per cent signs are doubled in every text, also in those without words to fill in.
    return _pattern(message, language) % {}


@lru_cache(maxsize=KEPT)
def _pattern(message: str, _language: str | None) -> Markup:
    return Markup(gettext(message))  # noqa: S704 -- texts of our own templates and catalogues


@lru_cache(maxsize=KEPT)
def _pattern_in_context(context: str, message: str, _language: str | None) -> Markup:
    return Markup(pgettext(context, message))  # noqa: S704 -- texts of our own templates and catalogues
