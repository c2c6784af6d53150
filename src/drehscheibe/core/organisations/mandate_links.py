"""Signed links with which a person does one small act without log-in, under one of their mandates.

Nothing is stored: the signature says for which purpose, mandate and key the link was made and when. A
room opens a page by it and lets the person press one button; the mandate must still be valid then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.utils import timezone

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.queries import make_actor

__all__ = ["VALID_FOR", "MandateLink", "make_token", "read_token"]

VALID_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class MandateLink:
    """What a link is about.

    Attributes
    ----------
    key : str
        What the room signed: which thing, and which round.
    actor : Actor or None
        The person under the mandate; None if it has ended.
    """

    key: str
    actor: Actor | None


def make_token(purpose: str, mandate_id: int, key: str) -> str:
    """Return the token of a link.

    Parameters
    ----------
    purpose : str
        ``<app label>.<noun>``; a token is worth nothing for another purpose.
    """
    return signing.dumps([mandate_id, key], salt=_salt(purpose), compress=True)


def read_token(purpose: str, token: str) -> MandateLink | None:
    """Return what a token is about; None if it is forged, too old or made for something else."""
    try:
        mandate_id, key = signing.loads(token, salt=_salt(purpose), max_age=VALID_FOR)
    except (signing.BadSignature, ValueError):
        return None
    mandates = Mandate.objects.valid_at(timezone.now()).select_related("person", "organisation")
    mandate = mandates.filter(pk=mandate_id, person__is_active=True).first()
    return MandateLink(key, make_actor(mandate.person, mandate) if mandate else None)


def _salt(purpose: str) -> str:
    return f"organisations.mandate_link:{purpose}"
