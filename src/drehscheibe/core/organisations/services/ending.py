"""An organisation ends: nobody acts for it any more, and what it had to do goes to the office."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations import rules
from drehscheibe.core.organisations.choices import MandateState
from drehscheibe.core.organisations.facts import MandateEnded, OrganisationEnded
from drehscheibe.core.organisations.models import Invitation, Mandate, Organisation
from drehscheibe.core.organisations.services.mandates import end_locked_mandate
from drehscheibe.core.organisations.services.records import lock_organisation, make_fact, record
from drehscheibe.core.outbox.api import publish

__all__ = ["end_organisation"]


@transaction.atomic
def end_organisation(actor: Actor, organisation_id: int, *, reason: str) -> Organisation:
    """Note that a body no longer exists; its name and everything it said stay.

    All its mandates and invitations end. The rooms hear of it and bring what it owes to the
    office.

    Raises
    ------
    NotAllowed
        Unless the office asks; the office itself cannot end.
    Conflict
        If it has ended already.
    """
    organisation = lock_organisation(organisation_id)
    if not rules.may_end_organisation(actor, organisation):
        raise NotAllowed(_("Only the service office can note that an organisation has ended."))
    if organisation.ended_at is not None:
        raise Conflict(_("It is noted already that this organisation no longer exists."))
    organisation.ended_at = timezone.now()
    organisation.save(update_fields=["ended_at"])
    record(actor, "organisation_ended", organisation, {"reason": reason})
    mandates = Mandate.objects.filter(organisation=organisation).open().select_related("person")
    for mandate in mandates.select_for_update(of=("self",)).order_by("pk"):
        was_valid = mandate.state == MandateState.VALID
        end_locked_mandate(actor, mandate, reason)
        publish(make_fact(MandateEnded, actor, mandate, reason=reason, was_valid=was_valid))
    Invitation.objects.filter(organisation=organisation, settled_at__isnull=True).update(
        settled_at=organisation.ended_at
    )
    publish(OrganisationEnded(organisation.pk, organisation.kind, str(organisation), reason))
    return organisation
