"""The people of an initiative keep their entry: sections, second key, confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from drehscheibe.capabilities.directory import rules
from drehscheibe.capabilities.directory.choices import RevisionState
from drehscheibe.capabilities.directory.forms.editing import (
    SECTIONS,
    EditForm,
    EditSection,
    ReasonForm,
)
from drehscheibe.capabilities.directory.models import Initiative, ProfileRevision
from drehscheibe.capabilities.directory.queries.profile import revisions_visible_to
from drehscheibe.capabilities.directory.queries.values import (
    label_of,
    list_place_names,
    values_of,
    words_of,
)
from drehscheibe.capabilities.directory.services import confirmations, revisions
from drehscheibe.capabilities.directory.views.profile import get_or_404
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once

#: What is sent back by a submission that changed nothing.
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class SectionOverview:
    """One section with how much of it is known."""

    section: EditSection
    known: int
    total: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One changed field in words; each line with whether the other side has it as well."""

    label: str
    old: list[tuple[str, bool]]
    new: list[tuple[str, bool]]


@login_required
@require_safe
def own_initiative(request: HttpRequest) -> HttpResponse:
    """Lead people of an initiative to their entry."""
    actor = actor_from(request)
    own = Initiative.objects.published().filter(organisation_id=actor.organisation_id or 0).first()
    if own is None:
        raise Http404
    return redirect("initiative_edit", own.slug)


@login_required
@require_safe
def initiative_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the sections of a profile, what is unknown, and what waits."""
    actor = actor_from(request)
    initiative = _editable_or_404(slug, actor)
    values = values_of(initiative)
    context = {
        "initiative": initiative,
        "sections": [_overview(section, values) for section in SECTIONS],
        "revisions": list(revisions_visible_to(actor).filter(initiative=initiative)[:10]),
        "may_confirm": rules.may_confirm_profile(actor, initiative),
        "needs_second_key": rules.needs_second_key(actor, initiative),
    }
    return render(request, "directory/initiative_edit.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_edit_section(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """Change one section of a profile."""
    actor = actor_from(request)
    initiative = _editable_or_404(slug, actor)
    part = next((each for each in SECTIONS if each.key == section), None)
    if part is None:
        raise Http404(section)
    form = part.form(
        request.POST or None, instance=initiative, initial=_initial(initiative, part, actor)
    )
    if request.method == "POST" and form.is_valid() and _save(request, initiative, form):
        return redirect("initiative_edit", slug)
    context = {
        "initiative": initiative,
        "section": part,
        "sections": SECTIONS,
        "form": form,
        "needs_second_key": rules.needs_second_key(actor, initiative),
    }
    return render(request, f"directory/edit/{part.key}.html", context)


def _editable_or_404(slug: str, actor: Actor) -> Initiative:
    initiative = get_or_404(slug, actor)
    if not rules.may_edit(actor, initiative):
        raise Http404(slug)
    return initiative


def _overview(section: EditSection, values: dict[str, Any]) -> SectionOverview:
    asked = [field for field in section.fields if field != "speakers_agreed"]
    unknown = [field for field in asked if values[field] in (None, "", [], {})]
    return SectionOverview(
        section, len(asked) - len(unknown), len(asked), tuple(str(label_of(f)) for f in unknown)
    )


def _initial(initiative: Initiative, section: EditSection, actor: Actor) -> dict[str, Any]:
    """Return the current values; one's own change that waits is put on top of them."""
    values = values_of(initiative)
    waiting = initiative.revisions.filter(
        state=RevisionState.PROPOSED, proposed_by_id=actor.person_id
    ).first()
    if waiting is not None:
        values |= {field: new for field, (_old, new) in waiting.changes.items()}
    return {field: values[field] for field in section.fields}


def _save(request: HttpRequest, initiative: Initiative, form: EditForm) -> bool:
    """Propose or publish what was typed; False if the form has to be shown again."""
    actor, words = actor_from(request), form.cleaned_data

    def use_case() -> str:
        revision = revisions.propose_revision(
            actor, initiative.pk, form.profile_values(), note=words["note"]
        )
        return str(revision.pk) if revision else NOTHING

    try:
        result = submit_once(words.get("form_token", ""), use_case)
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        return False
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    _say_what_happened(request, result)
    return True


