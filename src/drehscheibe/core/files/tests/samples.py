"""Files as people send them, and as attackers do; made here, so that each can be read."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
HTML = b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ODT_MIME = b"application/vnd.oasis.opendocument.text"
ODS_MIME = b"application/vnd.oasis.opendocument.spreadsheet"
DOCX_TYPES = (
    b'<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
XLSX_TYPES = DOCX_TYPES.replace(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main")


def upload(name: str, content: bytes, content_type: str = "") -> SimpleUploadedFile:
    """Return a file as a form receives it, with whatever type the sender claims."""
    return SimpleUploadedFile(name, content, content_type or "application/octet-stream")


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB") -> bytes:
    """Return a picture in one colour."""
    target = BytesIO()
    Image.new(mode, size, 90).save(target, kind)
    return target.getvalue()


def photograph() -> bytes:
    """Return a picture taken lying on its side, with place, time and camera."""
    taken = Image.new("RGB", (40, 20), "red")
    exif = Image.Exif()
    exif[Base.Make] = "Kamera Beispiel"
    exif[Base.Orientation] = 6
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (51.0, 27.0, 0.0)
    target = BytesIO()
    taken.save(target, "JPEG", exif=exif, comment=b"geheim")
    return target.getvalue()


def huge_png() -> bytes:
    """Return a few bytes that claim to be a picture of 60,000 by 60,000 pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def container(parts: dict[str, bytes]) -> bytes:
    """Return a ZIP container with these parts, in their order."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def docx(**more: bytes) -> bytes:
    return container(
        {"[Content_Types].xml": DOCX_TYPES, "word/document.xml": b"<w:document/>", **more}
    )


def odt() -> bytes:
    return container({"mimetype": ODT_MIME, "content.xml": b"<office:document-content/>"})


def bomb() -> bytes:
    """Return a text document of a few kilobytes that grows to 300 megabytes."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        made.writestr("[Content_Types].xml", DOCX_TYPES)
        with made.open("word/document.xml", "w", force_zip64=True) as part:
            for _megabyte in range(300):
                part.write(b"\0" * 1024 * 1024)
    return target.getvalue()


def overlapping() -> bytes:
    """Return a container whose directory names one part two thousand times."""
    whole = container({"[Content_Types].xml": DOCX_TYPES, "a": b"x" * 50_000})
    start = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    entries = whole[start:end]
    second = entries[entries.index(b"PK\x01\x02", 4) :]
    directory = entries + b"".join(
        second[:-1] + bytes([65 + number % 26]) for number in range(2000)
    )
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2002, 2002, len(directory), start, 0)
    return whole[:start] + directory + tail
