from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseState(models.TextChoices):
    """Where a case stands; who has to act and until when is said in ``machine.py``."""

    RECEIVED = "received", _("with the service office")
    ASKED_BACK = "asked_back", _("waits for an answer of those who asked")
    COACH_PROPOSED = "coach_proposed", _("a coach is being asked")
    AGREEING = "agreeing", _("first talk and goal")
    GOAL_PROPOSED = "goal_proposed", _("the goal waits for agreement")
    RUNNING = "running", _("in work")
    RESULT_GIVEN = "result_given", _("result is there")
    LATER_3 = "later_3", _("closed, we ask after 3 months")
    ASKED_3 = "asked_3", _("asked after 3 months")
    LATER_12 = "later_12", _("closed, we ask after 12 months")
    ASKED_12 = "asked_12", _("asked after 12 months")
    CLOSED = "closed", pgettext_lazy("case", "closed")
    DECLINED = "declined", pgettext_lazy("case", "not taken on")
    WITHDRAWN = "withdrawn", pgettext_lazy("case", "withdrawn")


class Urgency(models.TextChoices):
    SOON = "soon", _("In the next days")
    WEEKS = "weeks", _("In the next weeks")
    LATER = "later", _("There is time")


class Confidentiality(models.TextChoices):
    """Who may know of a case besides those who asked."""

    OFFICE = "office", _("Only the service office")
    COACHES = "coaches", _("The service office and the coach named to me")
    NETWORK = "network", _("Others of the network may learn topic, region and goal")


class Side(models.TextChoices):
    """The two sides of a case."""

    REQUESTER = "requester", _("those who asked")
    TEAM = "team", _("the advisory side")


class Circle(models.TextChoices):
    """Who reads a message or opens a document."""

    BOTH = "both", _("Both sides")
    TEAM = "team", _("Only service office and coach")


class ProposalState(models.TextChoices):
    """What became of the proposal of a coach."""

    SECOND = "second", _("second choice")
    ASKED = "asked", pgettext_lazy("coach", "asked")
    ACCEPTED = "accepted", pgettext_lazy("coach", "takes the case")
    DECLINED = "declined", pgettext_lazy("coach", "cannot take the case")
    REFUSED = "refused", pgettext_lazy("coach", "not wanted by those who asked")
    ENDED = "ended", pgettext_lazy("coach", "no longer needed")


class CoachReason(models.TextChoices):
    """Why a coach cannot take a case."""

    BUSY = "busy", _("No time at the moment")
    CONFLICT = "conflict", _("A conflict of interest")
    OTHER_FIELD = "other_field", _("Not my field")


class SessionState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("session", "planned")
    HELD = "held", pgettext_lazy("session", "has taken place")
    CANCELLED = "cancelled", pgettext_lazy("session", "cancelled")


class Helped(models.TextChoices):
    YES = "yes", pgettext_lazy("helped", "Yes")
    PARTLY = "partly", pgettext_lazy("helped", "Partly")
    NO = "no", pgettext_lazy("helped", "No")


class Refusal(models.TextChoices):
    """Why a request is not taken on."""

    NOT_OURS = "not_ours", _("It is not a matter of industry in a region")
    OTHER_PLACE = "other_place", _("Somebody else helps better with this")
    NO_CAPACITY = "no_capacity", _("Nobody can take it on at present")
    UNCLEAR = "unclear", _("It stayed unclear what is wanted")


class ConsentState(models.TextChoices):
    """What a named body says to the text of a practice case."""

    ASKED = "asked", pgettext_lazy("consent", "asked")
    GIVEN = "given", pgettext_lazy("consent", "agrees")
    REFUSED = "refused", pgettext_lazy("consent", "does not agree")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "took its consent back")


class Softening(models.TextChoices):
    """What has to be checked before a case may be told to others."""

    NAMES = "names", _("Names of people are out, roles stand in their place")
    BODIES = "bodies", _("Companies and bodies are only named if they have agreed")
    PLACES = "places", _("Places are so wide that nobody is recognised by them")
    NUMBERS = "numbers", _("Exact numbers and dates are rounded")
    QUOTES = "quotes", _("No sentence is quoted that somebody could recognise as their own")
    CONFLICT = "conflict", _("A conflict is told so that no side is exposed")
    FILES = "files", _("Nothing of it comes from private notes or documents")
