"""What tests read from pages and e-mails."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from drehscheibe.core.accounts.tests.factories import PASSWORD
from drehscheibe.core.notify.models import Mail

_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|form_token)" value="[^"]*"')


def text_of(response: HttpResponse) -> str:
    """Return a page without what differs at every call."""
    return _HIDDEN.sub("", response.content.decode())


def log_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    fields = {"login": email, "password": password, **more}
    response: HttpResponse = client.post(reverse("account_login"), fields)  # type: ignore[assignment]
    return response


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def only_mail() -> Mail:
    """Return the one e-mail that is queued."""
    return Mail.objects.get()


def link_in(mail: Mail) -> str:
    """Return the path of the link that an e-mail asks its reader to open."""
    found = re.findall(r"http://testserver(/\S+)", mail.text)
    return str(found[0])


def code_in(mail: Mail) -> str:
    found = re.search(r"^\S+: (\S+)$", mail.text, re.MULTILINE)
    assert found is not None
    return found.group(1)


def count_hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows with every password that is hashed; each takes the same time."""
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return hashed
