"""Codes of a founding project. They are lasting: they stand in addresses and exports."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import pgettext_lazy

from drehscheibe.core.organisations.choices import Bench


class ProjectState(models.TextChoices):
    """Where a project stands; its visibility is another matter."""

    ACTIVE = "active", pgettext_lazy("founding", "in the making")
    PROPOSED = "proposed", pgettext_lazy("founding", "profile is being checked")
    FOUNDED = "founded", pgettext_lazy("founding", "founded")
    ENDED = "ended", pgettext_lazy("founding", "ended without a founding")


class MemberRole(models.TextChoices):
    LEAD = "lead", pgettext_lazy("founding", "leads the project")
    MEMBER = "member", pgettext_lazy("founding", "works with us")


class InvitationState(models.TextChoices):
    OPEN = "open", pgettext_lazy("founding", "waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("founding", "accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("founding", "withdrawn")


class MilestoneState(models.TextChoices):
    OPEN = "open", pgettext_lazy("founding", "open")
    IN_WORK = "in-work", pgettext_lazy("founding", "in work")
    BLOCKED = "blocked", pgettext_lazy("founding", "stuck")
    DONE = "done", pgettext_lazy("founding", "done")
    SKIPPED = "skipped", pgettext_lazy("founding", "not needed here")


#: States in which nothing more is to be done.
SETTLED = (MilestoneState.DONE, MilestoneState.SKIPPED)


class SeatState(models.TextChoices):
    """How far a body is on its way to a chair."""

    WANTED = "wanted", pgettext_lazy("founding", "we want to ask")
    ASKED = "asked", pgettext_lazy("founding", "asked, no answer yet")
    AGREED = "agreed", pgettext_lazy("founding", "sits at the table")
    DECLINED = "declined", pgettext_lazy("founding", "does not take part")


class Side(models.TextChoices):
    """The six sides of the round table, each of which needs at least one taken chair."""

    EMPLOYERS = "employers", pgettext_lazy("founding", "Companies and their associations")
    UNIONS = "unions", pgettext_lazy("founding", "Unions and works councils")
    CHAMBERS = "chambers", pgettext_lazy("founding", "Chambers")
    SCIENCE = "science", pgettext_lazy("founding", "Science and schools")
    POLITICS = "politics", pgettext_lazy("founding", "Politics and administration")
    PUBLIC = "public", pgettext_lazy("founding", "The public")


SIDE_OF: Mapping[str, Side] = {
    Bench.COMPANIES: Side.EMPLOYERS,
    Bench.ASSOCIATION: Side.EMPLOYERS,
    Bench.UNION: Side.UNIONS,
    Bench.WORKS_COUNCIL: Side.UNIONS,
    Bench.CHAMBER: Side.CHAMBERS,
    Bench.UNIVERSITY: Side.SCIENCE,
    Bench.SCHOOL: Side.SCIENCE,
    Bench.MUNICIPALITY: Side.POLITICS,
    Bench.LAND: Side.POLITICS,
    Bench.FEDERAL: Side.POLITICS,
    Bench.EMPLOYMENT_AGENCY: Side.POLITICS,
    Bench.CIVIL_SOCIETY: Side.PUBLIC,
    Bench.MEDIA: Side.PUBLIC,
}
#: The bench that a new chair of a side has at first.
BENCH_OF: Mapping[Side, Bench] = {
    Side.EMPLOYERS: Bench.COMPANIES,
    Side.UNIONS: Bench.UNION,
    Side.CHAMBERS: Bench.CHAMBER,
    Side.SCIENCE: Bench.UNIVERSITY,
    Side.POLITICS: Bench.MUNICIPALITY,
    Side.PUBLIC: Bench.CIVIL_SOCIETY,
}


class DraftKind(models.TextChoices):
    """Texts that the project fills; the codes stand in addresses and file names."""

    DECLARATION = "declaration", pgettext_lazy("founding", "Founding declaration")
    RULES = "rules", pgettext_lazy("founding", "Rules of procedure")
    FINANCING = "financing", pgettext_lazy("founding", "Financing plan")
    INTENT = "intent", pgettext_lazy("founding", "Letter of intent")
    PRESS = "press", pgettext_lazy("founding", "Press release")


class LineKind(models.TextChoices):
    COST = "cost", pgettext_lazy("founding", "Cost")
    INCOME = "income", pgettext_lazy("founding", "Income")


class Certainty(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("founding", "planned")
    ASKED = "asked", pgettext_lazy("founding", "applied for")
    PROMISED = "promised", pgettext_lazy("founding", "promised")


class SignatureState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("founding", "asked, not signed yet")
    SIGNED = "signed", pgettext_lazy("founding", "signed")
    DECLINED = "declined", pgettext_lazy("founding", "does not sign")
    WITHDRAWN = "withdrawn", pgettext_lazy("founding", "signature withdrawn")
    CANCELLED = "cancelled", pgettext_lazy("founding", "request taken back")


class SignedBy(models.TextChoices):
    """What a signature rests on."""

    EMAIL = "email", pgettext_lazy("founding", "by confirmed e-mail address")
    MANDATE = "mandate", pgettext_lazy("founding", "under a mandate of the organisation")


class MentorshipState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("founding", "asked")
    ACCEPTED = "accepted", pgettext_lazy("founding", "agreed")
    DECLINED = "declined", pgettext_lazy("founding", "not possible now")
    WITHDRAWN = "withdrawn", pgettext_lazy("founding", "request taken back")
    ENDED = "ended", pgettext_lazy("founding", "ended")


class CallReason(models.TextChoices):
    """Why the office hears of a project."""

    ASKED = "asked", pgettext_lazy("founding", "asked for help")
    STUCK = "stuck", pgettext_lazy("founding", "nothing has moved")
