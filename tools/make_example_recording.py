"""Make the recording of the example webinar: silent slides of ours as a small WebM.

Run it where Chromium is at hand: ``python -m tools.make_example_recording``. The browser draws and
encodes the slides (VP9); this file puts the frames into a container with a length and an index, so that
players can jump. The captions beside it hold what would be said.
"""

from __future__ import annotations

import base64
import struct
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = (
    Path(__file__).resolve().parents[1]
    / "src/drehscheibe/capabilities/library/data/webinars/dialog-vor-dem-verfahren.webm"
)
WIDTH, HEIGHT, SECONDS = 640, 360, 270
#: Second at which a slide begins, its title, its lines.
SLIDES = (
    (
        0,
        "Dialog vor dem Genehmigungsverfahren",
        ("Beispiel der Servicestelle", "Folien ohne Ton, mit Untertiteln"),
    ),
    (
        45,
        "Warum so früh?",
        (
            "Vor dem Antrag ist vieles offen:",
            "Zufahrten, Höhen, Betriebszeiten",
            "§ 25 Abs. 3 VwVfG",
        ),
    ),
    (
        105,
        "Wen laden wir ein?",
        ("Wer sieht, hört, riecht es?", "Vereine, Schulen, Betriebsrat", "Wer kann abends nicht?"),
    ),
    (150, "Was sagen wir?", ("Was steht fest?", "Was ist offen?", "Was wissen wir noch nicht?")),
    (
        195,
        "Und danach?",
        ("Jede Frage, jede Antwort, mit Datum", "Auch was wir nicht übernehmen, und warum"),
    ),
    (
        240,
        "Zum Mitnehmen",
        ("1  Früh sprechen", "2  Festes und Offenes trennen", "3  Sichtbar antworten"),
    ),
)

_DRAW = """async ([slides, width, height, seconds]) => {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  const frames = [];
  const encoder = new VideoEncoder({
    output: (chunk) => {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      frames.push([chunk.timestamp / 1e6, chunk.type === "key", btoa(String.fromCharCode(...bytes))]);
    },
    error: (fault) => { throw fault; },
  });
  encoder.configure({ codec: "vp09.00.10.08", width, height, bitrate: 24000, framerate: 1 });
  for (let second = 0; second < seconds; second += 3) {
    const slide = slides.findLast((one) => one[0] <= second);
    pen.fillStyle = "#0d3644"; pen.fillRect(0, 0, width, height);
    pen.strokeStyle = "#5e8d9b"; pen.lineWidth = 3;
    pen.beginPath(); pen.arc(width - 70, 70, 40, 0, 7); pen.stroke();
    pen.beginPath(); pen.moveTo(width - 130, 70); pen.lineTo(width - 10, 70); pen.stroke();
    pen.fillStyle = "#e8932c"; pen.fillRect(40, 118, 56, 5);
    pen.fillStyle = "#fbf5e9"; pen.font = "600 26px sans-serif"; pen.fillText(slide[1], 40, 100, width - 190);
    pen.font = "24px sans-serif";
    slide[2].forEach((line, row) => pen.fillText(line, 40, 170 + row * 44, width - 80));
    pen.fillStyle = "#bfd3d8"; pen.font = "15px sans-serif"; pen.fillText("Drehscheibe · Beispiel · CC BY 4.0", 40, height - 28);
    const frame = new VideoFrame(canvas, { timestamp: second * 1e6, duration: 1e6 });
    encoder.encode(frame, { keyFrame: slide[0] === second || second % 30 === 0 });
    frame.close();
  }
  await encoder.flush();
  return frames;
}"""


def element(name: int, content: bytes) -> bytes:
    """Return one element of EBML with its id and size."""
    head = name.to_bytes((name.bit_length() + 7) // 8)
    return head + (len(content) | 1 << 56).to_bytes(8) + content


def number(name: int, value: int) -> bytes:
    return element(name, value.to_bytes(max(1, (value.bit_length() + 7) // 8)))


def text(name: int, value: str) -> bytes:
    return element(name, value.encode())


def contain(frames: list[tuple[float, bool, bytes]]) -> bytes:
    """Return a WebM whose clusters begin with key frames, with an index of them."""
    head = b"".join(
        [
            *(number(0x4286, 1), number(0x42F7, 1), number(0x42F2, 4), number(0x42F3, 8)),
            *(text(0x4282, "webm"), number(0x4287, 2), number(0x4285, 2)),
        ]
    )
    duration = element(0x4489, struct.pack(">d", SECONDS * 1000.0))
    made_by = text(0x4D80, "Drehscheibe") + text(0x5741, "Drehscheibe")
    info = element(0x1549A966, number(0x2AD7B1, 1_000_000) + duration + made_by)
    video = element(0xE0, number(0xB0, WIDTH) + number(0xBA, HEIGHT))
    track = number(0xD7, 1) + number(0x73C5, 1) + number(0x83, 1) + text(0x86, "V_VP9") + video
    tracks = element(0x1654AE6B, element(0xAE, track))
    groups: list[list[tuple[float, bool, bytes]]] = []
    for frame in frames:
        if frame[1]:
            groups.append([])
        groups[-1].append(frame)
    clusters = [_cluster(group) for group in groups]
    starts = [round(group[0][0] * 1000) for group in groups]
    cues = _cues(starts, [0] * len(clusters))
    places, at = [], len(info) + len(tracks) + len(cues)
    for cluster in clusters:
        places.append(at)
        at += len(cluster)
    cues = _cues(starts, places)
    segment = element(0x18538067, info + tracks + cues + b"".join(clusters))
    return element(0x1A45DFA3, head) + segment


def _cluster(group: list[tuple[float, bool, bytes]]) -> bytes:
    start = round(group[0][0] * 1000)
    blocks = b"".join(
        element(
            0xA3,
            b"\x81" + struct.pack(">hB", round(at * 1000) - start, 0x80 if is_key else 0) + content,
        )
        for at, is_key, content in group
    )
    return element(0x1F43B675, number(0xE7, start) + blocks)


def _cues(starts: list[int], places: list[int]) -> bytes:
    # Places are written in eight bytes, so that their size does not depend on them.
    points = b"".join(
        element(
            0xBB,
            number(0xB3, start) + element(0xB7, number(0xF7, 1) + element(0xF1, place.to_bytes(8))),
        )
        for start, place in zip(starts, places, strict=True)
    )
    return element(0x1C53BB6B, points)


def main() -> None:
    """Draw, encode, write."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_page()
        # WebCodecs are there for secure pages only; a local address counts as one.
        page.route(
            "**/*", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html")
        )
        page.goto("https://localhost/")
        drawn = page.evaluate(_DRAW, [[list(one) for one in SLIDES], WIDTH, HEIGHT, SECONDS])
        browser.close()
    frames = [(at, is_key, base64.b64decode(content)) for at, is_key, content in drawn]
    TARGET.write_bytes(contain(frames))
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes, {len(frames)} frames")


if __name__ == "__main__":
    main()
