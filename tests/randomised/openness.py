"""What strangers find: lists, pages, downloads, feed, API and search show what is public, no more."""

from __future__ import annotations

from random import Random

from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.tests.reading import body
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.search import api as search
from tests.randomised.acts import CONFIDENTIAL, secret_of

_PAGES = ("signal_list", "signal_csv", "signal_json", "signal_feed", "signal_ageing")
#: So many pages of single concerns are looked at in one go.
_LOOKED_AT = 3


def check_openness(chance: Random) -> None:
    """Look at everything that needs no log-in, as somebody who has none."""
    for name in settings.CACHES:
        caches[name].clear()
    rows = Signal.objects.exclude(title="").select_related("item").order_by("pk")
    signals = list(rows)
    closed = [signal for signal in signals if not signal.is_public]
    opened = [signal for signal in signals if signal.is_public]
    client = Client()
    texts = {name: _read(client, reverse(name)) for name in _PAGES}
    texts["api"] = _read(client, "/api/v1/signals?limit=100")
    for signal in chance.sample(opened, min(_LOOKED_AT, len(opened))):
        texts[signal.public_id] = _read(client, reverse("signal_detail", args=[signal.public_id]))
        api = f"/api/v1/signals/{signal.public_id}"
        texts[f"{signal.public_id} in the API"] = _read(client, api)
    for place, text in texts.items():
        leaked = [str(signal) for signal in closed if secret_of(signal) in text]
        assert not leaked, f"{place} shows what is not public: {leaked}"
        assert CONFIDENTIAL not in text, f"{place} shows a confidential word"
    missing = [str(s) for s in opened if s.public_id not in texts["signal_csv"]]
    assert not missing, f"public and not in the table: {missing}"
    _check_closed(client, chance.sample(closed, min(_LOOKED_AT, len(closed))))


def _check_closed(client: Client, closed: list[Signal]) -> None:
    for signal in closed:
        found = search.find(secret_of(signal), actor=ANONYMOUS, language="de")
        assert found.total == 0, f"anybody can find {signal}"
        if signal.item is None:
            continue
        for path in (
            reverse("signal_detail", args=[signal.public_id]),
            f"/api/v1/signals/{signal.public_id}",
        ):
            status = client.get(path).status_code
            assert status == 404, f"{path} of a concern that is not public answers {status}"


def _read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    return body(response)
