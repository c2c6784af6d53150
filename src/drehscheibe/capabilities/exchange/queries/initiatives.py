"""Initiatives that can act on the hub."""

from __future__ import annotations

from django.utils import timezone

from drehscheibe.core.organisations.choices import LEAD_ROLES, OrganisationKind
from drehscheibe.core.organisations.models import Mandate, Organisation

__all__ = ["list_able_initiatives"]


def list_able_initiatives() -> list[Organisation]:
    """Return the initiatives for which somebody can speak now, by name; one query."""
    leads = Mandate.objects.valid_at(timezone.now()).filter(role__in=LEAD_ROLES)
    able = Organisation.objects.filter(
        kind=OrganisationKind.INITIATIVE, pk__in=leads.values("organisation_id")
    )
    return list(able.order_by("name", "pk"))
