"""A start looks again only where something may be missing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import LazySettings

from drehscheibe.config import prepared

GREETING = "Demo log-ins …\n"


@pytest.fixture
def home(tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the home of an installation in which everything was prepared."""
    settings.HOME, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / ".made-from").write_text("0.1.0")
    ours = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "hub.sqlite3"}
    monkeypatch.setitem(settings.DATABASES, "default", ours)
    with closing(sqlite3.connect(tmp_path / "hub.sqlite3")) as database:
        database.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY)")
        database.execute("INSERT INTO django_migrations VALUES (7)")
        database.commit()
    package = tmp_path / "package"
    package.mkdir()
    (package / "models.py").write_text("")
    monkeypatch.setattr(prepared, "PACKAGES", (package,))
    prepared.remember(demo=True, greeting=GREETING)
    return tmp_path


def test_nothing_is_looked_for_again_while_nothing_changed(home: Path) -> None:
    (home / "package" / "models.pyc").write_text("compiled")

    assert prepared.find_greeting(demo=True) == GREETING


def migrate(home: Path) -> None:
    with closing(sqlite3.connect(home / "hub.sqlite3")) as database:
        database.execute("INSERT INTO django_migrations VALUES (8)")
        database.commit()


def lose_the_database(home: Path) -> None:
    (home / "hub.sqlite3").unlink()


def empty_the_database(home: Path) -> None:
    (home / "hub.sqlite3").write_bytes(b"")


def change_the_program(home: Path) -> None:
    os.utime(home / "package" / "models.py", (2_000_000_000, 2_000_000_000))


def add_to_the_program(home: Path) -> None:
    file = home / "package" / "older.py"
    file.write_text("")
    os.utime(file, (1, 1))


def lose_the_static_files(home: Path) -> None:
    (home / "static" / ".made-from").unlink()


def damage_the_note(home: Path) -> None:
    (home / "prepared.json").write_text("{")


@pytest.mark.parametrize(
    "happens",
    [
        migrate,
        lose_the_database,
        empty_the_database,
        change_the_program,
        add_to_the_program,
        lose_the_static_files,
        damage_the_note,
    ],
)
def test_everything_is_prepared_anew_when_something_changed(
    home: Path, happens: Callable[[Path], None]
) -> None:
    happens(home)

    assert prepared.find_greeting(demo=True) is None


def test_a_hub_without_demo_is_not_one_with_a_demo(home: Path) -> None:
    assert prepared.find_greeting(demo=False) is None


def test_a_shared_database_is_always_looked_at(
    home: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = {"ENGINE": "django.db.backends.postgresql", "NAME": "hub"}
    monkeypatch.setitem(settings.DATABASES, "default", shared)
    prepared.remember(demo=True, greeting=GREETING)

    assert prepared.find_greeting(demo=True) is None
