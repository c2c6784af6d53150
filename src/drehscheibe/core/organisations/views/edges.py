"""What all pages about mandates do in the same way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations import queries, rules
from drehscheibe.core.organisations.choices import LEAD_ROLES
from drehscheibe.core.organisations.middleware import actor_from, mandates_of
from drehscheibe.core.organisations.models import Mandate, Organisation
from drehscheibe.core.submissions.api import submit_once


def attempt(request: HttpRequest, act: Callable[[], object], *, done: str) -> bool:
    """Run one use case from a button; say what came of it, return whether it was done."""
    try:
        act()
    except (Conflict, NotAllowed) as refusal:
        messages.warning(request, str(refusal))
        return False
    messages.success(request, done)
    return True


def attempt_form(form: Form, act: Callable[[], object]) -> bool:
    """Run one use case from a valid form, once; put a refusal at the form."""

    def use_case() -> str:
        act()
        return "done"

    try:
        submit_once(form.cleaned_data["form_token"], use_case)
    except (Conflict, NotAllowed) as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as faults:
        _add_faults(form, faults)
    return not form.errors


def _add_faults(form: Form, faults: ValidationError) -> None:
    by_field: dict[str, Any] = getattr(faults, "message_dict", {"": faults.messages})
    for field, texts in by_field.items():
        for text in texts:
            form.add_error(field if field in form.fields else None, text)


def find_mandate(request: HttpRequest, pk: int) -> Mandate:
    """Return a mandate that the actor may see; 404 for every other."""
    return get_object_or_404(queries.mandates_visible_to(actor_from(request)), pk=pk)


def find_organisation(request: HttpRequest, organisation_uuid: object) -> Organisation:
    """Return an organisation whose people the actor leads; 404 where it is not theirs to see."""
    actor = actor_from(request)
    organisations = queries.organisations_visible_to(actor)
    organisation = get_object_or_404(organisations, uuid=organisation_uuid)
    if not rules.may_manage_people(actor, organisation):
        raise PermissionDenied(_("Only people who lead the organisation see this page."))
    return organisation


def find_other_hat(request: HttpRequest, organisation_uuid: object) -> Mandate | None:
    """Return the person's own mandate for an organisation, if they wear another hat right now."""
    actor = actor_from(request)
    if actor.is_office or actor.organisation_uuid == organisation_uuid:
        return None
    own = (m for m in mandates_of(request) if m.organisation.uuid == organisation_uuid)
    return next((m for m in own if m.role in LEAD_ROLES), None)


def actor_for(request: HttpRequest, mandate: Mandate) -> Actor:
    """Return the actor as which a person acts upon their own mandate, whatever hat they wear.

    Ending or handing over what is one's own needs no switching first; everything else keeps the
    hat of the request.
    """
    actor = actor_from(request)
    if actor.is_office or not rules.is_own(actor, mandate) or mandate.state != "valid":
        return actor
    return queries.make_actor(mandate.person, mandate)
