"""The round table as a picture and as an equal table."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.choices.project import BENCH_OF, SeatState, Side
from drehscheibe.capabilities.founding.forms.project import SeatForm
from drehscheibe.capabilities.founding.models import Project
from drehscheibe.capabilities.founding.queries.circle import (
    SideOfTable,
    sides_of,
    what_is_missing,
)
from drehscheibe.capabilities.founding.services import circle
from drehscheibe.capabilities.founding.views.opening import act, open_inside, tabs, try_form
from drehscheibe.core.access.actor import Actor

__all__ = ["draw_table", "project_circle", "seat_edit", "seat_new", "seat_remove"]

SIZE, TABLE, RING, CHAIR = 400, 96, 160, 25
#: Chairs drawn per side; more stand in the table beside.
MOST_DRAWN = 4


@dataclass(frozen=True, slots=True)
class _Chair:
    name: str
    state: str
    href: str


@login_required
@require_safe
def project_circle(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show who sits at the table, and which side is empty."""
    actor, project = open_inside(request, uuid)
    sides = sides_of(project)
    may_work = rules.may_work(actor, project)
    context = {
        **tabs(actor, project, "project_circle"),
        "sides": sides,
        "missing": what_is_missing(project),
        "table_svg": draw_table(project, sides, with_links=may_work),
    }
    return render(request, "founding/circle.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seat_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Set a chair for a body."""
    actor, project = open_inside(request, uuid, rules.may_work)
    side = request.GET.get("side", "")
    bench = BENCH_OF[Side(side)] if side in Side.values else ""
    form = SeatForm(request.POST or None, initial={"bench": bench})
    return _save(request, actor, project, form, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seat_edit(request: HttpRequest, uuid: UUID, seat: UUID) -> HttpResponse:
    """Change a chair."""
    actor, project = open_inside(request, uuid, rules.may_work)
    found = get_object_or_404(project.seats, uuid=seat)
    initial = {
        "bench": found.bench,
        "name": found.name,
        "state": found.state,
        "may_be_named": found.may_be_named,
        "note": found.note,
    }
    return _save(request, actor, project, SeatForm(request.POST or None, initial=initial), seat)


def _save(
    request: HttpRequest, actor: Actor, project: Project, form: SeatForm, seat: UUID | None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        is_saved = try_form(
            form,
            lambda: circle.save_seat(
                actor,
                project.pk,
                bench=said["bench"],
                name=said["name"],
                state=said["state"],
                may_be_named=said["may_be_named"],
                words=said["note"],
                uuid=seat,
            ),
        )
        if is_saved:
            messages.success(request, pgettext("founding", "The chair stands."))
            if request.POST.get("next"):
                return redirect(f"{reverse('seat_new', args=[project.uuid])}?{_next_side(project)}")
            return redirect("project_circle", project.uuid)
    context = {**tabs(actor, project, "project_circle"), "form": form, "seat": seat}
    return render(request, "founding/seat.html", context, status=422 if form.errors else 200)


def _next_side(project: Project) -> str:
    """Return the first empty side as part of an address; nothing if all are taken."""
    # What was just saved is not among the seats that were read before.
    seats = Project.objects.prefetch_related("seats").get(pk=project.pk)
    empty = next((side for side in sides_of(seats) if not side.is_taken), None)
    return urlencode({"side": empty.side}) if empty else ""


@login_required
@require_POST
def seat_remove(request: HttpRequest, uuid: UUID, seat: UUID) -> HttpResponse:
    actor, project = open_inside(request, uuid)
    if not rules.may_work(actor, project):
        raise PermissionDenied
    act(
        request,
        lambda: circle.remove_seat(actor, project.pk, seat),
        pgettext("founding", "The chair is gone."),
    )
    return redirect("project_circle", uuid)


def draw_table(
    project: Project, sides: tuple[SideOfTable, ...], *, with_links: bool = False
) -> Markup:
    """Draw the table with a chair per body, and a dashed one where a side has nobody.

    Every chair carries its name as title; with links each one leads to where it is filled.
    """
    middle = SIZE / 2
    parts = [f'<circle class="table__top" cx="{middle:g}" cy="{middle:g}" r="{TABLE}"/>']
    for number, side in enumerate(sides):
        chairs = _chairs(project, side, with_links=with_links)
        start = 2 * pi * number / len(sides) - pi / 2
        width = 2 * pi / len(sides)
        x, y = _at(start, middle, TABLE - 30)
        css = "table__number" if side.is_taken else "table__number table__number--empty"
        parts.append(f'<text class="{css}" x="{x:.1f}" y="{y:.1f}" dy=".36em">{number + 1}</text>')
        for place, chair in enumerate(chairs):
            angle = start + width * ((place + 0.5) / len(chairs) - 0.5) * 0.86
            parts.append(_draw_chair(chair, *_at(angle, middle, RING)))
    taken = sum(side.is_taken for side in sides)
    words = pgettext("founding", "Round table: %(taken)s of 6 sides are taken") % {"taken": taken}
    role = "group" if with_links else "img"
    svg = (
        f'<svg class="table" viewBox="0 0 {SIZE} {SIZE}" role="{role}" aria-labelledby="table-title">'
        f'<title id="table-title">{escape(words)}</title>{"".join(parts)}</svg>'
    )
    return Markup(svg)  # noqa: S704 -- made here, names escaped


def _at(angle: float, middle: float, radius: float) -> tuple[float, float]:
    return middle + radius * cos(angle), middle + radius * sin(angle)


def _chairs(project: Project, side: SideOfTable, *, with_links: bool) -> list[_Chair]:
    shown = [seat for seat in side.seats if seat.state != SeatState.DECLINED][:MOST_DRAWN]
    chairs = [
        _Chair(
            f"{seat.name}: {seat.get_state_display()}",
            seat.state,
            reverse("seat_edit", args=[project.uuid, seat.uuid]) if with_links else "",
        )
        for seat in shown
    ]
    if not side.is_taken:
        href = reverse("seat_new", args=[project.uuid]) + f"?side={side.side}" if with_links else ""
        words = pgettext("founding", "Empty chair: %(side)s") % {"side": side.label}
        chairs.append(_Chair(words, "empty", href))
    return chairs


def _draw_chair(chair: _Chair, x: float, y: float) -> str:
    sign = {"agreed": "✓", "asked": "?", "wanted": "…", "empty": "+"}[chair.state]
    shape = (
        f'<circle class="chair chair--{chair.state}" cx="{x:.1f}" cy="{y:.1f}" r="{CHAIR}"/>'
        f'<text class="chair__sign chair__sign--{chair.state}" x="{x:.1f}" y="{y:.1f}" dy=".36em"'
        f' aria-hidden="true">{sign}</text>'
    )
    title = f"<title>{escape(chair.name)}</title>"
    if not chair.href:
        return f"<g>{title}{shape}</g>"
    return f'<a class="table__link" href="{escape(chair.href)}" aria-label="{escape(chair.name)}">{title}{shape}</a>'
