"""Look into recordings: what they are, whether they are whole, and how long they last.

Only heads of boxes are read, never the sound or the pictures: a recording of any size costs a few
kilobytes. Sources: ISO/IEC 14496-12 (boxes of MP4), RFC 8794 and the WebM guidelines (EBML), ISO/IEC
11172-3 (heads of MPEG frames), the RIFF specification of Microsoft and IBM (1991).
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from drehscheibe.core.files.choices import FileKind
from drehscheibe.core.files.errors import FileRefused

__all__ = ["length_of", "recognise_recording"]

HEAD_BYTES = 4096
#: Boxes of one level that are looked at; real files have a dozen, fragmented ones thousands.
MOST_BOXES = 20_000
_MP4_BRANDS = frozenset(
    {
        *(b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9"),
        *(b"mp41", b"mp42", b"avc1", b"M4V ", b"M4VH", b"M4VP", b"dash", b"f4v ", b"MSNV"),
    }
)
_M4A_BRANDS = frozenset({b"M4A ", b"M4B "})


def recognise_recording(stream: BinaryIO) -> FileKind:
    """Return what the recording is, by what stands in it.

    Raises
    ------
    FileRefused
        If it is empty, broken off, or of a kind that is not taken.
    """
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    if not head.strip(b"\x00 \t\r\n"):
        raise FileRefused(_("This file is empty."))
    if head[4:8] == b"ftyp":
        return _kind_of_boxes(stream, head)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return _kind_of_ebml(stream, head)
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return FileKind.WAV
    if head.startswith(b"ID3") or _frame_head(head) is not None:
        return FileKind.MP3
    raise FileRefused(_("This is no recording. Please send MP4, WebM, MP3, M4A or WAV."))


def length_of(stream: BinaryIO, kind: FileKind) -> float | None:
    """Return how many seconds a recording lasts; None where the file does not say."""
    read = {
        FileKind.MP4: _length_of_boxes,
        FileKind.M4A: _length_of_boxes,
        FileKind.WEBM: _length_of_ebml,
        FileKind.WAV: _length_of_wave,
        FileKind.MP3: _length_of_frames,
    }.get(kind)
    try:
        seconds = read(stream) if read else None
    except (struct.error, IndexError, ZeroDivisionError):
        return None
    # A year is longer than any recording: then the file lies.
    return seconds if seconds is not None and 0 < seconds < 366 * 86400 else None


def _size(stream: BinaryIO) -> int:
    return stream.seek(0, os.SEEK_END)


# MP4 and M4A


def _kind_of_boxes(stream: BinaryIO, head: bytes) -> FileKind:
    brand = head[8:12]
    length = struct.unpack(">I", head[:4])[0]
    compatible = {head[at : at + 4] for at in range(16, min(length, 256), 4)}
    if brand in _M4A_BRANDS:
        kind = FileKind.M4A
    elif brand in _MP4_BRANDS or compatible & _MP4_BRANDS:
        kind = FileKind.MP4
    else:
        raise FileRefused(
            _("Browsers cannot play this kind of video. Please save it as MP4 or WebM.")
        )
    names = {name for name, _start, _end in _boxes(stream, 0, _size(stream))}
    if b"moov" not in names:
        raise FileRefused(
            _("This recording is broken off: its directory is missing. Please export it again.")
        )
    return kind


def _boxes(stream: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, start and end of the content of each box between two places."""
    at = start
    for _number in range(MOST_BOXES):
        stream.seek(at)
        head = stream.read(16)
        if len(head) < 8 or at >= end:
            return
        size, name = struct.unpack(">I4s", head[:8])
        inside = at + 8
        if size == 1 and len(head) == 16:
            size, inside = struct.unpack(">Q", head[8:])[0], at + 16
        elif size == 0:
            size = end - at
        if size < inside - at or at + size > end:
            return
        yield name, inside, at + size
        at += size


def _length_of_boxes(stream: BinaryIO) -> float | None:
    for name, start, end in _boxes(stream, 0, _size(stream)):
        if name == b"moov":
            for inner, at, _end in _boxes(stream, start, end):
                if inner == b"mvhd":
                    return _length_of_movie(stream, at)
    return None


def _length_of_movie(stream: BinaryIO, at: int) -> float:
    stream.seek(at)
    head = stream.read(32)
    if head[0] == 1:
        scale, duration = struct.unpack(">IQ", head[20:32])
    else:
        scale, duration = struct.unpack(">II", head[12:20])
    return float(duration) / float(scale)


# WebM

