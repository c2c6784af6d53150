"""Tables of the exchange."""

from drehscheibe.capabilities.exchange.models.answer import Answer
from drehscheibe.capabilities.exchange.models.answer_template import AnswerTemplate
from drehscheibe.capabilities.exchange.models.clarification import Clarification
from drehscheibe.capabilities.exchange.models.common_answer import CommonAnswer
from drehscheibe.capabilities.exchange.models.dossier import (
    Dossier,
    DossierAsk,
    DossierEntry,
    DossierQuote,
)
from drehscheibe.capabilities.exchange.models.evidence import Evidence
from drehscheibe.capabilities.exchange.models.hand_over import HandOver
from drehscheibe.capabilities.exchange.models.impulse import Impulse, ImpulseQuerySet
from drehscheibe.capabilities.exchange.models.measure import (
    Measure,
    MeasureChange,
    MeasureQuerySet,
)
from drehscheibe.capabilities.exchange.models.merge import Merge
from drehscheibe.capabilities.exchange.models.promise import EffectReport, Postponement
from drehscheibe.capabilities.exchange.models.question import Question, QuestionQuerySet
from drehscheibe.capabilities.exchange.models.reaction import (
    Addressee,
    Reaction,
    ReactionQuerySet,
)
from drehscheibe.capabilities.exchange.models.signal import Signal, SignalQuerySet
from drehscheibe.capabilities.exchange.models.stay_tally import StayTally, TallyKind
from drehscheibe.capabilities.exchange.models.supporter import Supporter, SupporterQuerySet

__all__ = [
    "Addressee",
    "Answer",
    "AnswerTemplate",
    "Clarification",
    "CommonAnswer",
    "Dossier",
    "DossierAsk",
    "DossierEntry",
    "DossierQuote",
    "EffectReport",
    "Evidence",
    "HandOver",
    "Impulse",
    "ImpulseQuerySet",
    "Measure",
    "MeasureChange",
    "MeasureQuerySet",
    "Merge",
    "Postponement",
    "Question",
    "QuestionQuerySet",
    "Reaction",
    "ReactionQuerySet",
    "Signal",
    "SignalQuerySet",
    "StayTally",
    "Supporter",
    "SupporterQuerySet",
    "TallyKind",
]
