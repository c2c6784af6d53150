"""Signed addresses in e-mails: to confirm, to end e-mails, to look back, to agree to a text."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from drehscheibe.capabilities.advisory.models import Case, Consent
from drehscheibe.capabilities.advisory.queries import cases, practices

__all__ = [
    "CONFIRM_WITHIN",
    "confirm_token",
    "consent_token",
    "find_of_aged_confirm_token",
    "find_of_confirm_token",
    "find_of_consent_token",
    "find_of_later_token",
    "find_of_stop_token",
    "later_token",
    "stop_token",
]

#: As long the link works; requests that were not confirmed are deleted by ``core.privacy``.
CONFIRM_WITHIN = timedelta(days=14)
#: Looking back stays possible a little longer than the clock waits.
LATER_WITHIN = timedelta(days=60)
_CONFIRM, _STOP = "advisory.confirm", "advisory.stop"
_LATER, _CONSENT = "advisory.later", "advisory.consent"


def confirm_token(case: Case) -> str:
    """Return the token that proves the address."""
    return signing.dumps(str(case.uuid), salt=_CONFIRM)


def stop_token(case: Case) -> str:
    """Return the lasting token that ends all e-mails about a case."""
    return signing.dumps(str(case.uuid), salt=_STOP)


def later_token(case: Case, months: int) -> str:
    """Return the token with which those who asked say how it is months later."""
    return signing.dumps([str(case.uuid), months], salt=_LATER)


def consent_token(consent: Consent) -> str:
    """Return the lasting token with which a body agrees, and can take that back at any time."""
    return signing.dumps(str(consent.uuid), salt=_CONSENT)


def find_of_confirm_token(token: str) -> Case | None:
    """Return the case of a confirmation link; None for forged, old and forgotten ones."""
    uuid = _load(token, _CONFIRM, CONFIRM_WITHIN)
    return cases.find_unconfirmed(str(uuid)) if uuid else None


def find_of_aged_confirm_token(token: str) -> Case | None:
    """Return the request that still waits behind a link that is too old; None if it is gone."""
    uuid = _load(token, _CONFIRM, None)
    case = cases.find_unconfirmed(str(uuid)) if uuid else None
    return case if case is not None and case.confirmed_at is None else None


def find_of_stop_token(token: str) -> Case | None:
    """Return the case whose e-mails an address ends; None for forged and forgotten ones."""
    uuid = _load(token, _STOP, None)
    return cases.find_unconfirmed(str(uuid)) if uuid else None


def find_of_later_token(token: str) -> tuple[Case, int] | None:
    """Return the case and the months of a link to look back; None for forged and old ones."""
    found = _load(token, _LATER, LATER_WITHIN)
    if not isinstance(found, list):
        return None
    case = cases.find_unconfirmed(str(found[0]))
    return (case, int(found[1])) if case is not None and case.item is not None else None


def find_of_consent_token(token: str) -> Consent | None:
    """Return the consent of a link; None for forged and forgotten ones."""
    uuid = _load(token, _CONSENT, None)
    return practices.find_consent(str(uuid)) if uuid else None


def _load(token: str, salt: str, max_age: timedelta | None) -> object | None:
    try:
        found: object = signing.loads(token, salt=salt, max_age=max_age)
    except (signing.BadSignature, ValueError):
        return None
    return found
