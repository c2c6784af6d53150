"""What strangers find: lists, pages, downloads, feed, API and search show what is public, no more."""

from __future__ import annotations

from random import Random

from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from drehscheibe.capabilities.exchange.models import Impulse, Question, Signal
from drehscheibe.capabilities.exchange.tests.reading import body
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.moderation import api as moderation
from drehscheibe.core.search import api as search
from tests.randomised.acts import CONFIDENTIAL, secret_of
from tests.randomised.errands.impulses import COUNTED
from tests.randomised.errands.questions import ASKER

_PAGES = (
    *("signal_list", "signal_csv", "signal_json", "signal_feed", "signal_ageing"),
    *("impulse_list", "impulse_csv", "impulse_json", "impulse_feed"),
    *("measure_list", "measure_csv", "measure_json", "measure_feed"),
    *("question_list", "dossier_list", "dossier_feed"),
)
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
    texts["dossiers in the API"] = _read(client, "/api/v1/dossiers?limit=100")
    for signal in chance.sample(opened, min(_LOOKED_AT, len(opened))):
        texts[signal.public_id] = _read(client, reverse("signal_detail", args=[signal.public_id]))
        api = f"/api/v1/signals/{signal.public_id}"
        texts[f"{signal.public_id} in the API"] = _read(client, api)
    for impulse in list(Impulse.objects.public().order_by("-pk")[:_LOOKED_AT]):
        for page in ("impulse_detail", "impulse_resonance"):
            address = reverse(page, args=[impulse.public_id])
            texts[address] = _read(client, address)
    for place, text in texts.items():
        leaked = [str(signal) for signal in closed if secret_of(signal) in text]
        leaked += [word for word in _hidden_words() if word in text]
        assert not leaked, f"{place} shows what is not public: {leaked}"
        assert CONFIDENTIAL not in text, f"{place} shows a confidential word"
    missing = [str(s) for s in opened if s.public_id not in texts["signal_csv"]]
    assert not missing, f"public and not in the table: {missing}"
    _check_closed(client, chance.sample(closed, min(_LOOKED_AT, len(closed))))
    hidden = [one for one in closed if moderation.find_hidden("concern", one.public_id)]
    _check_closed(client, hidden[-_LOOKED_AT:])


def _hidden_words() -> list[str]:
    """Return by what drafts of impulses, questions of few and counted reactions are known."""
    drafts = Impulse.objects.filter(published_at=None).values_list("title", flat=True)
    asked = Question.objects.filter(published_at=None, erased_at=None)
    subjects = asked.values_list("subject", flat=True)
    return [COUNTED, ASKER, *(title.split()[-1] for title in (*drafts, *subjects))]


def _check_closed(client: Client, closed: list[Signal]) -> None:
    for signal in closed:
        # Words like it may be found in others: search forgives typing errors.
        found = search.find(secret_of(signal), actor=ANONYMOUS, language="de", limit=1000)
        titles = {hit.title for hit in found.hits}
        assert signal.title not in titles, f"anybody can find {signal}"
        if signal.item is None:
            continue
        # What the house rules hid has a page that says so, and nothing else.
        is_hidden = moderation.find_hidden("concern", signal.public_id) is not None
        for path, expected in (
            (reverse("signal_detail", args=[signal.public_id]), 410 if is_hidden else 404),
            (f"/api/v1/signals/{signal.public_id}", 404),
        ):
            answer = client.get(path)
            status = answer.status_code
            assert status == expected, f"{path} of a concern that is not public answers {status}"
            assert secret_of(signal) not in body(answer), f"{path} says more than {status}"


def _read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    return body(response)
