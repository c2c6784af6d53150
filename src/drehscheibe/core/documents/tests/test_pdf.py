"""The file: accessible, the same every time, and deaf to what texts would like to be."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typst

from drehscheibe.core.documents import compiling, pdf
from drehscheibe.core.documents.letters import FONTS, breakable, known_letters, printable
from drehscheibe.core.documents.tests.samples import HOSTILE, make_document
from drehscheibe.core.documents.tree import Document, Paragraph, Section


def plain(content: bytes) -> bytes:
    """Return the file with its compressed parts unpacked."""
    parts = [content]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            parts.append(zlib.decompress(match.group(1)))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_file_says_title_language_and_standard() -> None:
    content = plain(pdf.render_pdf(make_document("Größere Hallen")))

    assert content.startswith(b"%PDF-1.7")
    assert b"/Lang(de)" in content.replace(b" ", b"")
    assert b"/Marked true" in content
    assert b"/DisplayDocTitle true" in content
    assert "Größere Hallen".encode() in content  # in the metadata
    assert re.search(rb"<pdfuaid:part>1", content)


def test_file_is_tagged_down_to_heads_of_tables_and_alternative_texts() -> None:
    content = plain(pdf.render_pdf(make_document()))

    tags = ("Title", "H1", "H2", "L", "LI", "Table", "TH", "TD", "Figure", "BlockQuote")
    missing = [tag for tag in tags if not re.search(rf"/S\s*/{tag}\b".encode(), content)]
    assert missing == []
    assert b"/Alt" in content
    assert b"/Scope" in content


def test_same_tree_gives_the_same_bytes() -> None:
    assert pdf.render_pdf(make_document()) == pdf.render_pdf(make_document())
    assert pdf.render_pdf(make_document()) != pdf.render_pdf(make_document("Anders."))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_texts_are_never_read_as_markup(text: str) -> None:
    document = make_document(text)

    assert pdf.render_pdf(document).startswith(b"%PDF")
    # Typst tells what it understood: the heading is the text, letter by letter.
    data = json.dumps(pdf.as_data(document), ensure_ascii=False)
    compiler = typst.Compiler(
        str(pdf.TEMPLATE),
        root=str(pdf.TEMPLATE.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"document": data},
    )
    headings = json.loads(compiler.query("heading", field="body"))
    wanted = breakable(printable(text))
    assert {_text_of(one).strip() for one in headings} == {wanted.strip()}


def _text_of(content: dict[str, object]) -> str:
    if content["func"] == "sequence":
        children = content["children"]
        assert isinstance(children, list)
        return "".join(_text_of(child) for child in children)
    return {"space": " ", "linebreak": "\n"}.get(str(content["func"])) or str(content["text"])


def test_every_letter_that_we_claim_can_stand_in_a_file() -> None:
    letters = sorted(known_letters())
    lines = "\n".join(" ".join(letters[n : n + 40]) for n in range(0, len(letters), 40))
    document = make_document(sections=(Section("Alle", (Paragraph(lines),)),))

    assert pdf.render_pdf(document).startswith(b"%PDF")


def test_panic_of_the_typesetter_costs_letters_and_not_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class PanicException(BaseException):
        pass

    compile_plainly = compiling._compile
    tried: list[dict[str, Any]] = []

    def fall_over_once(template: Path, data: dict[str, Any], options: dict[str, Any]) -> bytes:
        tried.append(data)
        if len(tried) == 1:
            raise PanicException
        return compile_plainly(template, data, options)

    monkeypatch.setattr(compiling, "_compile", fall_over_once)
    assert pdf.render_pdf(make_document("Größe Ω")).startswith(b"%PDF")
    assert "Ω" in json.dumps(tried[0], ensure_ascii=False)
    assert "Ω" not in json.dumps(tried[1], ensure_ascii=False)


def test_a_file_is_made_once_and_anew_when_a_word_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    render = pdf.render_pdf

    def count(document: Document) -> bytes:
        made.append(document)
        return render(document)

    monkeypatch.setattr(pdf, "render_pdf", count)
    document = make_document("Einmal gemacht.")

    first, second = pdf.find_pdf(document), pdf.find_pdf(make_document("Einmal gemacht."))
    pdf.find_pdf(replace(document, title="Anders"))

    assert first == second
    assert len(made) == 2
