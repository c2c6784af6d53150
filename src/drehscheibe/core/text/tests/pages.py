"""What a page says in which language, as a screen reader would take it."""

from __future__ import annotations

from html.parser import HTMLParser

__all__ = ["words_in"]

_VOID = frozenset(
    {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_SILENT = frozenset({"script", "style", "template"})
_SPOKEN_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")


class _Listener(HTMLParser):
    """Collect words by the language of the nearest element that has one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.words: dict[str, list[str]] = {}

    @property
    def language(self) -> str:
        return self.open[-1][1] if self.open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        language = (told.get("lang") or self.language)[:2]
        for name in _SPOKEN_ATTRIBUTES:
            if told.get(name):
                self.words.setdefault(language, []).append(str(told[name]))
        if tag not in _VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == name for name, _language in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(tag in _SILENT for tag, _language in self.open):
            self.words.setdefault(self.language, []).append(" ".join(data.split()))


def words_in(page: str, language: str) -> str:
    """Return what a page says in a language, in its elements and in what is read out of attributes.

    Each piece of text is a line; text of elements in another language is left out.
    """
    listener = _Listener()
    listener.feed(page)
    return "\n".join(listener.words.get(language, []))
