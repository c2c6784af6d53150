"""Addresses of named pages, worked out once per language.

A page names some forty addresses, most of them on every page. The library resolves each anew, which
costs more than drawing the link.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language, override

#: Enough for all pages without arguments and the profiles that are looked at just now.
KEPT = 4096


def url(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a named page in the current language.

    Raises
    ------
    NoReverseMatch
        When there is no such page.
    """
    return url_in(get_language(), name, args, kwargs)


def url_in(
    language: str | None, name: str, args: tuple[object, ...], kwargs: dict[str, object]
) -> str:
    """Return the address of a named page in a language."""
    house = get_urlconf() or settings.ROOT_URLCONF
    return _resolve(house, get_script_prefix(), language, name, args, tuple(sorted(kwargs.items())))


def url_if_exists(name: str, *args: object) -> str:
    """Return the address of a page that this installation may not have; else an empty text."""
    try:
        return url(name, *args)
    except NoReverseMatch:
        return ""


def remembered(find: Callable[..., str]) -> Callable[..., str]:
    """Return one of the functions above for a place where language and house stay the same."""
    # typed: 1 and True are equal, but not as parts of an address.
    return lru_cache(maxsize=KEPT, typed=True)(find)


@lru_cache(maxsize=KEPT, typed=True)
def _resolve(
    house: object,
    _prefix: str,
    language: str | None,
    name: str,
    args: tuple[object, ...],
    kwargs: tuple[tuple[str, object], ...],
) -> str:
    with override(language):
        return reverse(name, urlconf=house, args=args or None, kwargs=dict(kwargs) or None)  # type: ignore[arg-type]
