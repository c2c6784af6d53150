"""What the page of a concern says to programs (schema.org)."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from markupsafe import Markup

from drehscheibe.capabilities.exchange.api import SignalCard
from drehscheibe.capabilities.exchange.models import Answer, Signal
from drehscheibe.capabilities.exchange.queries.answers import standing
from drehscheibe.ui import markup

__all__ = ["describe_signal"]


def describe_signal(signal: Signal, card: SignalCard) -> Markup:
    """Return a public concern as a creative work, its answers as comments of public bodies.

    schema.org knows questions and answers, but a concern is no question; nothing is said that the
    page does not show.
    """
    return markup.linked_data(
        {
            "@type": "CreativeWork",
            "@id": settings.BASE_URL + reverse("signal_detail", args=[signal.public_id]),
            "identifier": signal.public_id,
            "name": signal.title,
            "abstract": signal.summary,
            "text": signal.what_happens,
            "about": card.topic_label,
            "author": {"@type": "Organization", "name": card.raised_by},
            "spatialCoverage": card.region,
            "creativeWorkStatus": card.state_label,
            "datePublished": signal.published_at.isoformat() if signal.published_at else "",
            "dateModified": signal.changed_at.isoformat(),
            "isBasedOn": signal.source_url,
            "comment": [_answer(answer) for answer in standing(list(signal.answers.all()))],
        }
    )


def _answer(answer: Answer) -> dict[str, object]:
    return {
        "@type": "Comment",
        "text": answer.text,
        "datePublished": answer.published_at.isoformat(),
        "author": {"@type": "GovernmentOrganization", "name": str(answer.desk)},
    }
