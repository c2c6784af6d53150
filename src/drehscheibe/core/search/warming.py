"""Read the shelves of a new process before the first visitor waits for them."""

from __future__ import annotations

import logging
import threading

from django.conf import settings
from django.db import close_old_connections

from drehscheibe.core.search.shelf import shelf

__all__ = ["warm", "warm_in_background"]

logger = logging.getLogger(__name__)

#: Seconds after which a process is expected to have answered whoever asked whether it is up.
AFTER_S = 2.0


def warm() -> None:
    """Bring the shelf of each language into memory; the first question then costs what all cost."""
    for language, _name in settings.LANGUAGES:
        shelf(language).prepare()


def warm_in_background(after_s: float = AFTER_S) -> threading.Thread:
    """Warm this process a moment after its start, so that the start itself is not slower.

    What goes wrong is left to the first question, which reads the same.
    """

    def run() -> None:
        threading.Event().wait(after_s)
        try:
            close_old_connections()
            warm()
        except Exception:
            logger.exception("the search could not be read ahead; the first question does it")
        finally:
            close_old_connections()

    thread = threading.Thread(target=run, name="search-warming", daemon=True)
    thread.start()
    return thread
