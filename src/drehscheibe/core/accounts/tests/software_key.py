"""A passkey in software, for tests: registers and signs as a real one does."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
)

FLAG = AuthenticatorData.FLAG


class SoftwareKey:
    """One credential on one imagined device.

    Attributes
    ----------
    origin : str
        What the browser tells the device about the page that asks.
    """

    def __init__(self, origin: str = "http://testserver") -> None:
        self.origin = origin
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = secrets.token_bytes(16)
        self._user = b""
        self._counter = 0

    def register(self, options: dict[str, Any]) -> str:
        """Return what a browser posts after ``navigator.credentials.create``."""
        asked = options["publicKey"]
        self._user = asked["user"]["id"].encode()
        credential = AttestedCredentialData.create(
            b"\0" * 16,
            self._id,
            ES256.from_cryptography_key(self._key.public_key()),  # type: ignore[no-untyped-call]
        )
        data = self._data(asked["rp"]["id"], FLAG.AT, credential)
        attestation = AttestationObject.create("none", data, {})
        return self._json(
            {
                "clientDataJSON": self._client_data("webauthn.create", asked["challenge"]),
                "attestationObject": bytes(attestation),
            },
            extensions={"credProps": {"rk": True}},
        )

    def sign(self, options: dict[str, Any]) -> str:
        """Return what a browser posts after ``navigator.credentials.get``."""
        asked = options["publicKey"]
        client_data = self._client_data("webauthn.get", asked["challenge"])
        data = self._data(asked["rpId"])
        signed = bytes(data) + hashlib.sha256(client_data).digest()
        return self._json(
            {
                "clientDataJSON": client_data,
                "authenticatorData": bytes(data),
                "signature": self._key.sign(signed, ec.ECDSA(hashes.SHA256())),
                "userHandle": self._user,
            }
        )

    def _data(
        self, rp_id: str, flags: int = 0, credential: AttestedCredentialData | None = None
    ) -> AuthenticatorData:
        self._counter += 1
        data: AuthenticatorData = AuthenticatorData.create(
            hashlib.sha256(rp_id.encode()).digest(),
            FLAG.UP | FLAG.UV | flags,
            self._counter,
            bytes(credential) if credential else b"",
        )
        return data

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps(
            {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        ).encode()

    def _json(self, response: dict[str, bytes], extensions: dict[str, Any] | None = None) -> str:
        own = websafe_encode(self._id)
        encoded: dict[str, str] = {}
        for name, value in response.items():
            # The handle came as text already; everything else travels in base64url.
            encoded[name] = value.decode() if name == "userHandle" else websafe_encode(value)
        return json.dumps(
            {
                "id": own,
                "rawId": own,
                "type": "public-key",
                "response": encoded,
                "clientExtensionResults": extensions or {},
            }
        )
