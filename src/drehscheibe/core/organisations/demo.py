"""People and organisations of the demo: one person per role, named after the role.

Nobody here is invented as a person, and every example body says that it is one. The password is
known to everybody who can read, so none of this belongs into a hub that people rely on.
"""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction

from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.accounts.editors_group import load_editors_group
from drehscheibe.core.accounts.models import User
from drehscheibe.core.organisations import services
from drehscheibe.core.organisations.choices import Bench, Level, MandateRole, OrganisationKind
from drehscheibe.core.organisations.models import Organisation

#: Of every demo person; printed by ``drehscheibe demo``.
PASSWORD = "drehscheibe-demo"  # noqa: S105 -- meant to be known


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One log-in of the demo.

    Attributes
    ----------
    does : str
        What this person is there for, for the terminal.
    organisation : str
        Name in :data:`ORGANISATIONS`; empty for a person without mandate.
    """

    email: str
    name: str
    does: str
    organisation: str = ""
    role: str = ""
    side: str = ""
    is_editor: bool = False


OFFICE = "Servicestelle (Demo)"
DESK = "Bundesressort (Beispiel)"
INITIATIVE = "Beispielinitiative Industrie im Dialog"
PARTNER = "Bündnispartner (Beispiel)"
MEMBER = "Mitgliedsbetrieb (Beispiel)"

ORGANISATIONS: dict[str, dict[str, str]] = {
    OFFICE: {"kind": OrganisationKind.OFFICE},
    DESK: {
        "kind": OrganisationKind.DESK,
        "level": Level.FEDERAL,
        "bench": Bench.FEDERAL,
    },
    INITIATIVE: {"kind": OrganisationKind.INITIATIVE},
    PARTNER: {"kind": OrganisationKind.PARTNER, "bench": Bench.ASSOCIATION},
    MEMBER: {"kind": OrganisationKind.MEMBER, "bench": Bench.COMPANIES},
}

PEOPLE = (
    DemoPerson(
        "office@example.org",
        "Servicestelle (Demo)",
        "checks, hands over, confirms mandates",
        OFFICE,
        MandateRole.COORDINATOR,
    ),
    DemoPerson(
        "desk@example.org",
        "Bundesressort (Demo)",
        "answers concerns for the federal level",
        DESK,
        MandateRole.COORDINATOR,
    ),
    DemoPerson(
        "coordination@example.org",
        "Koordination (Demo)",
        "coordinates an initiative",
        INITIATIVE,
        MandateRole.COORDINATOR,
        Bench.COMPANIES,
    ),
    DemoPerson(
        "secondkey@example.org",
        "Zweiter Schlüssel (Demo)",
        "speaks for the other bench of the same initiative",
        INITIATIVE,
        MandateRole.SPEAKER,
        Bench.UNION,
    ),
    DemoPerson(
        "member@example.org",
        "Mitglied (Demo)",
        "works in a member organisation",
        MEMBER,
        MandateRole.EDITOR,
    ),
    DemoPerson("editor@example.org", "Redaktion (Demo)", "writes pages and news", is_editor=True),
)
EMAILS = tuple(demo.email for demo in PEOPLE)


@transaction.atomic
def load_demo_people() -> int:
    """Make the organisations, people and mandates of the demo; return how many people are new.

    Running it again changes nothing, and gives back no mandate that somebody has ended.
    """
    organisations = {name: _organisation(name, fields) for name, fields in ORGANISATIONS.items()}
    return sum(_person(demo, organisations.get(demo.organisation)) for demo in PEOPLE)


def describe_log_ins() -> str:
    """Return the log-ins as lines for the terminal."""
    width = max(len(demo.email) for demo in PEOPLE)
    lines = [f"  {demo.email:<{width}}  {demo.does}" for demo in PEOPLE]
    return "\n".join([f"Demo log-ins, all with the password {PASSWORD!r}:", *lines])


def _organisation(name: str, fields: dict[str, str]) -> Organisation:
    known = Organisation.objects.filter(name=name, kind=fields["kind"]).first()
    return known or services.create_organisation(SYSTEM, name=name, **fields)


def _person(demo: DemoPerson, organisation: Organisation | None) -> bool:
    if User.objects.filter(email=demo.email).exists():
        return False
    person = User.objects.create_user(demo.email, PASSWORD, name=demo.name, is_staff=demo.is_editor)
    EmailAddress.objects.create(user=person, email=demo.email, primary=True, verified=True)
    if demo.is_editor:
        person.groups.add(load_editors_group())
    if organisation is not None:
        services.grant_mandate(
            SYSTEM,
            person_id=person.pk,
            organisation_id=organisation.pk,
            role=demo.role,
            side=demo.side,
            reason="Demo",
        )
    return True
