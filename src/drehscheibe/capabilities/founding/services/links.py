"""Signed addresses in e-mails: who holds one may answer without an account."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from drehscheibe.capabilities.founding.models import Invitation, Signature
from drehscheibe.capabilities.founding.queries.projects import find_invitation, find_signature

__all__ = [
    "SIGN_WITHIN",
    "invitation_of",
    "invitation_token",
    "signature_of",
    "signature_token",
]

#: As long a request to sign can be answered; what was signed can be taken back as long as it holds.
SIGN_WITHIN = timedelta(days=60)
_INVITATION, _SIGNATURE = "founding.invitation", "founding.signature"


def invitation_token(invitation: Invitation) -> str:
    return signing.dumps(str(invitation.uuid), salt=_INVITATION)


def invitation_of(token: str) -> Invitation | None:
    """Return the invitation of a link; None for a forged one. Whether it still holds it says itself."""
    uuid = _read(token, _INVITATION)
    return find_invitation(uuid) if uuid else None


def signature_token(signature: Signature) -> str:
    return signing.dumps(str(signature.uuid), salt=_SIGNATURE)


def signature_of(token: str) -> Signature | None:
    uuid = _read(token, _SIGNATURE)
    return find_signature(uuid) if uuid else None


def _read(token: str, salt: str) -> str:
    try:
        return str(signing.loads(token, salt=salt))
    except (signing.BadSignature, ValueError):
        return ""
