"""What the exchange tells other rooms; ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.core.outbox.api import Fact, fact


@dataclass(frozen=True, slots=True)
class SignalFact(Fact):
    """Base of all facts about one concern; they are delivered in their order.

    Attributes
    ----------
    public_id : str
        For example ``S-2026-0147``.
    station : int
        Number of the station that the concern reached by this; names the fact for good.
    due_on : str
        Until when the owner of the state that was reached has to act, as an ISO date; empty if
        nobody has to.
    """

    public_id: str
    station: int
    due_on: str

    @property
    def item(self) -> str:
        return f"signal:{self.public_id}"


@fact("exchange.signal_awaits_release")
@dataclass(frozen=True, slots=True)
class SignalAwaitsRelease(SignalFact):
    """Written and sent by one person; a second one of the organisation has to agree."""

    sent_by_person_id: int


@fact("exchange.signal_returned_to_draft")
@dataclass(frozen=True, slots=True)
class SignalReturnedToDraft(SignalFact):
    """The second person did not agree yet."""

    note: str


@fact("exchange.signal_raised")
@dataclass(frozen=True, slots=True)
class SignalRaised(SignalFact):
    """The concern is with the office."""


@fact("exchange.clarification_asked")
@dataclass(frozen=True, slots=True)
class ClarificationAsked(SignalFact):
    """The office asks the authors something."""

    number: int


@fact("exchange.clarification_answered")
@dataclass(frozen=True, slots=True)
class ClarificationAnswered(SignalFact):
    """The authors answered the question of the office."""

    number: int


@fact("exchange.signal_handed_over")
@dataclass(frozen=True, slots=True)
class SignalHandedOver(SignalFact):
    """An addressee has to answer; ``dossier`` is the dossier with which it came, or empty."""

    desk_id: int
    dossier: str = ""


@fact("exchange.signal_taken_up")
@dataclass(frozen=True, slots=True)
class SignalTakenUp(SignalFact):
    """The addressee confirms that it has arrived and is being looked at."""

    desk_id: int


@fact("exchange.addressee_asked")
@dataclass(frozen=True, slots=True)
class AddresseeAsked(SignalFact):
    """The addressee asks the authors something; its clock stands still until that is settled."""

    desk_id: int
    number: int


@fact("exchange.addressee_question_settled")
@dataclass(frozen=True, slots=True)
class AddresseeQuestionSettled(SignalFact):
    """The authors answered, or the addressee goes on without them; its clock runs again."""

    desk_id: int
    number: int
    is_answered: bool


@fact("exchange.signal_forwarded")
@dataclass(frozen=True, slots=True)
class SignalForwarded(SignalFact):
    """One addressee passed it on to another, which has to answer now."""

    from_desk_id: int
    desk_id: int


@fact("exchange.signal_left_behind")
@dataclass(frozen=True, slots=True)
class SignalLeftBehind(SignalFact):
    """Whoever had to act no longer exists; the office has it now."""

    organisation_id: int


@fact("exchange.signal_taken_back")
@dataclass(frozen=True, slots=True)
class SignalTakenBack(SignalFact):
    """The addressee sent it back, or the office called it back; it is with the office again."""

    desk_id: int
    outcome: str


@fact("exchange.signal_answered")
@dataclass(frozen=True, slots=True)
class SignalAnswered(SignalFact):
    """The addressee answered."""

    desk_id: int
    number: int
    decision: str
    #: Of an answer to several concerns at once, which ``AnswersPublished`` tells of.
    common: str = ""


@fact("exchange.answers_published")
@dataclass(frozen=True, slots=True)
class AnswersPublished(Fact):
    """One text answered several concerns; whoever takes part in more than one is told once."""

    common: str
    desk_id: int

    @property
    def item(self) -> str:
        return f"common_answer:{self.common}"


@fact("exchange.answer_goes_out")
@dataclass(frozen=True, slots=True)
class AnswerGoesOut(Fact):
    """Some of the people who are told of an answer; many people are told in several portions.

    Attributes
    ----------
    about : str
        The item whose facts are delivered in order.
    answer_ids : tuple of int
        Answers that all of these people are told of.
    event : str
        In which words.
    key : str
        Names what is told for good, whatever the portion.
    """

    about: str
    answer_ids: tuple[int, ...]
    event: str
    key: str
    person_ids: tuple[int, ...]

    @property
    def item(self) -> str:
        return self.about


@fact("exchange.answer_withdrawn")
@dataclass(frozen=True, slots=True)
class AnswerWithdrawn(SignalFact):
    """The addressee took its answer back and looks at the concern again."""

    desk_id: int
    number: int


@fact("exchange.signal_promised")
@dataclass(frozen=True, slots=True)
class SignalPromised(SignalFact):
    """The answer is accepted; its addressee has to bring into effect what it promised."""

    desk_id: int
    number: int
    by_authors: bool


@fact("exchange.promise_postponed")
@dataclass(frozen=True, slots=True)
class PromisePostponed(SignalFact):
    """What was promised comes later than said."""

    desk_id: int
    number: int


@fact("exchange.signal_in_effect")
@dataclass(frozen=True, slots=True)
class SignalInEffect(SignalFact):
    """What was promised is in effect."""

    desk_id: int
    number: int


@fact("exchange.answer_rated")
@dataclass(frozen=True, slots=True)
class AnswerRated(SignalFact):
    """The authors said whether the answer helps."""

    desk_id: int
    number: int
    helped: str


@fact("exchange.signal_closed")
@dataclass(frozen=True, slots=True)
class SignalClosed(SignalFact):
    """Nothing more is owed."""


@fact("exchange.signal_rejected")
@dataclass(frozen=True, slots=True)
class SignalRejected(SignalFact):
    """The office does not pass it on."""

    reason: str


@fact("exchange.signal_withdrawn")
@dataclass(frozen=True, slots=True)
class SignalWithdrawn(SignalFact):
    """The authors took it back; ``owner_id`` is the organisation that had it until then."""

    owner_id: int | None


@fact("exchange.signal_widened")
@dataclass(frozen=True, slots=True)
class SignalWidened(SignalFact):
    """The authors opened it to more people; ``visibility`` is the new circle."""

    visibility: str


@fact("exchange.support_awaits_release")
@dataclass(frozen=True, slots=True)
class SupportAwaitsRelease(SignalFact):
    """One person wants to join in the name of an organisation; a second one has to agree."""

    supporter_id: int
    organisation_id: int
    joined_by_person_id: int


@fact("exchange.signal_joined")
@dataclass(frozen=True, slots=True)
class SignalJoined(SignalFact):
    """Another organisation supports the concern."""

    supporter_id: int
    organisation_id: int


@fact("exchange.support_withdrawn")
@dataclass(frozen=True, slots=True)
class SupportWithdrawn(SignalFact):
    """An organisation does not support the concern any more."""

    supporter_id: int
    organisation_id: int


@fact("exchange.signal_summarised")
@dataclass(frozen=True, slots=True)
class SignalSummarised(SignalFact):
    """The office put a short version beside the authors' words."""