def _say_what_happened(request: HttpRequest, result: str) -> None:
    if result == NOTHING:
        messages.info(request, _("Nothing was different, so nothing was changed."))
        return
    state = ProfileRevision.objects.values_list("state", flat=True).get(pk=int(result))
    texts = {
        RevisionState.PUBLISHED: _("Saved. The change is public."),
        RevisionState.PROPOSED: _("Saved. A second person of your initiative is asked to agree."),
        RevisionState.WITHDRAWN: _("The change that waited is withdrawn: everything is as before."),
    }
    messages.success(request, texts.get(RevisionState(state), _("Saved.")))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revision_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a change, old beside new; the second person decides it here."""
    actor = actor_from(request)
    revision = get_object_or_404(revisions_visible_to(actor), uuid=uuid)
    may_decide = rules.may_decide_revision(actor, revision)
    is_rejection = request.POST.get("decision") == "reject"
    form = ReasonForm(request.POST if is_rejection else None)
    if request.method == "POST" and (not is_rejection or form.is_valid()):
        return _decide(request, revision, form.cleaned_data["reason"] if is_rejection else "")
    context = {
        "revision": revision,
        "initiative": revision.initiative,
        "differences": _differences(revision),
        "form": form,
        "may_decide": may_decide,
        "may_withdraw": rules.may_withdraw_revision(actor, revision),
    }
    return render(request, "directory/revision_detail.html", context)


def _decide(request: HttpRequest, revision: ProfileRevision, reason: str) -> HttpResponse:
    actor = actor_from(request)
    try:
        match request.POST.get("decision"):
            case "confirm":
                revisions.confirm_revision(actor, revision.pk)
                messages.success(request, _("The change is public now."))
            case "reject":
                revisions.reject_revision(actor, revision.pk, reason=reason)
                messages.success(
                    request, _("The change is not published. The other person is told.")
                )
            case "withdraw":
                revisions.withdraw_revision(actor, revision.pk)
                messages.success(request, _("The change is withdrawn."))
    except (Conflict, NotAllowed) as error:
        messages.warning(request, str(error))
    return redirect("revision_detail", revision.uuid)


def _differences(revision: ProfileRevision) -> list[Difference]:
    sides = [(field, side) for field, pair in revision.changes.items() for side in pair]
    places = list_place_names(sides)
    differences = []
    for field, (before, after) in revision.changes.items():
        old, new = words_of(field, before, places), words_of(field, after, places)
        differences.append(
            Difference(
                str(label_of(field)),
                [(line, line in new) for line in old],
                [(line, line in old) for line in new],
            )
        )
    return differences


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Look at the whole entry and say that it is correct."""
    actor = actor_from(request)
    initiative = get_or_404(slug, actor)
    if not rules.may_confirm_profile(actor, initiative):
        raise Http404(slug)
    if request.method == "POST":
        confirmations.confirm_profile(actor, initiative.pk)
        messages.success(request, _("Thank you. The entry is confirmed as of today."))
        return redirect("initiative_detail", slug)
    return render(request, "directory/initiative_confirm.html", _confirm_context(initiative))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_confirm_link(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the link of the yearly e-mail; only a press of the button confirms."""
    now = timezone.now()
    opened = confirmations.open_request(token, now)
    if opened is None:
        return render(request, "directory/link_expired.html", status=410)
    if request.method == "POST":
        try:
            confirmations.confirm_by_token(token, now)
        except (Conflict, NotAllowed):
            return render(request, "directory/link_expired.html", status=410)
        return redirect("initiative_confirm_link", token)
    if opened.is_done:
        return render(request, "directory/confirmed.html", {"initiative": opened.initiative})
    return render(request, "directory/initiative_confirm.html", _confirm_context(opened.initiative))


def _confirm_context(initiative: Initiative) -> dict[str, Any]:
    values = values_of(initiative)
    places = list_place_names(values.items())
    lines = [
        {"label": label_of(field), "value": "; ".join(words_of(field, value, places)) or None}
        for field, value in values.items()
        if field != "speakers_agreed"
    ]
    return {"initiative": initiative, "lines": lines}
