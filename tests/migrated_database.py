"""A migrated SQLite database, made once per state of the migrations and copied into every run.

Some two hundred migrations take most of a minute; copying what they made takes no time. Django still
migrates afterwards, finds nothing to do, and brings content types and rights up to date.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.sqlite3.creation import DatabaseCreation as SqliteCreation


@contextmanager
def poured() -> Iterator[None]:
    """Fill the test database from the copy; nothing happens where it is not SQLite in memory."""
    creation = connection.creation
    if not isinstance(creation, SqliteCreation):
        yield
        return
    name = creation._get_test_db_name()  # type: ignore[attr-defined]
    if not creation.is_in_memory_db(name):
        yield
        return
    # A database in memory lives as long as somebody has it open: here until Django has.
    with closing(sqlite3.connect(name, uri=True)) as memory:
        with closing(sqlite3.connect(_migrated())) as copy:
            copy.backup(memory)
        yield


def _migrated() -> Path:
    """Return the copy; one process makes it if there is none, others wait for it."""
    folder = Path(settings.HOME) / "migrated"
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"{_fingerprint()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not copy.exists():
            _forget_old_copies(folder)
            unfinished = copy.with_suffix(".sqlite3-unfinished")
            unfinished.unlink(missing_ok=True)
            _migrate(unfinished)
            unfinished.rename(copy)
    return copy


def _forget_old_copies(folder: Path) -> None:
    """Remove what no branch has made for a week."""
    for copy in folder.glob("*.sqlite3*"):
        if time.time() - copy.stat().st_mtime > 7 * 24 * 3600:
            copy.unlink()


def _migrate(file: Path) -> None:
    command = [sys.executable, "-m", "drehscheibe", "migrate", "--verbosity", "0"]
    subprocess.run(command, env={**os.environ, "DATABASE_URL": f"sqlite:///{file}"}, check=True)
    # Write-ahead logs are of files; a database in memory has none.
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode = DELETE")


def _fingerprint() -> str:
    """Return a hash over every migration of every app, ours and those of libraries."""
    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for file in sorted(Path(app.path).glob("migrations/*.py")):
            digest.update(f"{app.label} {file.name}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:20]
