"""The way into the library and back: the one place that knows it.

The library learns the text, the topic, the Land and who agreed, and a key that leads back only from
this room: never the case.
"""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.advisory.choices import ConsentState
from drehscheibe.capabilities.advisory.models import Case, Practice
from drehscheibe.capabilities.library import api as library
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations import queries as organisations

__all__ = ["find", "put", "take_back"]

ORIGIN = "advisory"


def put(actor: Actor, practice: Practice, case: Case) -> None:
    """Hand an approved text on; what stands there of an earlier version is renewed."""
    proposal = library.Proposal(
        title=practice.title,
        challenge=practice.challenge,
        measures=practice.measures,
        result=practice.result,
        lessons=practice.lessons,
        topics=(case.topic,),
        land_code=case.land_id,
        year=case.finished_at.year if case.finished_at else None,
        consents=tuple(
            library.Consent(
                body=one.body,
                given_on=timezone.localdate(one.decided_at),
                how=_("under a mandate") if one.decided_under_id else _("by a personal link"),
            )
            for one in practice.consents.filter(state=ConsentState.GIVEN)
        ),
        origin_kind=ORIGIN,
        origin_key=str(practice.uuid),
    )
    practice.library_key = str(library.propose_practice_case(actor, proposal))
    practice.handed_on_at = timezone.now()
    practice.save(update_fields=["library_key", "handed_on_at"])


def take_back(practice: Practice) -> None:
    """Take a text out of the library: no consent to it holds any more.

    It is done in the name of whoever approved it, because it undoes what they did.
    """
    mandate = practice.approved_under
    state = None
    if mandate is not None and practice.library_key:
        actor = organisations.make_actor(mandate.person, mandate)
        state = library.find_proposal(actor, ORIGIN, str(practice.uuid))
    if mandate is None or state is None:
        return
    for consent in practice.consents.all():
        try:
            library.withdraw_practice_case_consent(actor, state.uuid, body=consent.body)
        except Conflict:
            # It was withdrawn there before, or never counted.
            continue


def find(actor: Actor, practice: Practice) -> library.ProposalState | None:
    """Return how far a text has got in the library; None if it is not there."""
    if not practice.library_key:
        return None
    return library.find_proposal(actor, ORIGIN, str(practice.uuid))
