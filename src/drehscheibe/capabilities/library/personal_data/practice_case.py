"""Under whose name practice cases were handed in and checked: announced to ``core.privacy``."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.models import PracticeCase
from drehscheibe.core.privacy.api import (
    Basis,
    Fate,
    People,
    Reader,
    Source,
    Subject,
    leave_to_account,
    register_source,
)

__all__ = ["register"]


def register() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    register_source(_HANDLED)


def _find(subject: Subject) -> QuerySet[PracticeCase]:
    if subject.person_id is None:
        return PracticeCase.objects.none()
    mine = Q()
    for mandate in ("proposed_under", "checked_under", "published_under"):
        mine |= Q(**{f"{mandate}__person_id": subject.person_id})
    return PracticeCase.objects.filter(mine).order_by("pk")


_HANDLED = Source(
    name="library.handled_practice_cases",
    room=pgettext_lazy("navigation", "Library"),
    label=_("Practice cases that I handed in, checked or published"),
    models=("library.PracticeCase", "library.CaseConsent"),
    purpose=_("Two people look at a case before it becomes public"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.SELF, Reader.OFFICE),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=_("The words belong to the organisation and stay, without the name."),
    find=_find,
    fields={
        "title": (_("Title"), "title"),
        "state": (_("State"), "state"),
        "proposed_at": (_("Handed in on"), "proposed_at"),
        "published_at": (_("Published on"), "published_at"),
    },
    erase=leave_to_account(_find),
)
