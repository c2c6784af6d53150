"""A logo that somebody sends: made anew, small, and always PNG."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import Image

from drehscheibe.core.files.api import clean_picture

__all__ = ["SmallLogo", "shrink_logo"]

#: Longer edges, in pixels, that are tried until the picture is small enough to travel with a form.
EDGES = (800, 560, 400, 280, 200)
MOST_BYTES = 400_000


@dataclass(frozen=True, slots=True)
class SmallLogo:
    """A PNG of at most ``MOST_BYTES``; sizes in pixels."""

    content: bytes
    width: int
    height: int


def shrink_logo(stream: BinaryIO) -> SmallLogo:
    """Return the picture without anything beside its pixels, as a small PNG.

    Raises
    ------
    FileRefused
        If it is no picture that we read.
    """
    with Image.open(BytesIO(clean_picture(stream).content)) as picture:
        picture.load()
        for edge in EDGES:
            small = picture.copy()
            small.thumbnail((edge, edge), Image.Resampling.LANCZOS)
            target = BytesIO()
            small.save(target, format="PNG", optimize=True)
            if target.tell() <= MOST_BYTES:
                break
    return SmallLogo(target.getvalue(), small.width, small.height)
