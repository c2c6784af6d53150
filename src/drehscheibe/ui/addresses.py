"""Under which addresses a page stands: in each language, and the one that search engines keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils import translation

from drehscheibe.ui.named_addresses import url_if_exists, url_in

__all__ = ["Addresses", "addresses_of", "tell_translations"]

#: Pages of editors say themselves where they stand; what has not said so is not there.
EDITORIAL = "wagtail_serve"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of one page.

    Attributes
    ----------
    canonical : str
        Absolute; without filters, because a filtered list is a view of the same page.
    alternates : tuple of (str, str)
        Language and absolute address of every language there is, own one included; empty if
        there is only one. ``x-default`` is the German page.
    other_language : str
        Where the language switch leads: the translation, else the home page in that language.
    """

    canonical: str
    alternates: tuple[tuple[str, str], ...]
    other_language: str


def tell_translations(request: HttpRequest, paths: Mapping[str, str]) -> None:
    """Say at which path the page stands in each language, own one included.

    For pages whose address does not follow from its name, such as those of editors. It must be
    called before the page is rendered.
    """
    request.translations = dict(paths)  # type: ignore[attr-defined]


def addresses_of(request: HttpRequest, language: str, other: str) -> Addresses:
    """Return the addresses of the page that answers the request; no query."""
    told: dict[str, str] | None = getattr(request, "translations", None)
    if told is None:
        switch = _translated(request, other)
        path = switch.partition("?")[0]
        paths = {language: request.path, **({other: path} if path else {})}
    else:
        paths, switch = told, told.get(other, "")
    number = request.GET.get("page", "")
    is_later_page = number.isdecimal() and int(number[:9]) > 1
    canonical = settings.BASE_URL + request.path + (f"?page={number}" if is_later_page else "")
    return Addresses(
        canonical=canonical,
        alternates=() if is_later_page else _alternates(paths),
        other_language=switch or _home(other),
    )


def _translated(request: HttpRequest, language: str) -> str:
    """Return the address of this page in another language; empty if it has none."""
    match = request.resolver_match
    if match is None or not match.view_name or match.view_name == EDITORIAL:
        return ""
    try:
        captured = match.captured_kwargs or {}  # type: ignore[attr-defined]
        address = url_in(language, match.view_name, match.args, captured)
    except NoReverseMatch:
        return ""
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def _alternates(paths: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    if len(paths) < 2:
        return ()
    known = [(code, paths[code]) for code, _name in settings.LANGUAGES if code in paths]
    default = [("x-default", paths[settings.LANGUAGE_CODE])]
    return tuple((code, settings.BASE_URL + path) for code, path in [*known, *default])


def _home(language: str) -> str:
    with translation.override(language):
        return url_if_exists("home") or f"/{language}/"
