"""Log-in through an OpenID Connect provider: a small one of our own on the loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import PASSWORD, make_person
from drehscheibe.core.accounts.tests.pages import is_logged_in, log_in
from drehscheibe.core.notify.models import Mail

pytestmark = pytest.mark.django_db

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(HTTPServer):
    """Says of everybody who comes with the right code who they are."""

    claims: dict[str, Any]
    is_broken = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        base = self.server.address
        pages = {
            "/.well-known/openid-configuration": {
                "issuer": base,
                "authorization_endpoint": f"{base}/authorize",
                "token_endpoint": f"{base}/token",
                "userinfo_endpoint": f"{base}/userinfo",
                "jwks_uri": f"{base}/keys",
            },
            "/userinfo": self.server.claims,
            "/keys": {
                "keys": [
                    {
                        **json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())),
                        "kid": "one",
                        "use": "sig",
                        "alg": "RS256",
                    }
                ]
            },
        }
        self._say(pages[urlsplit(self.path).path])

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.is_broken:
            self._say({"error": "invalid_grant"}, status=400)
            return
        now = int(timezone.now().timestamp())
        token = jwt.encode(
            {
                **self.server.claims,
                "iss": self.server.address,
                "aud": "client",
                "iat": now,
                "exp": now + 300,
            },
            KEY,
            algorithm="RS256",
            headers={"kid": "one"},
        )
        self._say({"access_token": "token", "token_type": "Bearer", "id_token": token})

    def _say(self, value: object, status: int = 200) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_parts: object) -> None:
        """Stay silent."""


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    server = Provider(("127.0.0.1", 0), Answers)
    server.claims = {
        "sub": "4711",
        "email": "member@chamber.example",
        "email_verified": True,
        "name": "Vor Nachname",
    }
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": "Kammer-Konto",
                    "client_id": "client",
                    "secret": "secret",
                    "settings": {"server_url": server.address},
                }
            ],
            "OAUTH_PKCE_ENABLED": True,
        }
    }
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def come_back(client: Client, **parameters: str) -> Any:  # noqa: ANN401 -- response of the client
    """Go to the provider by our button and come back with a code."""
    start = client.post(reverse("openid_connect_login", args=["sso"]), parameters)
    asked = parse_qs(urlsplit(start.headers["Location"]).query)
    return client.get(
        reverse("openid_connect_callback", args=["sso"]),
        {"code": "code", "state": asked["state"][0]},
    )


def test_the_button_appears_only_where_it_is_configured(client: Client, settings: Settings) -> None:
    assert "openid" not in client.get(reverse("account_login")).content.decode()
    assert "oidc" not in client.get(reverse("account_login")).content.decode()


def test_the_button_is_a_form_so_that_no_foreign_page_can_press_it(
    client: Client, provider: Provider
) -> None:
    page = client.get(reverse("account_login")).content.decode()
    looked_at = client.get(reverse("openid_connect_login", args=["sso"]))
    pressed = Client(enforce_csrf_checks=True).post(reverse("openid_connect_login", args=["sso"]))

    assert "Mit Kammer-Konto anmelden" in page
    assert looked_at.status_code == 200
    assert "Anmeldeseite Ihrer Organisation" in looked_at.content.decode()
    assert pressed.status_code == 403


def test_the_request_is_protected_against_replay(client: Client, provider: Provider) -> None:
    start = client.post(reverse("openid_connect_login", args=["sso"]))

    address = urlsplit(start.headers["Location"])
    asked = parse_qs(address.query)
    assert f"{address.scheme}://{address.netloc}" == provider.address
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 16


def test_a_new_person_comes_in_with_name_and_address(client: Client, provider: Provider) -> None:
    come_back(client)

    person = User.objects.get()
    assert (person.name, person.email) == ("Vor Nachname", "member@chamber.example")
    assert person.has_usable_password() is False
    assert is_logged_in(client)


def test_coming_again_is_the_same_person(client: Client, provider: Provider) -> None:
    come_back(client)
    again = Client()
    come_back(again)

    assert User.objects.count() == 1
    assert is_logged_in(again)


def test_an_unconfirmed_address_has_to_be_confirmed(client: Client, provider: Provider) -> None:
    provider.claims["email_verified"] = False

    come_back(client)

    assert not is_logged_in(client)
    assert Mail.objects.get().subject == "Bitte bestätigen Sie Ihre E-Mail-Adresse"


def test_an_existing_account_is_not_taken_over(client: Client, provider: Provider) -> None:
    make_person("member@chamber.example")

    come_back(client)

    assert not is_logged_in(client)
    assert User.objects.count() == 1


def test_an_existing_account_is_connected_from_inside(client: Client, provider: Provider) -> None:
    person = make_person("member@chamber.example")
    log_in(client, person.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    come_back(client, process="connect")

    fresh = Client()
    come_back(fresh)

    assert fresh.session["_auth_user_id"] == str(person.pk)
    listed = client.get(reverse("socialaccount_connections")).content.decode()
    assert "verbunden" in listed


def test_a_foreign_answer_is_refused(client: Client, provider: Provider) -> None:
    response = client.get(
        reverse("openid_connect_callback", args=["sso"]), {"code": "code", "state": "forged"}
    )

    assert response.status_code == 401
    assert "Das hat nicht geklappt" in response.content.decode()
    assert not is_logged_in(client)


def test_a_broken_provider_is_explained(client: Client, provider: Provider) -> None:
    provider.is_broken = True

    response = come_back(client)

    assert "Das hat nicht geklappt" in response.content.decode()
    assert not is_logged_in(client)


def test_cancelling_there_is_friendly_here(client: Client, provider: Provider) -> None:
    start = client.post(reverse("openid_connect_login", args=["sso"]))
    state = parse_qs(urlsplit(start.headers["Location"]).query)["state"][0]

    response = client.get(
        reverse("openid_connect_callback", args=["sso"]),
        {"error": "access_denied", "state": state},
        follow=True,
    )

    assert "Die Anmeldung wurde abgebrochen" in response.content.decode()
