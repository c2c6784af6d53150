"""Read the words of a file that ``core.documents`` made, as somebody's PDF reader shows them.

Knows what Typst writes and no more: pages with fonts that say which letters their shapes are
(ToUnicode), one stream a page, texts of outline and alternatives as UTF-16. Anything else is an error, so
that nothing goes unread without being noticed.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping

__all__ = ["read_pdf"]

_OBJECT = re.compile(rb"^(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL | re.MULTILINE)
_STREAM = re.compile(rb"/Length\s+(\d+)\b.*?>>\s*stream\r?\n", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-F]+)>\s*<([0-9A-F]+)>")
_FONT = re.compile(rb"/(f\d+) (\d+) 0 R")
#: Something is marked, a font chosen, a text shown (between brackets, with distances), or text ends.
_TOKEN = re.compile(
    rb"(?P<mark><<.*?>>\s*BDC)|/(?P<font>f\d+) [\d.]+ Tf|(?P<open>\()|(?P<hex><[0-9A-Fa-f\s]*>)"
    rb"|(?P<end>\bET\b)",
    re.DOTALL,
)
#: In a text: something escaped, or a bracket; brackets in pairs need no escape.
_IN_TEXT = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_UTF_16 = re.compile(rb"<(FEFF[0-9A-F]+)>")
_PLAIN = re.compile(rb"/(?:Title|Alt|ActualText|Contents|Author|Subject|Keywords)\s*\(([^)]*)\)")


def read_pdf(content: bytes) -> str:
    """Return all words of a file: first those on its pages, then those of outline and alternatives.

    Raises
    ------
    AssertionError
        If a page has no text that can be read.
    """
    assert content.startswith(b"%PDF-"), content[:20]
    assert b"/ObjStm" not in content, "objects in compressed streams are not read here"
    objects = {int(match[1]): match[2] for match in _OBJECT.finditer(content)}
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    assert pages, "a file without pages"
    parts = [part for page in pages for part in _words_of_page(page, objects)]
    return "\n".join(("".join(parts), *_hidden_words(content)))


def _hidden_words(content: bytes) -> Iterator[str]:
    """Yield what stands beside the pages: outline, alternatives, what is read aloud."""
    for match in _UTF_16.finditer(content):
        yield bytes.fromhex(match[1].decode())[2:].decode("utf-16-be")
    for match in _PLAIN.finditer(content):
        yield match[1].decode(errors="replace")


def _words_of_page(page: bytes, objects: Mapping[int, bytes]) -> Iterator[str]:
    resources = objects[_reference(page, b"Resources")]
    fonts = {
        match[1]: _letters(_unpacked(objects[_reference(objects[int(match[2])], b"ToUnicode")]))
        for match in _FONT.finditer(resources)
    }
    stream = _unpacked(objects[_reference(page, b"Contents")])
    letters: Mapping[int, str] = {}
    for kind, found in _tokens(stream):
        if kind == "mark":
            yield from _hidden_words(found)
        elif kind == "font":
            letters = fonts[found]
        elif kind == "end":
            yield "\n"
        elif letters:
            codes = [int.from_bytes(found[at : at + 2]) for at in range(0, len(found), 2)]
            unknown = [code for code in codes if code not in letters]
            assert not unknown, f"shapes of which the file does not say the letter: {unknown}"
            yield "".join(letters[code] for code in codes)


def _tokens(stream: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what matters for words, in its order; texts as bytes."""
    at = 0
    while match := _TOKEN.search(stream, at):
        at = match.end()
        if match["open"]:
            begin, depth = at, 1
            while depth:
                inner = _IN_TEXT.search(stream, at)
                assert inner, "a text without an end"
                at = inner.end()
                depth += {b"(": 1, b")": -1}.get(inner[0], 0)
            yield "text", _ESCAPE.sub(_unescaped, stream[begin : at - 1])
        elif match["hex"]:
            yield "text", bytes.fromhex(match["hex"][1:-1].decode())
        else:
            kind = str(match.lastgroup)
            yield kind, match[kind]


def _reference(body: bytes, name: bytes) -> int:
    match = re.search(rb"/" + name + rb"\s+(\d+) 0 R", body)
    assert match, f"no {name.decode()} in {body[:80]!r}"
    return int(match[1])


def _unpacked(body: bytes) -> bytes:
    match = _STREAM.search(body)
    assert match, "an object without a stream"
    # Not up to "endstream": the last byte of what is packed may look like the end of a line.
    content = body[match.end() : match.end() + int(match[1])]
    return zlib.decompress(content) if b"FlateDecode" in body[: match.end()] else content


def _letters(table: bytes) -> dict[int, str]:
    """Return the letters of a font by their number; its tables name each by itself."""
    assert b"beginbfrange" not in table, "a table of ranges is not read here"
    return {
        int(match[1], 16): bytes.fromhex(match[2].decode()).decode("utf-16-be")
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL)
        for match in _PAIR.finditer(block)
    }


def _unescaped(match: re.Match[bytes]) -> bytes:
    found = match[1]
    if found.isdigit():
        return bytes([int(found, 8)])
    return b"" if found.endswith(b"\n") else _ESCAPED.get(found, found)
