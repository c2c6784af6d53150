"""The office plans: list, series, dates, publishing, cancelling."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.capabilities.library.choices.webinar import Access, RegistrationState, WebinarState
from drehscheibe.capabilities.library.forms.webinar_planning import (
    CancelForm,
    SeriesForm,
    WebinarForm,
)
from drehscheibe.capabilities.library.models import Webinar, WebinarSeries
from drehscheibe.capabilities.library.queries import webinars
from drehscheibe.capabilities.library.queries.webinar_figures import make_feedback_figures
from drehscheibe.capabilities.library.rules import webinar as rules
from drehscheibe.capabilities.library.services.webinars import planning
from drehscheibe.capabilities.library.services.webinars.planning import (
    SERIES_FIELDS,
    WEBINAR_FIELDS,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once

__all__ = [
    "for_office",
    "office_or_404",
    "webinar_cancel",
    "webinar_desk",
    "webinar_edit",
    "webinar_new",
    "webinar_publish",
    "webinar_series_edit",
    "webinar_series_new",
    "webinar_work",
]

PER_PAGE = 30


def office_or_404(request: HttpRequest) -> Actor:
    """Return who acts for the office; for everybody else these pages do not exist."""
    actor = actor_from(request)
    if not rules.may_keep(actor):
        raise Http404
    return actor


def for_office(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask who it is before anything of a large upload is read."""

    @wraps(view)
    def look(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        office_or_404(request)
        return view(request, *args, **kwargs)

    return look


@login_required
@require_safe
def webinar_desk(request: HttpRequest) -> HttpResponse:
    """Show all webinars: what comes and what is a draft, or what is over; and the series."""
    actor = office_or_404(request)
    now, is_over = timezone.now(), request.GET.get("show") == "over"
    rows = webinars.webinars_visible_to(actor).annotate(
        taken=Count("registrations", Q(registrations__state=RegistrationState.REGISTERED)),
        waiting=Count("registrations", Q(registrations__state=RegistrationState.WAITING)),
    )
    if is_over:
        rows = rows.filter(ends_at__lte=now).order_by("-starts_at", "-pk")
    else:
        rows = rows.filter(ends_at__gt=now).order_by("starts_at", "pk")
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "is_over": is_over,
        "series": webinars.series_visible_to(actor).annotate(dates=Count("webinars")),
    }
    return render(request, "library/webinar_desk.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webinar_series_new(request: HttpRequest) -> HttpResponse:
    """Begin a series."""
    actor = office_or_404(request)
    form = SeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        uuid = _submit(request, form, lambda: str(planning.plan_series(actor, form.content()).uuid))
        if uuid:
            messages.success(request, _("The series is there. Now plan its first date."))
            return redirect("webinar_new", uuid)
    return _form_page(request, "library/webinar_series_edit.html", form, {"series": None})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webinar_series_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change a series; of two people at once the second one compares."""
    actor = office_or_404(request)
    series = get_object_or_404(WebinarSeries, uuid=uuid)
    initial = {
        **{name: getattr(series, name) for name in SERIES_FIELDS},
        "seen_at": series.changed_at.isoformat(),
    }
    form = SeriesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        seen_at = form.cleaned_data["seen_at"]
        done = _submit(
            request,
            form,
            lambda: str(planning.change_series(actor, uuid, form.content(), seen_at=seen_at).uuid),
            newest=series.changed_at.isoformat(),
        )
        if done:
            messages.success(request, _("Saved."))
            return redirect("webinar_desk")
    return _form_page(request, "library/webinar_series_edit.html", form, {"series": series})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webinar_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Plan a date of a series."""
    actor = office_or_404(request)
    series = get_object_or_404(WebinarSeries, uuid=uuid)
    initial = {
        "access": Access.PUBLIC,
        "speakers": [{"name": "", "organisation": actor.organisation_name}],
    }
    form = WebinarForm(request.POST or None, actor=actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _submit(
            request,
            form,
            lambda: str(planning.plan_webinar(actor, series.uuid, form.content()).uuid),
        )
        if made:
            messages.success(request, _("The draft is there. Only the office sees it."))
            return redirect("webinar_work", made)
    context = {"series": series, "webinar": None}
    return _form_page(request, "library/webinar_edit.html", form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webinar_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change a webinar; whoever is registered is told of another date."""
    actor = office_or_404(request)
    webinar = get_object_or_404(webinars.webinars_visible_to(actor), uuid=uuid)
    start, end = timezone.localtime(webinar.starts_at), timezone.localtime(webinar.ends_at)
    initial = {
        **{name: getattr(webinar, name) for name in WEBINAR_FIELDS},
        "day": start.date(),
        "start": start.time(),
        "end": end.time(),
        "seen_at": webinar.changed_at.isoformat(),
    }
    form = WebinarForm(request.POST or None, actor=actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        seen_at = form.cleaned_data["seen_at"]
        done = _submit(
            request,
            form,
            lambda: str(planning.change_webinar(actor, uuid, form.content(), seen_at=seen_at).uuid),
            newest=webinar.changed_at.isoformat(),
        )
        if done:
            messages.success(request, _("Saved. If the date has changed, everybody was told."))
            return redirect("webinar_work", uuid)
    context = {
        "series": webinar.series,
        "webinar": webinar,
        "places": webinars.count_places(webinar),
    }
    return _form_page(request, "library/webinar_edit.html", form, context)


@login_required
@require_safe
def webinar_work(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the office everything of a webinar, and what can be done next."""
    return _work_page(request, _find(request, uuid), CancelForm(), status=200)


def _find(request: HttpRequest, uuid: UUID) -> Webinar:
    actor = office_or_404(request)
    return get_object_or_404(webinars.webinars_visible_to(actor), uuid=uuid)


def _work_page(
    request: HttpRequest, webinar: Webinar, form: CancelForm, *, status: int
) -> HttpResponse:
    now = timezone.now()
    context = {
        "webinar": webinar,
        "series": webinar.series,
        "places": webinars.count_places(webinar),
        "captions": [str(row.get_language_display()) for row in webinar.captions.all()],
        "materials": webinars.list_materials(webinar),
        "figures": make_feedback_figures(webinar),
        "form": form,
        "is_over": webinar.is_over(now),
        "is_draft": webinar.state == WebinarState.DRAFT,
        "may_cancel": webinar.state == WebinarState.PUBLISHED and not webinar.is_over(now),
        "missing": _missing(webinar),
    }
    return render(request, "library/webinar_work.html", context, status=status)


def _missing(webinar: Webinar) -> list[str]:
    """Return what a draft still needs before it can be published."""
    if webinar.state != WebinarState.DRAFT:
        return []
    missing = []
    if not webinar.join_url and not webinar.has_recording:
        missing.append(_("the link to the video system"))
    if webinar.has_begun(timezone.now()) and not webinar.has_recording:
        missing.append(_("a date that is to come, or the recording"))
    return missing


@login_required
@require_POST
def webinar_publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Announce a draft."""
    webinar = _find(request, uuid)
    try:
        planning.publish_webinar(office_or_404(request), webinar.uuid)
    except Conflict as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Published. People can register now."))
    return redirect("webinar_work", uuid)


@login_required
@require_POST
def webinar_cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Cancel a webinar and tell everybody."""
    webinar = _find(request, uuid)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _work_page(request, webinar, form, status=422)
    try:
        planning.cancel_webinar(
            office_or_404(request), webinar.uuid, reason=form.cleaned_data["reason"]
        )
    except Conflict as refusal:
        form.add_error(None, str(refusal))
        return _work_page(request, webinar, form, status=409)
    messages.success(request, _("Cancelled. Everybody who was registered is told."))
    return redirect("webinar_work", uuid)


def _submit(
    request: HttpRequest,
    form: SeriesForm | WebinarForm,
    use_case: Callable[[], str],
    *,
    newest: str = "",
) -> str:
    """Run a use case once and return its result; empty if it was refused, the form says why."""
    try:
        return submit_once(form.cleaned_data["form_token"], use_case)
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        if newest:
            # Whoever has compared may save: the newest state counts as seen.
            data = request.POST.copy()
            data["seen_at"] = newest
            form.data = data
    except ValidationError as error:
        if isinstance(form, WebinarForm) and hasattr(error, "error_dict"):
            form.take_refusal(error)
        else:
            form.add_error(None, error.messages)
    return ""


def _form_page(
    request: HttpRequest, template: str, form: SeriesForm | WebinarForm, context: dict[str, Any]
) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {**context, "form": form}, status=status)
