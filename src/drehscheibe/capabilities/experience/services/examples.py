"""One plainly marked example request, so that a demonstration shows both sides."""

from __future__ import annotations

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.experience.models import ContactRequest
from drehscheibe.capabilities.experience.services.contacts import Contact, ask_for_contact
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations import queries
from drehscheibe.core.organisations.models import Mandate

__all__ = ["load_example_requests"]

_ASKING = "member@example.org"
_ASKED = "coordination@example.org"
_QUESTION = (
    "Beispiel: Bei uns streiten Betrieb und Nachbarschaft über Lastwagen in der Nacht. Sie haben einen"
    " runden Tisch dazu begonnen. Wie haben Sie die Nachbarschaft beim ersten Treffen an den Tisch"
    " bekommen, und was würden Sie heute anders machen?"
)


def load_example_requests() -> int:
    """Let the demo's member organisation ask the example initiative; again changes nothing."""
    asking, asked = _find_actor(_ASKING), _find_actor(_ASKED)
    if asking is None or asked is None or asked.organisation_id is None:
        return 0
    initiative = directory.find_active(asked.organisation_id)
    is_there = ContactRequest.objects.filter(
        is_example=True, asking_organisation_id=asking.organisation_id
    ).exists()
    if initiative is None or not initiative.is_example or is_there:
        return 0
    ask_for_contact(
        asking,
        initiative.slug,
        question=_QUESTION,
        contact=Contact("Mitglied (Demo)", _ASKING, "030 000 000"),
    )
    return 1


def _find_actor(email: str) -> Actor | None:
    mandates = Mandate.objects.select_related("person", "organisation")
    mandate = mandates.filter(person__email=email, valid_until=None).first()
    return None if mandate is None else queries.make_actor(mandate.person, mandate)
