"""Recordings: what is taken, how long it lasts, and how parts of it are sent."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.accounts.models import User
from drehscheibe.core.files import api, owners
from drehscheibe.core.files.choices import FileKind
from drehscheibe.core.files.errors import FileRefused
from drehscheibe.core.files.models import StoredFile
from drehscheibe.core.files.recordings import length_of, recognise_recording
from drehscheibe.core.files.tests import samples
from drehscheibe.core.organisations.tests.factories import make_actor

KIND = "files.film"


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


def mp4(seconds: int = 90, brand: bytes = b"isom") -> bytes:
    head = struct.pack(">IIIII", 0, 0, 0, 1000, seconds * 1000) + bytes(80)
    return (
        box(b"ftyp", brand + bytes(4)) + box(b"mdat", b"x" * 50) + box(b"moov", box(b"mvhd", head))
    )


def wave(seconds: int = 3) -> bytes:
    head = struct.pack("<HHIIHH", 1, 1, 100, 100, 1, 8)
    data = b"data" + struct.pack("<I", 100 * seconds) + b"\x80" * 100 * seconds
    body = b"WAVEfmt " + struct.pack("<I", 16) + head + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webm(seconds: float = 12.5, kind: bytes = b"webm") -> bytes:
    def element(name: bytes, content: bytes) -> bytes:
        return name + bytes([0x80 | len(content)]) + content

    duration = element(b"\x44\x89", struct.pack(">d", seconds * 1000))
    info = element(b"\x15\x49\xa9\x66", element(b"\x2a\xd7\xb1", b"\x0f\x42\x40") + duration)
    return element(b"\x1a\x45\xdf\xa3", element(b"\x42\x82", kind)) + element(
        b"\x18\x53\x80\x67", info
    )


def mp3(frames: int = 100) -> bytes:
    frame = b"\xff\xfb\x90\x00" + bytes(413)  # 128 kbit/s, 44.1 kHz
    return b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + frame * frames


@pytest.mark.parametrize(
    ("content", "kind", "seconds"),
    [
        (mp4(), FileKind.MP4, 90),
        (mp4(brand=b"M4A "), FileKind.M4A, 90),
        (webm(), FileKind.WEBM, 12.5),
        (wave(), FileKind.WAV, 3),
        (mp3(), FileKind.MP3, pytest.approx(2.6, abs=0.05)),
    ],
)
def test_recordings_are_known_by_their_content(
    content: bytes, kind: FileKind, seconds: float
) -> None:
    stream = BytesIO(content)

    assert recognise_recording(stream) == kind
    assert length_of(stream, kind) == seconds


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        samples.PDF,
        samples.HTML,
        samples.picture(),
        mp4(brand=b"qt  "),
        mp4()[:60],
        webm(kind=b"matroska"),
        b"RIFF\0\0\0\0AVI LIST",
    ],
)
def test_other_files_and_broken_ones_are_refused(content: bytes) -> None:
    with pytest.raises(FileRefused):
        recognise_recording(BytesIO(content))


@given(
    st.binary(max_size=300), st.sampled_from([mp4(), webm(), wave(), mp3(2)]), st.integers(0, 300)
)
def test_no_bytes_do_anything_but_be_known_or_refused(
    noise: bytes, sample: bytes, place: int
) -> None:
    stream = BytesIO(sample[:place] + noise + sample[place:])
    try:
        kind = recognise_recording(stream)
    except FileRefused:
        return
    seconds = length_of(stream, kind)
    assert seconds is None or seconds > 0


@pytest.fixture
def film(files_folder: object, db: None) -> Iterator[StoredFile]:
    """Return a recording of 344 bytes that everybody may see."""
    seen: set[int | None] = {None}
    owner = api.FileOwner(KIND, lambda actor, _file: actor.person_id in seen, set)
    api.register_owner(owner)
    file = keep(make_actor(), wave())
    yield file
    owners._owners.pop(KIND)


def keep(actor: Actor, content: bytes) -> StoredFile:
    file = api.store_recording(actor, SimpleUploadedFile("Film.exe", content))
    api.attach_file(actor, file, owner_kind=KIND, owner_key="1")
    return file


def ask(file: StoredFile, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    answer = Client().get(f"/dateien/{file.uuid}/", headers=headers)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return answer.status_code, content, dict(answer.headers)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=300-", 300, 343),
        ("bytes=-4", 340, 343),
        ("bytes=-9999", 0, 343),
        ("bytes=340-99999", 340, 343),
    ],
)
def test_a_part_is_sent_as_it_was_asked_for(
    film: StoredFile, asked: str, first: int, last: int
) -> None:
    status, content, headers = ask(film, range=asked)

    assert status == 206
    assert content == wave()[first : last + 1]
    assert headers["Content-Range"] == f"bytes {first}-{last}/344"
    assert headers["Content-Length"] == str(last - first + 1)
    assert headers["Content-Type"] == "audio/wav"


@pytest.mark.parametrize("asked", ["bytes=344-", "bytes=9999-10000", "bytes=-0"])
def test_a_part_that_there_is_not_is_416(film: StoredFile, asked: str) -> None:
    status, content, headers = ask(film, range=asked)

    assert (status, content) == (416, b"")
    assert headers["Content-Range"] == "bytes */344"


@pytest.mark.parametrize(
    "asked", ["", "bytes=5-2", "bytes=0-1,5-6", "lines=1-2", "bytes=", "bytes=a-b", "bytes=-"]
)
def test_what_cannot_be_read_gets_the_whole(film: StoredFile, asked: str) -> None:
    status, content, headers = ask(film, range=asked)

    assert (status, content) == (200, wave())
    assert headers["Accept-Ranges"] == "bytes"


def test_whoever_has_half_of_another_version_gets_the_whole(film: StoredFile) -> None:
    tag = ask(film)[2]["ETag"]

    assert ask(film, range="bytes=0-3", **{"if-range": tag})[0] == 206
    assert ask(film, range="bytes=0-3", **{"if-range": '"other"'})[0] == 200
    assert ask(film, range="bytes=0-3", **{"if-none-match": tag})[0] == 304


def test_nothing_is_compressed_on_the_way(film: StoredFile) -> None:
    status, content, headers = ask(film, range="bytes=0-299", **{"accept-encoding": "gzip"})

    assert (status, len(content)) == (206, 300)
    assert headers["Content-Encoding"] == "identity"


def test_heads_have_no_parts(film: StoredFile) -> None:
    answer = Client().head(f"/dateien/{film.uuid}/", headers={"range": "bytes=0-1"})

    answer.getvalue()

    assert answer.status_code == 200
    assert answer["Content-Length"] == "344"


def test_strangers_get_no_byte_of_what_is_not_public(film: StoredFile) -> None:
    api.register_owner(api.FileOwner(KIND, lambda actor, _f: actor.is_known, set))
    someone = make_actor()
    client = Client()
    client.force_login(User.objects.get(pk=int(someone.person_id or 0)))

    seen = client.get(f"/dateien/{film.uuid}/", headers={"range": "bytes=0-1"})

    assert ask(film, range="bytes=0-1")[0] == 404
    assert seen.status_code == 206
    assert seen["Cache-Control"] == "private, no-store"
    seen.getvalue()


@pytest.mark.django_db
@pytest.mark.usefixtures("files_folder")
@override_settings(FILES_MAX_BYTES=10, RECORDINGS_MAX_BYTES=1000)
def test_limits_of_recordings_are_their_own() -> None:
    file = keep_unowned(wave(seconds=5))

    assert file.label == "Film.wav"
    assert api.length_of_recording(file) == 5
    with pytest.raises(FileRefused):
        keep_unowned(wave(seconds=50))
    with pytest.raises(PermissionError):
        api.store_recording(ANONYMOUS, SimpleUploadedFile("x", wave()))


def keep_unowned(content: bytes) -> StoredFile:
    return api.store_recording(make_actor(), SimpleUploadedFile("Film.exe", content))
