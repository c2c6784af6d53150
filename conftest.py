"""Fixtures for every test: compiled catalogues, a clean cache, the official data where it is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from tests import migrated_database

# Time is measured in benchmarks; on a busy machine a deadline only makes tests fail by chance.
# Where a change waits to land, the same examples are tried each time; new ones are looked for here.
hypothesis_settings.register_profile("hub", deadline=None, derandomize="CI" in os.environ)
hypothesis_settings.load_profile("hub")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests with a filled hub behind all others, which want to find an empty database."""
    items.sort(key=lambda item: "hub" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001 -- goes first
) -> Iterator[None]:
    """Begin with a migrated database; making one anew takes longer than most runs of a few tests."""
    with migrated_database.poured():
        yield


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    """Keep what one test left in the cache, or the language of its last page, from the next."""
    _clear_caches()
    yield
    _clear_caches()
    translation.deactivate()


def _clear_caches() -> None:
    for name in settings.CACHES:
        caches[name].clear()


@pytest.fixture
def files_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of the test's own, in which everything is kept that it attaches."""
    from django.core.files.storage import FileSystemStorage

    from drehscheibe.core.files.models import StoredFile

    folder = tmp_path / "files"
    storage = FileSystemStorage(folder, base_url=None)
    monkeypatch.setattr(StoredFile.content.field, "storage", storage)
    return folder


@pytest.fixture(scope="session")
def official_data() -> Path:
    """Return the folder of official tables and boundaries, which may not be part of this repository.

    It lies beside the checkout (``../shared/data``) or where DREHSCHEIBE_SHARED_DATA says. The tests
    that read it have a twin on small made-up files, which runs everywhere.
    """
    beside = Path(__file__).parent.parent / "shared" / "data"
    folder = Path(os.environ.get("DREHSCHEIBE_SHARED_DATA", beside))
    if not folder.is_dir():
        pytest.skip(f"the official files are not at {folder}")
    return folder


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Use the browser of the system; without one, skip loudly, and fail where nobody is looking."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        missing = "Chromium is missing: apt install chromium, or say CHROMIUM=/path/to/chromium"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    # Its driver keeps an event loop in this thread to the end, which Django takes for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    quiet = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
    return {"executable_path": chromium, "args": quiet}