_EBML_DOCTYPE, _SEGMENT, _INFO = 0x4282, 0x18538067, 0x1549A966
_SCALE, _DURATION, _CLUSTER = 0x2AD7B1, 0x4489, 0x1F43B675


def _kind_of_ebml(stream: BinaryIO, head: bytes) -> FileKind:
    _id, size, at = _element(head, 0)
    for name, start, end in _elements(stream, at, at + size):
        if name == _EBML_DOCTYPE:
            stream.seek(start)
            if stream.read(end - start).rstrip(b"\0") == b"webm":
                return FileKind.WEBM
    raise FileRefused(_("Browsers cannot play this kind of video. Please save it as MP4 or WebM."))


def _element(head: bytes, at: int) -> tuple[int, int, int]:
    """Return id, size and start of the content of the element that begins here."""
    width = 9 - head[at].bit_length()
    name = int.from_bytes(head[at : at + width])
    at += width
    width = 9 - head[at].bit_length()
    size = int.from_bytes(head[at : at + width]) & ((1 << (7 * width)) - 1)
    if size == (1 << (7 * width)) - 1:
        size = -1  # not known: until the end
    return name, size, at + width


def _elements(stream: BinaryIO, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    at = start
    for _number in range(MOST_BOXES):
        if at >= end:
            return
        stream.seek(at)
        head = stream.read(16)
        if len(head) < 3 or not head[0]:
            return
        name, size, inside = _element(head.ljust(16, b"\0"), 0)
        stop = end if size < 0 else at + inside + size
        yield name, at + inside, min(stop, end)
        at = stop


def _length_of_ebml(stream: BinaryIO) -> float | None:
    end = _size(stream)
    segment = next((each for each in _elements(stream, 0, end) if each[0] == _SEGMENT), None)
    if segment is None:
        return None
    for name, start, stop in _elements(stream, segment[1], segment[2]):
        if name == _INFO:
            return _length_of_info(stream, start, stop)
        if name == _CLUSTER:
            return None
    return None


def _length_of_info(stream: BinaryIO, start: int, stop: int) -> float | None:
    scale, duration = 1_000_000, None
    for name, at, end in _elements(stream, start, stop):
        stream.seek(at)
        content = stream.read(min(end - at, 8))
        if name == _SCALE:
            scale = int.from_bytes(content)
        elif name == _DURATION:
            duration = struct.unpack(">f" if len(content) == 4 else ">d", content)[0]
    return duration * scale / 1e9 if duration is not None else None


# WAV


def _length_of_wave(stream: BinaryIO) -> float | None:
    end, at, rate = _size(stream), 12, 0
    while at + 8 <= end:
        stream.seek(at)
        name, size = struct.unpack("<4sI", stream.read(8))
        if name == b"fmt ":
            rate = struct.unpack("<I", stream.read(16)[8:12])[0]
        if name == b"data":
            return float(min(size, end - at - 8)) / rate
        at += 8 + size + size % 2
    return None


# MP3

_KILOBITS = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_HERTZ = {1: (44100, 48000, 32000), 2: (22050, 24000, 16000), 2.5: (11025, 12000, 8000)}


def _frame_head(head: bytes, at: int = 0) -> tuple[int, int, int] | None:
    """Return bits a second, samples a second and samples of the layer III frame that begins here."""
    if len(head) < at + 4 or head[at] != 0xFF or head[at + 1] & 0xE6 != 0xE2:
        return None
    version = {3: 1, 2: 2, 0: 2.5}.get(head[at + 1] >> 3 & 3)
    bits, hertz = head[at + 2] >> 4, head[at + 2] >> 2 & 3
    if version is None or bits in (0, 15) or hertz == 3:
        return None
    table = _KILOBITS[1 if version == 1 else 2]
    return table[bits] * 1000, _HERTZ[version][hertz], 1152 if version == 1 else 576


def _length_of_frames(stream: BinaryIO) -> float | None:
    end, at = _size(stream), 0
    stream.seek(0)
    head = stream.read(10)
    if head.startswith(b"ID3"):
        at = 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])
    stream.seek(at)
    frame = stream.read(HEAD_BYTES)
    first = next((n for n in range(len(frame) - 4) if _frame_head(frame, n) is not None), None)
    if first is None:
        return None
    found = _frame_head(frame, first)
    assert found is not None  # noqa: S101 -- looked for it in the line above
    bits, hertz, samples = found
    for mark in (b"Xing", b"Info"):
        place = frame.find(mark, first, first + 200)
        if place >= 0 and frame[place + 7] & 1:
            frames: int = struct.unpack(">I", frame[place + 8 : place + 12])[0]
            return frames * samples / hertz
    return (end - at - first) * 8 / bits
