"""German texts that answer none of the questions: messages of the libraries that the hub runs on."""

from __future__ import annotations

import importlib.util
import re
from itertools import islice
from pathlib import Path

from babel.messages.pofile import read_po

#: Their German messages (BSD, MIT) are installed with the hub and speak of software only.
PACKAGES = ("django", "wagtail", "allauth", "rest_framework", "django_filters", "taggit")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{[^}]*\}|<[^>]+>")
_SENTENCES = 2


def distractors(wanted: int) -> list[dict[str, str]]:
    """Return ``wanted`` different texts, always the same ones."""
    sentences = list(dict.fromkeys(_sentences()))
    documents: list[dict[str, str]] = []
    for first in range(1, len(sentences)):
        for start in range(0, len(sentences) - first * _SENTENCES, _SENTENCES):
            title = sentences[start]
            body = " ".join(
                islice(sentences, start + first, start + first + _SENTENCES + first // 8)
            )
            documents.append(
                {"id": f"message-{len(documents)}", "title": title[:120], "body": body}
            )
            if len(documents) == wanted:
                return documents
    raise ValueError(f"there are only {len(documents)} texts")


def _sentences() -> list[str]:
    found = []
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            continue
        for path in sorted(Path(spec.origin).parent.rglob("locale/de/LC_MESSAGES/*.po")):
            with path.open("rb") as file:
                catalogue = read_po(file, locale="de")
            for message in catalogue:
                texts = message.string if isinstance(message.string, tuple) else (message.string,)
                found += [_PLACEHOLDER.sub(" ", text) for text in texts if text and message.id]
    return [" ".join(text.split()) for text in found if len(text) > 20]
