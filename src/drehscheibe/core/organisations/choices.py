from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is on the hub; rights follow from it."""

    OFFICE = "office", _("Service office")
    DESK = "desk", _("Addressee desk")
    INITIATIVE = "initiative", _("Industry initiative")
    PARTNER = "partner", _("Partner of the alliance")
    MEMBER = "member", _("Member organisation")


class Bench(models.TextChoices):
    """The side that an organisation or a mandate speaks for."""

    COMPANIES = "companies", _("Companies")
    CHAMBER = "chamber", _("Chambers")
    UNION = "union", _("Unions")
    WORKS_COUNCIL = "works-council", _("Works councils")
    ASSOCIATION = "association", _("Associations")
    MUNICIPALITY = "municipality", _("Municipalities")
    LAND = "land", _("Land")
    FEDERAL = "federal", _("Federal level")
    UNIVERSITY = "university", _("Universities and research")
    SCHOOL = "school", _("Schools")
    EMPLOYMENT_AGENCY = "employment-agency", _("Employment agency")
    CIVIL_SOCIETY = "civil-society", _("Civil society")
    MEDIA = "media", _("Media")


class Level(models.TextChoices):
    """Level of the state."""

    MUNICIPALITY = "municipality", _("Municipality")
    LAND = "land", _("Land")
    FEDERAL = "federal", _("Federation")
    EU = "eu", _("European Union")


class MandateRole(models.TextChoices):
    SPEAKER = "speaker", _("Speaker")
    COORDINATOR = "coordinator", _("Coordination")
    EDITOR = "editor", _("Editing")
    STAFF = "staff", _("Staff")


class MandateState(models.TextChoices):
    REQUESTED = "requested", _("requested")
    VALID = "valid", _("valid")
    DECLINED = "declined", _("declined")
    ENDED = "ended", _("ended")


#: Roles whose holders decide who else acts for their organisation.
LEAD_ROLES = (MandateRole.SPEAKER, MandateRole.COORDINATOR)

#: Where the session keeps the chosen mandate, and what it keeps for "none, I act for myself".
SESSION_KEY = "mandate"
NO_MANDATE = 0
