"""Signed addresses in e-mails to people without an account."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.queries import questions

__all__ = [
    "CONFIRM_WITHIN",
    "confirm_token",
    "find_of_confirm_token",
    "find_of_stop_token",
    "stop_token",
]

#: As long the link works; questions that were not confirmed are deleted by ``core.privacy``.
CONFIRM_WITHIN = timedelta(days=14)
_CONFIRM, _STOP = "exchange.question-confirm", "exchange.question-stop"


def confirm_token(question: Question) -> str:
    """Return the token that proves the address."""
    return signing.dumps(str(question.uuid), salt=_CONFIRM)


def stop_token(question: Question) -> str:
    """Return the lasting token that ends all e-mails about a question."""
    return signing.dumps(str(question.uuid), salt=_STOP)


def find_of_confirm_token(token: str) -> Question | None:
    """Return the question of a confirmation link; None for forged, old and forgotten ones."""
    return _find(token, _CONFIRM, CONFIRM_WITHIN)


def find_of_stop_token(token: str) -> Question | None:
    """Return the question whose e-mails an address ends; None for forged and forgotten ones."""
    return _find(token, _STOP, None)


def _find(token: str, salt: str, max_age: timedelta | None) -> Question | None:
    try:
        uuid = signing.loads(token, salt=salt, max_age=max_age)
    except (signing.BadSignature, ValueError):
        return None
    return questions.find_unconfirmed(str(uuid))
