"""What components need to write safe HTML: attributes and addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

_NAME = re.compile(r"[a-z][a-z0-9:-]*")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:", "webcal:")


def attributes(values: Mapping[str, object]) -> Markup:
    """Return HTML attributes with a space in front of each.

    True gives a bare attribute, False and None give none.

    Raises
    ------
    ValueError
        For inline styles and event handlers, which our content security policy forbids, and for
        names that are no attribute names.
    """
    parts = [
        _attribute(name, value) for name, value in values.items() if value not in (None, False)
    ]
    return Markup("").join(parts)


def _attribute(name: str, value: object) -> Markup:
    if name == "style" or name.startswith("on") or not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} may not be an attribute of a component; use a class or data-*.")
    if value is True:
        return Markup(" {}").format(name)
    return Markup(' {}="{}"').format(name, escape(str(value)))


def safe_href(address: object) -> str:
    """Return an address that a link may carry; an empty text for scripts and other schemes."""
    text = str(address or "").strip()
    # Browsers ignore control characters inside a scheme, so "java\tscript:" is one as well.
    visible = re.sub(r"[\x00-\x20]", "", text)
    scheme = _SCHEME.match(visible)
    if scheme and scheme[0].lower() not in _SAFE_SCHEMES:
        return ""
    return text


def linked_data(values: Mapping[str, object]) -> Markup:
    """Return what a page says to programs (schema.org as JSON-LD), for a script element.

    Empty values are left out, because unknown is not "nothing". No sign in it can end the element.
    """
    known = {name: value for name, value in values.items() if value not in (None, "", [], {})}
    text = json.dumps({"@context": "https://schema.org", **known}, ensure_ascii=False)
    for sign, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, escaped)
    return Markup(text)  # noqa: S704 -- escaped above


def current(href: str, path: str) -> str:
    """Return the value of ``aria-current`` for a link: the page itself, a part of it, or none."""
    if href == path:
        return "page"
    return "true" if href.count("/") > 2 and path.startswith(href) else ""


def nearest_of(addresses: Iterable[str], path: str) -> str:
    """Return the address that the page is, or lies under most closely; empty if there is none."""
    return max((each for each in addresses if path.startswith(each)), key=len, default="")
