"""What public pages of the exchange say to programs (schema.org)."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from markupsafe import Markup

from drehscheibe.capabilities.exchange.api import SignalCard
from drehscheibe.capabilities.exchange.choices.measure import MeasureState
from drehscheibe.capabilities.exchange.models import Answer, Impulse, Measure, Signal
from drehscheibe.capabilities.exchange.queries.answers import standing
from drehscheibe.capabilities.exchange.queries.dossier_content import Content
from drehscheibe.capabilities.exchange.queries.resonance import Resonance
from drehscheibe.ui import markup

__all__ = ["describe_dossier", "describe_impulse", "describe_measure", "describe_signal"]

#: A measure that rests is neither active nor failed; schema.org has no word for it.
_ACTION_STATUS = {
    MeasureState.PLANNED: "PotentialActionStatus",
    MeasureState.RUNNING: "ActiveActionStatus",
    MeasureState.DONE: "CompletedActionStatus",
    MeasureState.DROPPED: "FailedActionStatus",
}


def describe_signal(signal: Signal, card: SignalCard) -> Markup:
    """Return a public concern as a creative work, its answers as comments of public bodies.

    schema.org knows questions and answers, but a concern is no question; nothing is said that the
    page does not show.
    """
    return markup.linked_data(
        {
            "@type": "CreativeWork",
            "@id": _address("signal_detail", signal.public_id),
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


def describe_dossier(content: Content) -> Markup:
    """Return a public dossier as a report that has its public concerns as parts."""
    dossier = content.dossier
    parts = [one for one in content.signals if one.is_public]
    return markup.linked_data(
        {
            "@type": "Report",
            "@id": _address("dossier_detail", dossier.public_id),
            "reportNumber": dossier.public_id,
            "name": dossier.title,
            "abstract": dossier.pattern,
            "creativeWorkStatus": str(dossier.get_state_display()),
            "datePublished": dossier.published_at.isoformat() if dossier.published_at else "",
            "dateModified": content.changed_at.isoformat(),
            "audience": {"@type": "GovernmentOrganization", "name": str(dossier.desk or "")},
            "spatialCoverage": list(content.land_names.values()),
            "hasPart": [
                {
                    "@type": "CreativeWork",
                    "@id": _address("signal_detail", one.public_id),
                    "name": one.title,
                }
                for one in parts
            ],
            "encoding": {
                "@type": "MediaObject",
                "encodingFormat": "application/pdf",
                "contentUrl": _address("dossier_pdf", dossier.public_id),
            },
        }
    )


def describe_impulse(impulse: Impulse, resonance: Resonance) -> Markup:
    """Return an impulse as a creative work, the reactions that have a name as its comments."""
    stances = impulse.stances()
    said = [(voice.addressee.name, voice.reaction) for voice in resonance.named if voice.reaction]
    return markup.linked_data(
        {
            "@type": "CreativeWork",
            "@id": _address("impulse_detail", impulse.public_id),
            "identifier": impulse.public_id,
            "name": impulse.title,
            "abstract": impulse.question,
            "text": impulse.about,
            "about": str(impulse.get_topic_display()),
            "author": {"@type": "Organization", "name": str(impulse.sender)},
            "creativeWorkStatus": str(impulse.get_state_display()),
            "datePublished": impulse.published_at.isoformat() if impulse.published_at else "",
            "dateModified": impulse.changed_at.isoformat(),
            "isBasedOn": impulse.source_url,
            "commentCount": resonance.total.reacted,
            "comment": [
                {
                    "@type": "Comment",
                    "text": reaction.words or stances.get(reaction.stance, ""),
                    "datePublished": reaction.said_at.isoformat(),
                    "author": {"@type": "Organization", "name": name},
                }
                for name, reaction in said
            ],
        }
    )


def describe_measure(measure: Measure) -> Markup:
    """Return a measure as an action of the body in the lead."""
    status = _ACTION_STATUS.get(MeasureState(measure.state), "")
    return markup.linked_data(
        {
            "@type": "Action",
            "@id": _address("measure_detail", measure.public_id),
            "identifier": measure.public_id,
            "name": measure.title,
            "description": measure.goal,
            "actionStatus": f"https://schema.org/{status}" if status else "",
            "agent": {"@type": "Organization", "name": str(measure.lead)},
            "location": [
                {"@type": "AdministrativeArea", "name": str(land)} for land in measure.laender.all()
            ],
            "endTime": measure.target_on.isoformat() if measure.target_on else "",
        }
    )


def _address(page: str, public_id: str) -> str:
    return settings.BASE_URL + reverse(page, args=[public_id])
