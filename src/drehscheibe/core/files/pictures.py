"""Make pictures harmless: read their pixels and write them anew, and nothing else.

What is not a pixel does not survive: place and time of a photograph, the name of the camera,
comments, colour profiles, and whatever somebody hid behind the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from drehscheibe.core.files.choices import FileKind
from drehscheibe.core.files.errors import FileRefused

__all__ = ["CleanPicture", "clean_picture"]

#: Pixels that are read at most; a small file can claim billions.
MAX_PIXELS = 40_000_000
#: Longer edge of what is kept; enough to read a scanned page.
LONGEST_EDGE = 2560
JPEG_QUALITY = 86

_FORMATS = {"PNG": FileKind.PNG, "JPEG": FileKind.JPEG, "WEBP": FileKind.WEBP}
_SAVING: dict[FileKind, dict[str, Any]] = {
    FileKind.PNG: {"format": "PNG", "optimize": True},
    FileKind.JPEG: {
        "format": "JPEG",
        "quality": JPEG_QUALITY,
        "optimize": True,
        "progressive": True,
    },
    FileKind.WEBP: {"format": "WEBP", "quality": JPEG_QUALITY},
}


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A picture made anew; sizes in pixels."""

    content: bytes
    kind: FileKind
    width: int
    height: int


def clean_picture(stream: BinaryIO) -> CleanPicture:
    """Return the picture in the same format, upright, in sRGB, without anything beside its pixels.

    Of a moving picture the first frame is kept.

    Raises
    ------
    FileRefused
        If it cannot be read or claims more than ``MAX_PIXELS``.
    """
    stream.seek(0)
    try:
        # A warning in everyday life, an error where warnings are errors: both end here.
        with Image.open(stream, formats=tuple(_FORMATS)) as picture:
            kind = _FORMATS[str(picture.format)]
            _check_pixels(picture)
            picture.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
            return _write(_prepare(picture, kind), kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_many_pixels() from bomb
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as fault:
        raise FileRefused(
            _("This picture is damaged or not complete. Please save it once more.")
        ) from fault


def _check_pixels(picture: Image.Image) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> FileRefused:
    return FileRefused(
        _("This picture is too large. It may have up to %(n)s million pixels.")
        % {"n": number_format(MAX_PIXELS // 1_000_000)}
    )


def _prepare(picture: Image.Image, kind: FileKind) -> Image.Image:
    has_alpha = picture.has_transparency_data and kind != FileKind.JPEG
    profile = picture.info.get("icc_profile")
    picture.load()
    made = ImageOps.exif_transpose(picture)
    if made.mode.startswith("I"):  # sixteen bits a pixel, of scanners
        made = made.point(lambda value: value * (1 / 256)).convert("L")
    if made.mode in ("L", "1"):
        made = made.convert("L")
    elif profile:
        made = _in_standard_colours(made, profile, "RGBA" if has_alpha else "RGB")
    else:
        made = made.convert("RGBA" if has_alpha else "RGB")
    made.thumbnail((LONGEST_EDGE, LONGEST_EDGE), Image.Resampling.LANCZOS)
    made.info.clear()
    return made


def _in_standard_colours(picture: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """Return the picture in sRGB; a profile that cannot be read is left out."""
    if picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture.convert(mode)
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        made = ImageCms.profileToProfile(
            picture,
            source,
            target,
            outputMode="RGB" if picture.mode == "CMYK" else picture.mode,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        made = picture
    return (made or picture).convert(mode)


def _write(picture: Image.Image, kind: FileKind) -> CleanPicture:
    target = BytesIO()
    picture.save(target, **_SAVING[kind])
    return CleanPicture(target.getvalue(), kind, picture.width, picture.height)
