"""Fixtures for every test: compiled catalogues, a clean cache, the official data where it is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    """Keep what one test left in the cache, or the language of its last page, from the next."""
    cache.clear()
    yield
    cache.clear()
    translation.deactivate()


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
