"""The closed vocabulary of the directory. Codes are lasting: they stand in URLs, exports and files."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from drehscheibe.core.organisations.choices import Bench
from drehscheibe.core.text.topics import Topic


class InitiativeType(models.TextChoices):
    """What kind of cooperation it is; an initiative may be several at once."""

    ACCEPTANCE_CAMPAIGN = "acceptance-campaign", _("Campaign for industry")
    MASTERPLAN = "masterplan", _("Master plan of a city")
    LAND_DIALOGUE = "land-dialogue", _("Industry dialogue of a Land")
    GROWTH_REGION = "growth-region", _("Growth region")
    SECTOR_SITE = "sector-site", _("Sector or site initiative")
    TRANSFORMATION_NETWORK = "transformation-network", _("Transformation network")
    CITY_COMMUNITY = "city-community", _("Industry community of a city")
    CHAMBER_THEME = "chamber-theme", _("Theme initiative of a chamber")


class Reach(models.TextChoices):
    """How far an initiative reaches."""

    MUNICIPALITY = "municipality", _("Municipality")
    REGION = "region", _("Region")
    LAND = "land", _("Land")
    CROSS_LAND = "cross-land", _("Across Länder")


class InitiativeStatus(models.TextChoices):
    """Where an initiative stands in its life; empty when nobody knows."""

    FOUNDING = "founding", _("being founded")
    ACTIVE = "active", _("active")
    DORMANT = "dormant", _("dormant")
    ENDED = "ended", _("ended")


class Format(models.TextChoices):
    """How initiatives meet and become visible."""

    NETWORK_MEETING = "network-meeting", _("Network meeting")
    WORKING_GROUP = "working-group", _("Working group")
    ROUND_TABLE = "round-table", _("Round table")
    WORLD_CAFE = "world-cafe", _("World café")
    FUTURE_WORKSHOP = "future-workshop", _("Future workshop")
    CITIZENS_DIALOGUE = "citizens-dialogue", _("Dialogue with the neighbourhood")
    CONFERENCE = "conference", _("Industry conference")
    TOUR_NIGHT = "tour-night", _("Night of open works")
    OPEN_DAY = "open-day", _("Open day")
    COMPANY_VISIT = "company-visit", _("Company visit")
    SPEED_DATING = "speed-dating", _("Apprentice speed dating")
    AMBASSADORS = "ambassadors", _("Apprentice ambassadors in schools")
    WEBINAR = "webinar", _("Webinar")
    CAMPAIGN = "campaign", _("Campaign")
    SURVEY = "survey", _("Survey")
    AWARD = "award", _("Award or competition")


class Exchange(models.TextChoices):
    """What an initiative offers to others or seeks from them."""

    EXPERIENCE = "experience", _("Exchange of experience")
    MENTORING = "mentoring", _("Mentoring for new initiatives")
    SPEAKERS = "speakers", _("Speakers")
    HOST_SITE = "host-site", _("Company to visit")
    MATERIALS = "materials", _("Templates and materials")
    PROJECT_PARTNERS = "project-partners", _("Partners for a project")
    FUNDING_ADVICE = "funding-advice", _("Knowledge about funding")
    JOINT_EVENT = "joint-event", _("Joint event")


class Financing(models.TextChoices):
    """Where the money comes from."""

    FEES = "fees", _("Membership fees")
    CHAMBER = "chamber", _("Chamber")
    MUNICIPALITY = "municipality", _("Municipalities")
    LAND = "land", _("Land")
    FEDERAL = "federal", _("Federation")
    EU = "eu", _("European Union")
    SPONSORING = "sponsoring", _("Sponsoring and donations")


class StaffClass(models.TextChoices):
    """Full-time equivalents of the office."""

    NONE = "none", _("no paid staff")
    UNDER_HALF = "under-0.5", _("less than 0.5 full-time posts")
    HALF_TO_ONE = "0.5-1", _("0.5 to 1 full-time post")
    ONE_TO_THREE = "1-3", _("more than 1 and up to 3 full-time posts")
    OVER_THREE = "over-3", _("more than 3 full-time posts")


class BudgetClass(models.TextChoices):
    """Yearly budget without staff."""

    NONE = "none", _("no budget of its own")
    UNDER_25 = "under-25k", _("under 25,000 euros a year")
    TO_100 = "25k-100k", _("25,000 to 100,000 euros a year")
    TO_500 = "100k-500k", _("100,000 to 500,000 euros a year")
    OVER_500 = "over-500k", _("more than 500,000 euros a year")


class MeasureStatus(models.TextChoices):
    PLANNED = "planned", _("planned")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped")


class PublicationState(models.TextChoices):
    """Whether an entry stands in the public directory."""

    PROPOSED = "proposed", _("proposed")
    PUBLISHED = "published", _("published")
    REJECTED = "rejected", _("not accepted")
    HIDDEN = "hidden", _("hidden under the house rules")


class Standing(models.TextChoices):
    """How far the public may rely on an entry; computed, never stored."""

    PUBLIC_SOURCES = (
        "public-sources",
        _("from public sources, not yet confirmed by the initiative"),
    )
    EDITED = "edited", _("edited by the initiative, not yet confirmed as a whole")
    CONFIRMED = "confirmed", _("confirmed by the initiative")
    OVERDUE = "overdue", _("confirmation is overdue")


class FacetKind(models.TextChoices):
    """By what the directory can be narrowed; the values are the names of the URL parameters."""

    LAND = "land", _("Land")
    KREIS = "kreis", _("Kreis")
    TYPE = "type", _("Type")
    TOPIC = "topic", _("Topic")
    BENCH = "bench", _("Bench")
    STATUS = "status", _("Status")
    OFFERS = "offers", _("Offers")
    SEEKS = "seeks", _("Seeks")


class Sort(models.TextChoices):
    RELEVANCE = "relevance", _("Best match")
    NAME = "name", _("Name")
    CONFIRMED = "confirmed", _("Last confirmed")
    FOUNDED = "founded", _("Year of foundation")
    MEMBERS = "members", _("Members")


class ClaimKind(models.TextChoices):
    """Why something waits in the verification queue."""

    TAKE_OVER = "take-over", _("Takes over an entry")
    NEW_ENTRY = "new-entry", _("Proposes a new entry")


class ClaimState(models.TextChoices):
    SUBMITTED = "submitted", _("being checked")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("not accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Criterion(models.TextChoices):
    """What the office checks before it says: this person acts for this initiative."""

    DEDICATED_CONTACT = "dedicated-contact", _("A person is named as contact and can be reached")
    PROOF_OF_ACTIVITY = "proof-of-activity", _("A website or another public source shows activity")
    TWO_BENCHES = "two-benches", _("At least two benches take part")
    HAS_MEMBERS = "has-members", _("There are members or standing participants")
    LEAD_AGREES = "lead-agrees", _("The lead organisation agrees to this person")
    NO_DUPLICATE = "no-duplicate", _("The directory does not have this initiative yet")


class RevisionState(models.TextChoices):
    PROPOSED = "proposed", _("waits for the second key")
    PUBLISHED = "published", _("published")
    REJECTED = "rejected", _("not accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Frequency(models.TextChoices):
    DAILY = "daily", _("at most once a day")
    WEEKLY = "weekly", _("at most once a week")


#: Vocabulary of the profile fields that hold several codes.
VOCABULARIES: Mapping[str, type[models.TextChoices]] = {
    "types": InitiativeType,
    "topics": Topic,
    "formats": Format,
    "offers": Exchange,
    "seeks": Exchange,
    "financing": Financing,
    "benches": Bench,
}
