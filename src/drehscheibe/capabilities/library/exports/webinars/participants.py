"""Who takes part, as a table (CSV) that spreadsheets open and never run; for the office alone."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drehscheibe.capabilities.library.choices.webinar import Need
from drehscheibe.capabilities.library.models import WebinarRegistration
from drehscheibe.core.documents.cells import csv_lines
from drehscheibe.core.text.vocabulary import label

__all__ = ["make_csv", "needs_of", "person_of"]


def person_of(registration: WebinarRegistration) -> tuple[str, str]:
    """Return name and address of somebody who registered."""
    if registration.person is not None:
        return registration.person.name, registration.person.email
    return registration.name, registration.email


def needs_of(registration: WebinarRegistration) -> list[str]:
    """Return what somebody needs, in words."""
    needs = [label(Need, code) for code in registration.needs if code != Need.OTHER]
    return [*needs, registration.need_text] if registration.need_text else needs


def make_csv(registrations: Iterable[WebinarRegistration]) -> str:
    """Return the table; no cell of it is taken for a formula."""
    columns = [
        *(_("Name"), _("E-mail address"), _("State"), pgettext("webinar", "What is needed")),
        *(_("Registered on"), _("Was there")),
    ]
    return "".join(csv_lines(columns, (_row(one) for one in registrations)))


def _row(one: WebinarRegistration) -> list[str]:
    name, email = person_of(one)
    placed = timezone.localtime(one.placed_at).strftime("%Y-%m-%d %H:%M") if one.placed_at else ""
    was_there = pgettext("helped", "Yes") if one.attended else ""
    return [name, email, one.get_state_display(), "; ".join(needs_of(one)), placed, was_there]
