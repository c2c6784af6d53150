"""Use cases of organisations and of the people who act for them.

Lock order: the organisation first, then its mandates. Whoever changes the people of an
organisation holds its row, so that two last coordinators cannot leave at the same moment.
"""

from drehscheibe.core.organisations.services.ending import end_organisation
from drehscheibe.core.organisations.services.invitations import (
    accept_invitation,
    hand_over_by_email,
    invite_person,
    refuse_invitation,
    withdraw_invitation,
)
from drehscheibe.core.organisations.services.mandates import (
    confirm_mandate,
    decline_mandate,
    end_expired_mandates,
    end_mandate,
    grant_mandate,
    hand_over_mandate,
    request_mandate,
    set_listed,
    switch_mandate,
)
from drehscheibe.core.organisations.services.organisations import (
    create_organisation,
    propose_two_keys,
    withdraw_two_keys,
)

__all__ = [
    "accept_invitation",
    "confirm_mandate",
    "create_organisation",
    "decline_mandate",
    "end_expired_mandates",
    "end_mandate",
    "end_organisation",
    "grant_mandate",
    "hand_over_by_email",
    "hand_over_mandate",
    "invite_person",
    "propose_two_keys",
    "refuse_invitation",
    "request_mandate",
    "set_listed",
    "switch_mandate",
    "withdraw_invitation",
    "withdraw_two_keys",
]
