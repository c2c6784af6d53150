"""Write to those who asked: with an account on the hub and by e-mail, by e-mail without one.

What is stored and sent are the number, the state and dates; never a word of the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.advisory.models import Case
from drehscheibe.capabilities.advisory.services import links
from drehscheibe.core.notify import api as notify
from drehscheibe.core.notify.kinds import get_kind
from drehscheibe.core.organisations import queries as organisations

__all__ = [
    "COACH_KIND",
    "KIND",
    "OFFICE_KIND",
    "tell_coach",
    "tell_office",
    "tell_requester",
    "words_in",
]

KIND, COACH_KIND, OFFICE_KIND = "advisory.my_case", "advisory.coach_work", "advisory.office_work"


def words_in(language: str, context: Mapping[str, Any]) -> notify.Words:
    """Return the words for somebody without an account, in their language."""
    with translation.override(language):
        return get_kind(KIND).words(dict(context))


def tell_requester(
    case: Case,
    event: str,
    fact_key: str,
    **words: Any,
) -> None:
    """Tell whoever asked, unless they want no e-mails or are forgotten; each fact once."""
    if not case.is_told:
        return
    context = {"event": event, "public_id": case.public_id, "token": str(case.token), **words}
    if case.person_id is not None:
        people = [case.person_id]
        notify.tell(people, KIND, fact_key=f"{fact_key}:requester", context=context)
    elif case.organisation_id is not None:
        people = organisations.list_lead_person_ids(case.organisation_id)
        notify.tell(people, KIND, fact_key=f"{fact_key}:requester", context=context)
    elif case.email:
        with translation.override(case.language):
            stop_path = reverse("advisory_stop", args=[links.stop_token(case)])
        notify.queue_mail(
            case.email,
            words_in(case.language, context),
            key=f"{fact_key}:{case.uuid}",
            language=case.language,
            stop_path=stop_path,
        )


def tell_coach(
    case: Case,
    people: Iterable[int],
    event: str,
    fact_key: str,
    **words: Any,
) -> None:
    """Tell coaches what waits for them."""
    context = {"event": event, "public_id": case.public_id, **words}
    notify.tell(people, COACH_KIND, fact_key=f"{fact_key}:coach", context=context)


def tell_office(
    case: Case,
    event: str,
    fact_key: str,
    *,
    besides: int = 0,
    **words: Any,
) -> None:
    """Tell everybody of the office but the person who did it."""
    people = [pk for pk in organisations.list_office_person_ids() if pk != besides]
    context = {"event": event, "public_id": case.public_id, **words}
    notify.tell(people, OFFICE_KIND, fact_key=f"{fact_key}:office", context=context)
