"""The office writes the English of a practice case; the German stays the word of those who did it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.models import PracticeCase
from drehscheibe.capabilities.library.queries import practice_cases
from drehscheibe.capabilities.library.rules import practice_case as rules
from drehscheibe.capabilities.library.services.practice_cases import findable
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import NotAllowed
from drehscheibe.core.audit import api as audit

__all__ = ["FIELDS", "translate_case"]

FIELDS = tuple(f"{name}_en" for name in PracticeCase.TRANSLATED)


@transaction.atomic
def translate_case(actor: Actor, uuid: UUID, words: Mapping[str, str]) -> PracticeCase:
    """Write the English of a case; the checks and consents are for the German and stay as they are.

    Parameters
    ----------
    words : mapping
        New values by field; a field outside of ``FIELDS`` is an error.

    Raises
    ------
    NotAllowed
        For everybody but the office.
    ValidationError
        If a text is too long.
    """
    if not rules.may_keep(actor):
        raise NotAllowed(_("Only the service office looks after the library."))
    case = practice_cases.lock_case(uuid)
    changed = [name for name in FIELDS if getattr(case, name) != words[name].strip()]
    if not changed:
        return case
    for name in changed:
        setattr(case, name, words[name].strip())
    # The file of the hub leaves this case alone from now on.
    case.source_hash = ""
    case.full_clean()
    case.save()
    findable.refresh(case)
    audit.record(
        actor,
        "library.practice_case_translated",
        item_kind=practice_cases.SEARCH_KIND,
        item_key=str(case.uuid),
        changes={"fields": changed},
    )
    return case
