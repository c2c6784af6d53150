"""Fill a partner package in, look at it, take it home, keep it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.library.choices.package import FigureChoice, Part
from drehscheibe.capabilities.library.exports.packages.parts import make_part
from drehscheibe.capabilities.library.forms.package import OWN_AREA, FillForm
from drehscheibe.capabilities.library.models import FilledPackage, PartnerPackage
from drehscheibe.capabilities.library.queries import packages
from drehscheibe.capabilities.library.rules import package as rules
from drehscheibe.capabilities.library.services.packages import filling as services
from drehscheibe.capabilities.library.views.packages.preview import make_preview
from drehscheibe.capabilities.library.views.packages.public import find_package
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.files.api import bounded_uploads
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once

__all__ = ["filled_work", "package_fill"]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@bounded_uploads
def package_fill(request: HttpRequest, slug: str) -> HttpResponse:
    """Fill a package in; without a mandate nothing of it is stored."""
    package = find_package(request, slug)
    initiative = _own_initiative(actor_from(request))
    area = initiative.kreise if initiative else ()
    if request.method == "POST":
        form = FillForm(request.POST, request.FILES, area=area)
        return _answer(request, package, form, None)
    form = FillForm(initial=_offered(request, initiative), area=area)
    return _page(request, package, form, None)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@bounded_uploads
def filled_work(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a kept package, filled as the team left it."""
    actor = actor_from(request)
    filled = get_object_or_404(packages.filled_visible_to(actor), uuid=uuid)
    initiative = _own_initiative(actor)
    options: dict[str, Any] = {
        "area": initiative.kreise if initiative else (),
        "known_day": filled.starts_on,
    }
    if request.method == "POST":
        form = FillForm(request.POST, request.FILES, **options)
        return _answer(request, filled.package, form, filled)
    kept = {**filled.values, "version": filled.version, "logo_kept": services.logo_text(filled)}
    form = FillForm(kept, **options)
    form.is_valid()
    return _page(request, filled.package, form, filled)


def _own_initiative(actor: Actor) -> directory.InitiativeLink | None:
    """Return the entry of the directory for whose organisation the actor acts."""
    if actor.organisation_id is None:
        return None
    return directory.find_by_organisations([actor.organisation_id]).get(actor.organisation_id)


def _offered(
    request: HttpRequest, initiative: directory.InitiativeLink | None
) -> dict[str, object]:
    """Return what stands in the empty form: language, and what the directory knows already."""
    offered: dict[str, object] = {
        "language": (get_language() or "de")[:2],
        "figure": FigureChoice.EMPLOYEES,
    }
    if initiative is None:
        return offered
    kreise = initiative.kreise
    kreis = kreise[0] if len(kreise) == 1 else OWN_AREA if kreise else ""
    name = initiative.name if len(initiative.name) <= 80 else initiative.short_name
    return {**offered, "initiative": name[:80], "kreis": kreis}


def _answer(
    request: HttpRequest, package: PartnerPackage, form: FillForm, filled: FilledPackage | None
) -> HttpResponse:
    """Do what the pressed button says: look, take a file home, or keep it for the team."""
    act = request.POST.get("act", "look")
    if not form.is_valid():
        # Whoever is still typing is shown gaps, and has made no mistake yet.
        is_live = request.headers.get("X-Requested-With") == "fetch"
        return _page(request, package, form, filled, status=200 if is_live else 422)
    if act in Part.values:
        made = make_part(Part(act), package.words, form.make_filling())
        response = HttpResponse(made.content, content_type=made.content_type)
        response["Content-Disposition"] = str(content_disposition_header(True, made.name))
        return response
    if act == "keep":
        return _keep(request, package, form, filled)
    return _page(request, package, form, filled)


def _keep(
    request: HttpRequest, package: PartnerPackage, form: FillForm, filled: FilledPackage | None
) -> HttpResponse:
    actor = actor_from(request)
    if not rules.may_save(actor):
        raise Http404
    words = form.cleaned_data
    values: dict[str, Any] = {
        "values": form.kept_values(),
        "ends_on": words["ends_on"] or words["starts_on"],
        "logo": form.small_logo.content if form.small_logo else b"",
    }
    if filled is None:
        uuid = submit_once(
            words["form_token"],
            lambda: str(services.keep_filled(actor, package.pk, **values).uuid),
        )
        messages.success(
            request, _("Kept. Everybody who acts for your organisation finds it here.")
        )
        return redirect("filled_work", uuid)
    try:
        services.change_filled(actor, filled.pk, **values, seen_version=words["version"])
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        # Whoever has compared may save: the newest state counts as seen.
        form.show_again("version", str(filled.version))
        return _page(request, package, form, filled, status=409, newest=filled)
    messages.success(request, _("Kept. Everybody who acts for your organisation finds it here."))
    return redirect("filled_work", filled.uuid)


def _page(
    request: HttpRequest,
    package: PartnerPackage,
    form: FillForm,
    filled: FilledPackage | None,
    *,
    status: int = 200,
    newest: FilledPackage | None = None,
) -> HttpResponse:
    context = {
        "package": package,
        "form": form,
        "filled": filled,
        "newest": _differences(form, newest) if newest else (),
        "preview": make_preview(package.words, form.make_filling()),
        "logo": form.logo_base64,
        "may_save": rules.may_save(actor_from(request)),
        "groups": _PARTS,
    }
    return render(request, "library/package_fill.html", context, status=status)


def _differences(form: FillForm, newest: FilledPackage) -> list[tuple[str, str]]:
    """Return label and kept words of every field in which a colleague wrote something else."""
    return [
        (str(form.fields[name].label), str(newest.values.get(name, "")))
        for name in FillForm.KEPT
        if str(newest.values.get(name, "")) != str(form.data.get(name) or "")
    ]


#: Files as the page lists them: heading, icon, files.
_PARTS = (
    ("poster", (Part.POSTER_A4, Part.POSTER_A3)),
    ("tile", (Part.TILE, Part.TILE_TEXT)),
    ("press", (Part.PRESS_DOCX, Part.PRESS_PDF, Part.PRESS_TEXT)),
    ("letter", (Part.LETTER_DOCX, Part.LETTER_TEXT)),
    ("newsletter", (Part.NEWSLETTER,)),
)
