"""What an operator may get wrong in ``RETENTION_DAYS`` is said at the start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from drehscheibe.core.privacy.retention import CLASSES


@register()
def check_retention_days(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse unknown classes and terms below one day."""
    terms = {each.name for each in CLASSES.values() if each.default_days is not None}
    faults = [
        f"{name}={days}"
        for name, days in settings.RETENTION_DAYS.items()
        if name not in terms or int(days) < 1
    ]
    if not faults:
        return []
    return [
        Error(
            f"RETENTION_DAYS does not know {', '.join(faults)}.",
            hint=f"Write name=days, at least 1, for any of: {', '.join(sorted(terms))}.",
            id="privacy.E001",
        )
    ]
