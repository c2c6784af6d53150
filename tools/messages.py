"""Message catalogues of all apps: ``python -m tools.messages extract|compile|check``.

English is written in the code and templates, German in ``<app>/locale/de/LC_MESSAGES/django.po``.
Babel reads Python and Jinja2, which Django's own ``makemessages`` does not.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from drehscheibe.config.catalogues import catalogue_files, compile_catalogues

SOURCE = Path(__file__).parents[1] / "src" / "drehscheibe"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
METHODS = [("**/tests/**", "ignore"), ("**.py", "python"), ("**/templates/**", "jinja2")]
OPTIONS = {
    "**/templates/**": {
        "extensions": "jinja2.ext.i18n,jinja2.ext.do,wagtail.jinja2tags.core",
        "trimmed": "true",
        "silent": "false",
        "newstyle_gettext": "true",
    }
}
HEADER = "# German texts of Drehscheibe. Copyright: see LICENSE (EUPL-1.2)."


def app_folders() -> Iterator[Path]:
    """Yield every folder that has its own catalogue: each app of the house."""
    for storey in (".", "core", "capabilities"):
        for folder in sorted((SOURCE / storey).iterdir()):
            if (folder / "__init__.py").exists() and folder.name not in {"core", "capabilities"}:
                yield folder


def found_messages(app: Path) -> Catalog:
    """Return what the sources of an app want translated."""
    catalog = Catalog(locale="de", header_comment=HEADER, fuzzy=False, project="Drehscheibe")
    found = extract_from_dir(
        str(app), METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",)
    )
    for file, _line, message, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        catalog.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    return catalog


def po_file(app: Path) -> Path:
    """Return the app's German catalogue."""
    return app / "locale" / "de" / "LC_MESSAGES" / "django.po"


def extract() -> int:
    """Bring every catalogue up to date with its sources; texts that are no longer used go."""
    for app in app_folders():
        found, file = found_messages(app), po_file(app)
        if not len(found):
            continue
        known = _read(file)
        for message in found:
            old = known.get(message.id, message.context) if message.id else None
            if old is not None and not old.fuzzy:
                message.string = old.string
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as stream:
            write_po(
                stream, found, omit_header=False, sort_output=True, include_lineno=False, width=100
            )
        # The date would differ at every run and say nothing that the history does not.
        lines = file.read_text().splitlines(keepends=True)
        dates = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Last-Translator')
        file.write_text("".join(line for line in lines if not line.startswith(dates)))
    return 0


def _read(file: Path) -> Catalog:
    if not file.exists():
        return Catalog(locale="de")
    with file.open("rb") as stream:
        return read_po(stream, locale="de")


def find_faults() -> Iterator[str]:
    """Yield what is missing, left over, fuzzy, ill formed, or translated in two ways."""
    words: dict[tuple[str, str | None], dict[str, str]] = defaultdict(dict)
    for app in app_folders():
        name, known, found = app.name, _read(po_file(app)), found_messages(app)
        for message in found:
            if message.id:
                yield from _faults_of(name, message, known)
        for message in known:
            if message.id and found.get(message.id, message.context) is None:
                yield f"{name}: no longer used: {message.id!r}"
            if message.id and message.string:
                key = (str(message.id), message.context)
                words[key][str(message.string)] = name
    for (text, _context), translations in words.items():
        if len(translations) > 1:
            yield f"two translations of {text}: {translations} (give it a context with pgettext)"


def _faults_of(name: str, message: Message, known: Catalog) -> Iterator[str]:
    translated = known.get(message.id, message.context)
    strings = translated.string if translated else ""
    if translated is None or not all(strings if isinstance(strings, tuple) else (strings,)):
        yield f"{name}: not translated: {message.id!r}"
        return
    if translated.fuzzy:
        yield f"{name}: fuzzy: {message.id!r}"
    translated.flags |= message.flags
    yield from (f"{name}: {error}: {message.id!r}" for error in translated.check(known))


def check() -> int:
    """Print every fault and return 1 if there is one."""
    faults = list(find_faults())
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    sys.stdout.write(f"{len(faults)} faults in {len(list(catalogue_files()))} catalogues\n")
    return 1 if faults else 0


def compile_all() -> int:
    """Compile every catalogue that is newer than its compiled form."""
    sys.stdout.write(f"{compile_catalogues()} catalogues compiled\n")
    return 0


if __name__ == "__main__":
    ACTS = {"extract": extract, "check": check, "compile": compile_all}
    # Jinja2 extensions of Wagtail can only be imported into a configured Django.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drehscheibe.config.settings.test")
    django.setup()
    if len(sys.argv) != 2 or sys.argv[1] not in ACTS:
        sys.exit(f"usage: python -m tools.messages {'|'.join(ACTS)}")
    sys.exit(ACTS[sys.argv[1]]())
