"""What was done under a mandate: found by the person, kept for the organisation."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drehscheibe.core.privacy.api import Subject

__all__ = ["NAMELESS", "ROOM", "done_by"]

ROOM = _("Concerns")
NAMELESS = _("The words belong to the organisation and stay, without the name.")


def done_by(subject: Subject, *mandates: str) -> Q:
    """Return the condition that one of these mandates was the person's."""
    if subject.person_id is None:
        return Q(pk__in=())
    condition = Q()
    for mandate in mandates:
        condition |= Q(**{f"{mandate}__person_id": subject.person_id})
    return condition
