"""What every page inside a project begins with, and how an act that fails is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import pgettext

from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.models import Project
from drehscheibe.capabilities.founding.queries.projects import projects_visible_to
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.middleware import actor_from

__all__ = ["act", "add_errors", "carry_version", "open_inside", "tabs", "try_form"]

Rule = Callable[[Actor, Project], bool]


def open_inside(
    request: HttpRequest, uuid: UUID, rule: Rule | None = None
) -> tuple[Actor, Project]:
    """Return who acts and the project; 404 for outsiders, 403 for those who may only read."""
    actor = actor_from(request)
    project = get_object_or_404(projects_visible_to(actor), uuid=uuid)
    if rule is not None and not rule(actor, project):
        raise PermissionDenied
    return actor, project


def try_form(form: BaseForm, use_case: Callable[[], object]) -> bool:
    """Run a use case; what it refuses stands at the form, with everything that was typed."""
    try:
        use_case()
    except NotAllowed as error:
        raise PermissionDenied from error
    except Conflict as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        add_errors(form, error)
    else:
        return True
    return False


def add_errors(form: BaseForm, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error.messages)
        return
    for field, words in error.message_dict.items():
        name = "kreis" if field == "kreise" else field
        form.add_error(name if name in form.fields else None, words)


def carry_version(form: BaseForm, version: int) -> None:
    """Let a form that was too late be sent once more, now knowing what the others wrote."""
    data = cast(QueryDict, form.data).copy()
    data["version"] = str(version)
    form.data = data


def act(request: HttpRequest, use_case: Callable[[], object], done: str) -> bool:
    """Run a use case that one button starts, and say what came of it on the next page."""
    try:
        use_case()
    except NotAllowed as error:
        raise PermissionDenied from error
    except Conflict as error:
        messages.warning(request, str(error))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, done)
        return True
    return False


def tabs(actor: Actor, project: Project, current: str) -> dict[str, object]:
    """Return what the head of every page of a project needs."""
    names = [
        ("project_detail", pgettext("founding", "Path")),
        ("project_circle", pgettext("founding", "Round table")),
        ("project_documents", pgettext("founding", "Texts")),
        ("project_signatures", pgettext("founding", "Signatures")),
        ("project_mentors", pgettext("founding", "Mentors")),
        ("project_team", pgettext("founding", "Team")),
    ]
    if rules.is_team(actor, project):
        names += [
            ("project_help", pgettext("founding", "Help")),
            ("project_publish", pgettext("founding", "Publish")),
        ]
    return {
        "project": project,
        "tabs": [(label, name, name == current) for name, label in names],
        "may_work": rules.may_work(actor, project),
        "may_lead": rules.may_lead(actor, project),
        "is_team": rules.is_team(actor, project),
        "is_mentor": rules.is_mentor(actor, project),
        "office_looks": rules.office_is_asked(actor, project),
    }
