"""Who is told what about a request for contact, after the change is safe."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drehscheibe.capabilities.experience.choices import GoBetween, RequestState, Side
from drehscheibe.capabilities.experience.facts import ContactMoved, ContactReminded
from drehscheibe.capabilities.experience.models import ContactRequest
from drehscheibe.core.notify import api as notify
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.outbox import api as outbox

__all__ = ["register"]

#: Acts of which those who asked hear as an answer.
_ANSWERS = frozenset(
    {"accept", "decline", "suggest_office", "connect", "pass_on_refusal", "expire", "stop"}
)
#: Acts that spare the asked side an answer.
_SETTLED = frozenset({"withdraw", "expire", "stop"})


def register() -> None:
    """Subscribe; called once from ``AppConfig.ready``."""
    outbox.subscribe(ContactMoved, "experience.tell_of_contact", tell_of_contact)
    outbox.subscribe(ContactReminded, "experience.tell_who_waits", tell_who_waits)


def tell_of_contact(fact: ContactMoved) -> None:
    request = _find(fact.public_id)
    if request is None:
        return  # erased meanwhile
    key = f"contact:{fact.public_id}:{fact.act}"
    if request.state == RequestState.WITH_OFFICE and fact.state == RequestState.WITH_OFFICE:
        _tell(organisations.list_office_person_ids(), "office_asked", key, request)
    elif fact.act == "ask" and request.state == RequestState.ASKED:
        _tell(_asked_people(request), "asked", key, request)
    if fact.act in _ANSWERS:
        _tell(_asking_people(request), "answered", key, request, state=fact.state, is_outcome=True)
    if fact.act in _SETTLED and not request.go_between:
        _tell(_asked_people(request), "taken_back", key, request, state=fact.state)
    if fact.act == "end_consent":
        others = _asked_people(request) if fact.side == Side.ASKING else _asking_people(request)
        _tell(set(others) - {fact.by_person_id}, "ended", key, request)
    if fact.act == "ask_back":
        _tell(_asking_people(request), "did_it_help", key, request)


def tell_who_waits(fact: ContactReminded) -> None:
    request = _find(fact.public_id)
    if request is None or not request.is_open:
        return
    key = f"contact-late:{fact.public_id}"
    if request.state == RequestState.WITH_OFFICE:
        _tell(organisations.list_office_person_ids(), "office_asked", key, request)
    else:
        _tell(_asked_people(request), "reminded", key, request)


def _find(public_id: str) -> ContactRequest | None:
    rows = ContactRequest.objects.select_related(
        "item", "asking_organisation", "asked_organisation"
    )
    return rows.filter(item__public_id=public_id).first()


def _asked_people(request: ContactRequest) -> list[int]:
    if request.go_between == GoBetween.UNCONFIRMED:
        return []
    return organisations.list_person_ids(request.asked_organisation_id)


def _asking_people(request: ContactRequest) -> list[int]:
    """Return who asked if they still act for the organisation, else those who lead it."""
    acting = organisations.list_person_ids(request.asking_organisation_id)
    if request.asking_person_id in acting:
        return [request.asking_person_id]
    return organisations.list_lead_person_ids(request.asking_organisation_id)


def _tell(
    people: Iterable[int],
    kind: str,
    key: str,
    request: ContactRequest,
    *,
    state: str = "",
    is_outcome: bool = False,
) -> None:
    context: dict[str, Any] = {
        "uuid": str(request.uuid),
        "public_id": request.public_id,
        "asking": str(request.asking_organisation),
        "asked": str(request.asked_organisation),
        "due_on": request.due_on.isoformat() if request.due_on else None,
        "state": state or str(request.state),
        "is_outcome": is_outcome,
    }
    notify.tell(people, f"experience.{kind}", fact_key=f"{key}:{kind}", context=context)
