"""The audit log of an organisation as sentences that people read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.core.audit.models import Entry
from drehscheibe.core.organisations.choices import MandateRole

SENTENCES = {
    "organisation_created": gettext_lazy("Organisation created"),
    "organisation_ended": gettext_lazy("The organisation no longer exists"),
    "mandate_requested": gettext_lazy("Mandate requested: %(person)s (%(role)s)"),
    "mandate_first_key_turned": gettext_lazy("First of two agreements: %(person)s (%(role)s)"),
    "mandate_granted": gettext_lazy("Mandate confirmed: %(person)s (%(role)s)"),
    "mandate_declined": gettext_lazy("Request declined: %(person)s (%(role)s)"),
    "mandate_hand_over_begun": gettext_lazy("Hand-over begun: %(person)s (%(role)s)"),
    "mandate_ended": gettext_lazy("Mandate ended: %(person)s (%(role)s)"),
    "mandate_expired": gettext_lazy("Mandate expired: %(person)s (%(role)s)"),
    "mandate_listed": gettext_lazy("Name in the profile changed: %(person)s (%(role)s)"),
    "person_invited": gettext_lazy("Somebody invited (%(role)s)"),
    "invitation_accepted": gettext_lazy("Invitation accepted (%(role)s)"),
    "invitation_refused": gettext_lazy("Invitation declined (%(role)s)"),
    "invitation_withdrawn": gettext_lazy("Invitation withdrawn (%(role)s)"),
    "two_keys_proposed": gettext_lazy("Change of the two-key rule proposed"),
    "two_keys_withdrawn": gettext_lazy("Proposal about the two-key rule withdrawn"),
    "two_keys_changed": gettext_lazy("Two-key rule changed"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history."""

    when: datetime
    title: str
    body: str
    who: str


def to_lines(entries: list[Entry]) -> list[Line]:
    """Return audit entries as lines; one query for the names of all people."""
    ids = {entry.changes.get("person") for entry in entries} - {None}
    people = {p.pk: str(p) for p in get_user_model().objects.filter(pk__in=ids)}
    return [_to_line(entry, people) for entry in entries]


def _to_line(entry: Entry, people: dict[int, str]) -> Line:
    role = entry.changes.get("role", "")
    names = {
        "person": people.get(entry.changes.get("person", 0), _("somebody")),
        "role": MandateRole(role).label if role in MandateRole.values else role,
    }
    sentence = SENTENCES.get(entry.verb.rpartition(".")[2], entry.verb)
    who = " · ".join(part for part in (entry.actor_name, entry.organisation_name) if part)
    return Line(
        when=entry.occurred_at,
        title=str(sentence) % names,
        body=entry.changes.get("reason", ""),
        who=who,
    )