@fact("exchange.signal_overdue")
@dataclass(frozen=True, slots=True)
class SignalOverdue(SignalFact):
    """The owner has missed the date; ``public_id`` is empty for a draft that nobody sent."""

    signal_id: int

    @property
    def item(self) -> str:
        return f"signal_overdue:{self.signal_id}"


@fact("exchange.public_concerns_recorded")
@dataclass(frozen=True, slots=True)
class PublicConcernsRecorded(Fact):
    """Concerns from public sources were added or renewed."""

    created: int
    updated: int


@fact("exchange.signal_merged")
@dataclass(frozen=True, slots=True)
class SignalMerged(SignalFact):
    """It goes on as part of another concern, ``into``."""

    into: str
    merge_id: int


@fact("exchange.signal_unmerged")
@dataclass(frozen=True, slots=True)
class SignalUnmerged(SignalFact):
    """It stands for itself again; it was part of ``was_in``."""

    was_in: str
    merge_id: int


@dataclass(frozen=True, slots=True)
class DossierFact(Fact):
    """Base of all facts about one dossier; they are delivered in their order.

    Attributes
    ----------
    public_id : str
        For example ``D-2026-0003``.
    station : int
        Number of the station that the dossier reached by this; names the fact for good.
    due_on : str
        Until when the owner of the state that was reached has to act, as an ISO date, or empty.
    """

    public_id: str
    station: int
    due_on: str

    @property
    def item(self) -> str:
        return f"dossier:{self.public_id}"


@fact("exchange.dossier_handed_over")
@dataclass(frozen=True, slots=True)
class DossierHandedOver(DossierFact):
    """A desk has to answer all concerns in it; their public ids are ``signals``."""

    desk_id: int
    signals: tuple[str, ...]


@fact("exchange.dossier_answered")
@dataclass(frozen=True, slots=True)
class DossierAnswered(DossierFact):
    """All its concerns are answered."""

    desk_id: int


@fact("exchange.dossier_came_back")
@dataclass(frozen=True, slots=True)
class DossierCameBack(DossierFact):
    """None of its concerns is with the desk any more, and none is answered."""

    desk_id: int


@fact("exchange.dossier_overdue")
@dataclass(frozen=True, slots=True)
class DossierOverdue(DossierFact):
    """Its owner did not act by the day."""


@fact("exchange.quote_consent_asked")
@dataclass(frozen=True, slots=True)
class QuoteConsentAsked(Fact):
    """The office would like to quote the authors of a concern."""

    quote_id: int

    @property
    def item(self) -> str:
        return f"quote:{self.quote_id}"


@fact("exchange.quote_consent_answered")
@dataclass(frozen=True, slots=True)
class QuoteConsentAnswered(Fact):
    """The authors agreed to be quoted, or did not."""

    quote_id: int
    is_granted: bool

    @property
    def item(self) -> str:
        return f"quote:{self.quote_id}"
