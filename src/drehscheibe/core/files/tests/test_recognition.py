"""What is taken is harmless; what is not taken gets a sentence that says why."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.utils import translation
from PIL import Image

from drehscheibe.core.files.choices import FileKind
from drehscheibe.core.files.errors import FileRefused
from drehscheibe.core.files.labels import clean_label
from drehscheibe.core.files.pictures import LONGEST_EDGE, clean_picture
from drehscheibe.core.files.sniffing import recognise
from drehscheibe.core.files.tests import samples


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (samples.PDF, FileKind.PDF),
        (samples.PDF + b"\r\n\x00 ", FileKind.PDF),
        (samples.picture("PNG"), FileKind.PNG),
        (samples.picture("JPEG"), FileKind.JPEG),
        (samples.picture("WEBP"), FileKind.WEBP),
        (samples.docx(), FileKind.DOCX),
        (samples.container({"[Content_Types].xml": samples.XLSX_TYPES}), FileKind.XLSX),
        (samples.odt(), FileKind.ODT),
        (samples.container({"mimetype": samples.ODS_MIME}), FileKind.ODS),
        (b"Kreis;Betriebe\nHameln-Pyrmont;12\n", FileKind.CSV),
        ("Der Bescheid kam nach 14 Monaten, für 3 < x < 5 Hallen.\n".encode(), FileKind.TEXT),
        ("Größe in Zeichen des alten Windows".encode("cp1252"), FileKind.TEXT),
    ],
)
def test_kind_is_found_in_the_content(content: bytes, kind: FileKind) -> None:
    assert recognise(BytesIO(content)) == kind


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "leer"),
        (b" \n\x00\x00", "leer"),
        (samples.HTML, "Web-Seite"),
        (samples.SVG, "Web-Seite"),
        (b"<?xml version='1.0'?>" + samples.SVG, "Web-Seite"),
        (b"Ganz harmlos.\n" * 20 + samples.HTML, "Web-Seite"),
        (b"GIF89a" + b"\x01\x00" * 40, "nicht angenommen"),
        (b"MZ\x90\x00\x03" + b"\x00" * 60, "nicht angenommen"),
        (b"\x00\x01\x02" * 30, "nicht angenommen"),
        (samples.container({"readme.txt": b"Hallo"}), "nicht angenommen"),
        (samples.PDF[:30], "nicht vollständig"),
        (samples.PDF + samples.HTML, "Hinter dem Ende"),
        (samples.PDF + samples.docx(), "Hinter dem Ende"),
        (samples.HTML + samples.PDF, "Web-Seite"),
        (samples.docx()[:200], "beschädigt"),
        (samples.docx(**{"word/vbaProject.bin": b"x"}), "Makros"),
        (
            samples.container({"[Content_Types].xml": samples.DOCX_TYPES + b"macroEnabled"}),
            "Makros",
        ),
        (samples.container({"mimetype": samples.ODT_MIME, "Basic/a.xml": b"x"}), "Makros"),
        (samples.docx(**{"../../etc/cron.d/x": b"x"}), "beschädigt"),
        (samples.overlapping(), "viel zu groß"),
    ],
)
def test_the_rest_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    with translation.override("de"), pytest.raises(FileRefused, match=reason):
        recognise(BytesIO(content))


def test_a_small_document_that_grows_huge_is_refused_without_unpacking_it() -> None:
    bomb = samples.bomb()

    assert len(bomb) < 500_000
    with translation.override("de"), pytest.raises(FileRefused, match="viel zu groß"):
        recognise(BytesIO(bomb))


def test_a_document_with_something_in_front_is_refused() -> None:
    # A self-extracting program, or a picture that is also an archive.
    with pytest.raises(FileRefused):
        recognise(BytesIO(b"#!/bin/sh\n" + samples.docx()))


def test_a_photograph_loses_place_camera_and_comment_and_stands_upright() -> None:
    sent = samples.photograph()
    assert b"Kamera Beispiel" in sent

    clean = clean_picture(BytesIO(sent))

    with Image.open(BytesIO(clean.content)) as kept:
        assert dict(kept.getexif()) == {}
        assert kept.size == (20, 40) == (clean.width, clean.height)
        assert kept.convert("RGB").getpixel((5, 5)) == pytest.approx((254, 0, 0), abs=3)
    assert b"Kamera" not in clean.content
    assert b"geheim" not in clean.content


def test_what_hides_behind_a_picture_is_gone() -> None:
    polyglot = samples.picture("PNG") + samples.docx() + samples.HTML

    clean = clean_picture(BytesIO(polyglot))

    assert b"PK\x03\x04" not in clean.content
    assert b"<script>" not in clean.content


def test_a_picture_with_text_inside_loses_it() -> None:
    target = BytesIO()
    made = Image.new("RGB", (5, 5))
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 -- beside its only use

    notes = PngInfo()
    notes.add_text("Comment", "<script>alert(1)</script>")
    made.save(target, "PNG", pnginfo=notes)

    assert b"alert" in target.getvalue()
    assert b"alert" not in clean_picture(target).content


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16", "RGB"])
def test_every_kind_of_png_is_readable_afterwards(mode: str) -> None:
    target = BytesIO()
    Image.new(mode, (30, 10), 1).save(target, "PNG")

    clean = clean_picture(target)

    with Image.open(BytesIO(clean.content)) as kept:
        kept.load()
        assert kept.size == (30, 10)


def test_transparency_of_a_picture_stays() -> None:
    target = BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(target, "PNG")

    with Image.open(BytesIO(clean_picture(target).content)) as kept:
        assert kept.convert("RGBA").getpixel((1, 1))[3] == 0  # type: ignore[index]


def test_a_sixteen_bit_scan_does_not_turn_white() -> None:
    target = BytesIO()
    Image.new("I;16", (10, 10), 256 * 100).save(target, "PNG")

    with Image.open(BytesIO(clean_picture(target).content)) as kept:
        assert kept.convert("L").getpixel((1, 1)) == 100


def test_a_large_picture_is_made_smaller() -> None:
    clean = clean_picture(BytesIO(samples.picture("JPEG", (6000, 3000))))

    assert (clean.width, clean.height) == (LONGEST_EDGE, LONGEST_EDGE // 2)


@pytest.mark.parametrize("content", [samples.huge_png(), samples.picture("PNG", (8000, 6000))])
def test_too_many_pixels_are_refused_unread(content: bytes) -> None:
    with translation.override("de"), pytest.raises(FileRefused, match="40 Millionen"):
        clean_picture(BytesIO(content))


def test_half_a_picture_is_refused() -> None:
    whole = samples.picture("JPEG", (400, 400))

    with translation.override("de"), pytest.raises(FileRefused, match="beschädigt"):
        clean_picture(BytesIO(whole[: len(whole) // 3]))


@pytest.mark.parametrize(
    ("given", "label"),
    [
        ("Bescheid 2024.PDF", "Bescheid 2024.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\Windows\\System32\\calc.exe", "calc.pdf"),
        ("rechnung\u202efdp.exe", "rechnungfdp.pdf"),
        ("bild.png.html", "bild.png.pdf"),
        ('a"b<c>.pdf', "abc.pdf"),
        ("ze\x00ro\r\nSet-Cookie: x.pdf", "zeroSet-Cookie x.pdf"),
        ("", "Datei.pdf"),
        ("....", "Datei.pdf"),
        ("ä" * 300 + ".pdf", "ä" * 94 + ".pdf"),
    ],
)
def test_a_label_is_readable_and_tells_the_truth(given: str, label: str) -> None:
    assert clean_label(given, FileKind.PDF, "Datei") == label
