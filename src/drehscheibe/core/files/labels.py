"""Names of files as people read them."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

from drehscheibe.core.files.choices import FileKind
from drehscheibe.core.files.models import MAX_LABEL

__all__ = ["clean_label"]


def clean_label(given: str, kind: FileKind, otherwise: str) -> str:
    """Return what the sender called a file, without folders and tricks, with the true ending.

    Parameters
    ----------
    given : str
        Anything; it never becomes part of a path.
    otherwise : str
        The name if nothing readable is left.
    """
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    # Control characters and marks that turn the direction of reading hide the true ending.
    readable = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    stem = PurePosixPath(" ".join(readable.split())).stem.strip(" .") or otherwise
    return f"{stem[: MAX_LABEL - 6]}.{kind.value}"
