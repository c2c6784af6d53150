"""Let examples look as if they had happened some weeks ago."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import models

__all__ = ["move_back"]


def move_back(rows: Iterable[models.Model], *, weeks: int) -> None:
    """Move every date of these rows back, by whole weeks so that weekdays stay what they were."""
    ago = timedelta(weeks=weeks)
    for row in rows:
        fields = row._meta.concrete_fields
        dated = [f for f in fields if isinstance(f, models.DateField)]
        moved = {f.attname: getattr(row, f.attname) - ago for f in dated if getattr(row, f.attname)}
        # Not save(): it would write today into the columns that note the last change.
        type(row)._default_manager.filter(pk=row.pk).update(**moved)  # noqa: SLF001 -- likewise
