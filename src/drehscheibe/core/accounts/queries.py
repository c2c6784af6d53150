"""Reads of people and their ways in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class SignOn:
    """A configured single sign-on: its label and the address to which a form is posted."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Protection:
    """How an account is protected beside its password."""

    n_passkeys: int
    has_app: bool

    @property
    def has_second_factor(self) -> bool:
        return self.has_app or self.n_passkeys > 0


def list_sign_on(request: HttpRequest, **parameters: Any) -> list[SignOn]:
    """Return the configured single sign-ons; no row, no request elsewhere."""
    given = {name: value for name, value in parameters.items() if value}
    return [
        SignOn(provider.name, provider.get_login_url(request, **given))
        for provider in get_adapter().list_providers(request)
    ]


def list_verified_emails(person_id: int) -> list[str]:
    """Return the addresses of which the person has shown that they are theirs."""
    addresses = EmailAddress.objects.filter(user_id=person_id, verified=True)
    return [email.lower() for email in addresses.values_list("email", flat=True)]


def get_protection(person_id: int) -> Protection:
    """Return which second factors the person has set up; one query."""
    types = list(Authenticator.objects.filter(user_id=person_id).values_list("type", flat=True))
    return Protection(
        n_passkeys=types.count(Authenticator.Type.WEBAUTHN),
        has_app=Authenticator.Type.TOTP in types,
    )
