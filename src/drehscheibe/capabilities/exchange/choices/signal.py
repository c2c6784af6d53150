"""The closed vocabulary of the exchange. Codes are lasting: they stand in URLs and exports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignalState(models.TextChoices):
    """Where a concern rests; who has to act in which state is declared in ``machine.py``."""

    DRAFT = "draft", _("Draft")
    AWAITING_SECOND_KEY = "awaiting_second_key", _("Waits for the second person")
    SUBMITTED = "submitted", _("With the service office")
    NEEDS_CLARIFICATION = "needs_clarification", _("Question to the author")
    BUNDLED = "bundled", _("Bundled")
    HANDED_OVER = "handed_over", _("Handed over")
    IN_REVIEW = "in_review", _("In review")
    ASKED_BACK = "asked_back", _("Question of the body in charge")
    ANSWERED = "answered", _("Answered")
    PROMISED = "promised", _("Promised")
    IN_EFFECT = "in_effect", _("In effect")
    CLOSED = "closed", _("Closed")
    REJECTED = "rejected", _("Not passed on")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Merged")
    RECORDED = "recorded", _("Raised in public")


class PublicStatus(models.TextChoices):
    """What the public asks of a list: several states under one word."""

    WAITING = "waiting", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")
    PROMISED = "promised", _("Promised")
    IN_EFFECT = "in_effect", _("In effect")
    RECORDED = "recorded", _("Raised in public")
    MERGED = "merged", _("Merged")
    REJECTED = "rejected", _("Not passed on")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Visibility(models.TextChoices):
    """Who may read a concern once it has been handed over."""

    PRIVATE = "private", _("Only the service office and the addressee")
    NETWORK = "network", _("Everybody who acts under a mandate here")
    PUBLIC = "public", _("Everybody")


#: From the smallest circle to the largest; a concern may go up, never down.
CIRCLES = (Visibility.PRIVATE, Visibility.NETWORK, Visibility.PUBLIC)


def larger_circles(visibility: str) -> tuple[Visibility, ...]:
    """Return the circles that hold more people than this one."""
    return CIRCLES[CIRCLES.index(Visibility(visibility)) + 1 :] if visibility else ()


class EvidenceAudience(models.TextChoices):
    """Who may open a piece of evidence."""

    OFFICIALS = "officials", _("Only the service office and the body that answers")
    READERS = "readers", _("Everybody who may read the concern")


class Scope(models.TextChoices):
    """How the region of a concern is given."""

    KREISE = "kreise", _("Certain Kreise")
    LAENDER = "laender", _("One or more Länder")
    NATIONWIDE = "nationwide", _("All of Germany")


class Decision(models.TextChoices):
    """What the addressee decided."""

    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Partly accepted")
    ALREADY_SOLVED = "already_solved", _("Already solved")
    DECLINED = "declined", _("Declined")


#: Decisions that owe a reason.
REASONED_DECISIONS = frozenset({Decision.PARTLY, Decision.DECLINED})


class Reason(models.TextChoices):
    """Why an addressee follows a concern not at all or only in part."""

    LAW = "law", _("The law leaves no room")
    BUDGET = "budget", _("There is no money for it")
    NOT_COMPETENT = "not_competent", _("Another body decides this")
    WEIGHED = "weighed", _("Other aims weigh more")
    UNDER_WAY = "under_way", _("It is being worked on elsewhere")
    EVIDENCE = "evidence", _("The problem could not be confirmed")


class Rejection(models.TextChoices):
    """Why the office does not pass a concern on."""

    DUPLICATE = "duplicate", _("The same concern is on its way already")
    OUT_OF_SCOPE = "out_of_scope", _("It does not concern industrial policy")
    SINGLE_CASE = "single_case", _("It is a single case that an authority has to decide")
    NAMES_OTHERS = "names_others", _("It contains confidential details about others")
    UNCLEAR = "unclear", _("It stayed unclear what is wished for")


class Helped(models.TextChoices):
    """What the authors say about an answer."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class HandOverOutcome(models.TextChoices):
    """How a stay at an addressee ended."""

    ANSWERED = "answered", _("answered")
    SENT_BACK = "sent_back", _("sent back by the addressee")
    CALLED_BACK = "called_back", _("called back by the service office")
    WITHDRAWN = "withdrawn", _("withdrawn by the authors")
    FORWARDED = "forwarded", _("passed on to another body")
    ANSWER_WITHDRAWN = "answer_withdrawn", _("answered, and the answer withdrawn")
    MERGED = "merged", _("merged into another concern")
    DISSOLVED = "dissolved", _("ended because the body no longer exists")


class DossierState(models.TextChoices):
    """Where a dossier rests; who has to act in which state is declared in ``machine.py``."""

    IN_PREPARATION = "in_preparation", _("In preparation")
    HANDED_OVER = "handed_over", _("Handed over")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class LeftBecause(models.TextChoices):
    """Why a concern is not part of a dossier any more."""

    TAKEN_OUT = "taken_out", _("taken out by the service office")
    WITHDRAWN = "withdrawn", _("withdrawn by its authors")
    MERGED = "merged", _("merged into another concern")
    CAME_BACK = "came_back", _("came back to the service office")
    DISSOLVED = "dissolved", _("the dossier was given up")
