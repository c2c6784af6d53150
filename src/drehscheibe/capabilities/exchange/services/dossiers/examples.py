"""The example dossier of the demo: three example concerns, marked as such, handed over together."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.dossiers.hand_over import hand_over_dossier
from drehscheibe.capabilities.exchange.services.dossiers.preparing import (
    DossierContent,
    add_signals,
    begin_dossier,
    save_dossier,
)
from drehscheibe.capabilities.exchange.services.dossiers.quotes import answer_consent, ask_consent
from drehscheibe.core.access.actor import Actor

__all__ = ["play_dossier"]

FILE = Path(__file__).parents[2] / "data" / "example_dossier.json"


def play_dossier(
    office: Actor, desk: Actor, send: Callable[[dict[str, Any]], tuple[Actor, Signal]]
) -> int:
    """Let the example dossier go its way to the desk; return the number of its concerns.

    ``send`` writes and sends one concern of the plot and returns it with its author.
    """
    plot = json.loads(FILE.read_text(encoding="utf-8"))
    sent = {concern["key"]: send(concern) for concern in plot["concerns"]}
    numbers = {key: signal.public_id for key, (_author, signal) in sent.items()}
    dossier = begin_dossier(office, title=plot["title"])
    add_signals(office, dossier.pk, numbers.values())
    save_dossier(office, dossier.pk, _content(plot, numbers))
    author, signal = sent["first"]
    asked = ask_consent(office, dossier.pk, signal.public_id, text=plot["quote"])
    answer_consent(author, asked.pk, is_granted=True)
    hand_over_dossier(
        office,
        dossier.pk,
        desk_id=int(desk.organisation_id or 0),
        due_on=timezone.localdate() + timedelta(weeks=4),
        covering_note=plot["covering_note"],
    )
    return len(sent)


def _content(plot: Mapping[str, Any], numbers: Mapping[str, str]) -> DossierContent:
    words = {name: plot[name] for name in ("title", "pattern", "why_now", "legal_norms")}
    asks = tuple((text, tuple(numbers[key] for key in keys)) for text, keys in plot["asks"])
    return DossierContent({**words, "visibility": Visibility.PUBLIC}, asks)
