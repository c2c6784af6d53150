"""Let Typst set a template with data; one compiler per template and process."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from drehscheibe.core.documents.letters import FONTS, latin_only, printable

if TYPE_CHECKING:
    import typst

__all__ = ["ASSETS", "Clean", "compile_template", "template_mark"]

ASSETS = Path(__file__).parent / "assets"

#: Makes a text of which every letter has a shape.
Clean = Callable[[str], str]

#: A compiler keeps fonts and template; one document is made at a time.
_lock = Lock()


def compile_template(
    template: Path,
    make_data: Callable[[Clean], dict[str, Any]],
    *,
    issued_on: date,
    kind: Literal["pdf", "png"] = "pdf",
    dots_per_inch: float = 72,
) -> bytes:
    """Return a template filled with data, as a PDF/UA-1 file or as one picture.

    Parameters
    ----------
    make_data : callable
        From how texts are cleaned to what the template reads.

    Raises
    ------
    typst.TypstError
        If the data break a rule of PDF/UA that their types do not prevent.
    """
    import typst  # noqa: PLC0415 -- 7 MB, and most processes make no document

    moment = int(datetime.combine(issued_on, time(12), UTC).timestamp())
    options: dict[str, Any] = {"format": kind, "timestamp": moment}
    if kind == "pdf":
        options["pdf_standards"] = ["ua-1"]
    else:
        options["ppi"] = dots_per_inch
    try:
        return _compile(template, make_data(printable), options)
    except typst.TypstError:
        raise
    except (
        BaseException
    ) as panic:  # Typst 0.15 panics on some rare clusters; its exception is no Exception
        if type(panic).__name__ != "PanicException":
            raise
        _compiler.cache_clear()
        return _compile(template, make_data(latin_only), options)


def _compile(template: Path, data: dict[str, Any], options: dict[str, Any]) -> bytes:
    inputs = {"document": json.dumps(data, ensure_ascii=False)}
    with _lock:
        made = _compiler(template).compile(sys_inputs=inputs, **options)
    if not isinstance(made, bytes):
        raise TypeError("Typst made no single file")
    return made


@cache
def _compiler(template: Path) -> typst.Compiler:
    import typst  # noqa: PLC0415 -- as above

    return typst.Compiler(
        str(template),
        root=str(ASSETS),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        # There are no packages, and none may be fetched.
        package_path=str(ASSETS),
        package_cache_path=str(ASSETS),
    )


@cache
def template_mark(template: Path) -> str:
    """Return what changes whenever the template or the letters it can show do."""
    digest = hashlib.sha256(template.read_bytes())
    digest.update((FONTS / "letters.txt").read_bytes())
    return digest.hexdigest()
