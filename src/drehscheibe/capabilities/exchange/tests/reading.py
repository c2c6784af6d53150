"""What a person reads on a page, taken out of its HTML."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

__all__ = ["acts", "body", "cards", "faulty_fields", "text", "work_rows"]


def text(response: Any) -> str:  # noqa: ANN401 -- of the test client
    """Return the whole page, or the whole file, with single spaces."""
    return " ".join(body(response).split())


def body(response: Any) -> str:  # noqa: ANN401 -- of the test client
    """Return what was sent, in one piece."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(content.decode())


def cards(response: Any) -> list[str]:  # noqa: ANN401 -- of the test client
    """Return the titles of the cards, in their order."""
    titles = re.findall(r'class="card__title"><a [^>]*>([^<]*)</a>', response.content.decode())
    return [unescape(title) for title in titles]


def work_rows(response: Any) -> list[str]:  # noqa: ANN401 -- of the test client
    """Return the linked texts of a work list, in their order."""
    found = re.findall(r'signal-work__task"><a [^>]*>([^<]*)</a>', response.content.decode())
    return [unescape(title) for title in found]


def acts(response: Any) -> set[str]:  # noqa: ANN401 -- of the test client
    """Return the acts of a page for which it has a form."""
    return set(re.findall(r'action="[^"]*/([a-z_]+)/" novalidate', response.content.decode()))


def faulty_fields(response: Any) -> set[str]:  # noqa: ANN401 -- of the test client
    """Return the names of the fields to which the error summary leads."""
    found = re.findall(r'<li><a href="#id_([\w-]+)">', response.content.decode())
    return {name.removesuffix("_0") for name in found}
