"""Erase what nobody needs: files that were never attached, files of vanished items, stray bytes."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.files import services
from drehscheibe.core.files.models import StoredFile
from drehscheibe.core.files.owners import get_owner
from drehscheibe.core.jobs import api as jobs

__all__ = ["UNATTACHED_KEPT", "clean_up", "register"]

#: Long enough to finish a form after a night's sleep.
UNATTACHED_KEPT = timedelta(hours=24)
BATCH = 500


def register() -> None:
    """Announce the daily cleaning; called from ``AppConfig.ready``."""
    jobs.register("files.clean_up", clean_up, jobs.daily(time(3, 50)))


def clean_up(now: datetime) -> int:
    """Erase what nobody needs; return how many files and strays were erased."""
    return _erase_unattached(now) + _erase_orphans() + _sweep(now) + _sweep_uploads(now)


def _erase_unattached(now: datetime) -> int:
    waiting = StoredFile.objects.filter(
        attached_at__isnull=True, created_at__lt=now - UNATTACHED_KEPT
    )
    return _erase(waiting)


def _erase_orphans() -> int:
    """Erase files whose item is gone; those of a kind that nobody owns stay, and stay unseen."""
    attached = StoredFile.objects.filter(attached_at__isnull=False).order_by()
    number = 0
    for kind in list(attached.values_list("owner_kind", flat=True).distinct()):
        owner = get_owner(kind)
        if owner is None:
            continue
        of_kind = attached.filter(owner_kind=kind)
        keys = sorted(of_kind.values_list("owner_key", flat=True).distinct())
        for start in range(0, len(keys), BATCH):
            batch = keys[start : start + BATCH]
            gone = set(batch) - owner.existing(batch)
            number += _erase(of_kind.filter(owner_key__in=gone))
    return number


def _erase(files: QuerySet[StoredFile]) -> int:
    number = 0
    for file in files.iterator(chunk_size=BATCH):
        services.erase_file(SYSTEM, file)
        number += 1
    return number


def _sweep(now: datetime) -> int:
    """Delete bytes without a row, left by a rollback or a killed process."""
    storage = StoredFile.content.field.storage
    number = 0
    for folder in storage.listdir("")[0] if storage.exists("") else ():
        names = {f"{folder}/{name}" for name in storage.listdir(folder)[1]}
        known = StoredFile.objects.filter(content__startswith=f"{folder}/")
        for name in sorted(names - set(known.values_list("content", flat=True))):
            # Those of uploads that are going on have no row yet either.
            if storage.get_modified_time(name) < now - UNATTACHED_KEPT:
                storage.delete(name)
                number += 1
    return number


def _sweep_uploads(now: datetime) -> int:
    """Delete what was being received when a process was killed."""
    number = 0
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.upload*"):
        if path.stat().st_mtime < (now - UNATTACHED_KEPT).timestamp():
            path.unlink(missing_ok=True)
            number += 1
    return number
