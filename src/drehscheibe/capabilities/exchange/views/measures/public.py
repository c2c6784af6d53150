"""The public register of measures: the list, the page of each, the files, the link from an e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from drehscheibe.capabilities.exchange.choices.measure import MeasureState
from drehscheibe.capabilities.exchange.exports import impulse as exports
from drehscheibe.capabilities.exchange.forms.measure import MeasureFilterForm
from drehscheibe.capabilities.exchange.machine.measure import MEASURE
from drehscheibe.capabilities.exchange.models import Measure
from drehscheibe.capabilities.exchange.queries import measures, signals
from drehscheibe.capabilities.exchange.rules import impulse as impulse_rules
from drehscheibe.capabilities.exchange.services.measures import reviews as measure_reviews
from drehscheibe.capabilities.exchange.views.impulses.public import json_array
from drehscheibe.capabilities.exchange.views.linked_data import describe_measure
from drehscheibe.capabilities.exchange.views.measures.words import describe_change, progress_of
from drehscheibe.capabilities.exchange.views.stations import stations_of
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.moderation import api as moderation
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.text.spoken import quote

__all__ = [
    "badges",
    "find_or_404",
    "measure_csv",
    "measure_detail",
    "measure_json",
    "measure_list",
    "measure_review_link",
]

PER_PAGE = 20
BATCH = 500


@require_safe
def measure_list(request: HttpRequest) -> HttpResponse:
    """Show the measures that the filters ask for."""
    filters = measures.read_filters(request.GET.dict())
    today = timezone.localdate()
    found = measures.with_card_data(_narrowed(filters))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    query = filters.to_query()
    names = ("topic", "land", "state", "lead")
    form = MeasureFilterForm(
        {"q": filters.text, **{name: getattr(filters, name) for name in names}},
        laender=signals.list_laender(),
        leads=measures.list_leads_of_register(),
    )
    context = {
        "measures": list(page.object_list),
        "page_obj": page,
        "query": query,
        "suffix": f"?{query}" if query else "",
        "filters": filters,
        "form": form,
        "chips": _chips(filters, today),
        "active": _active(filters, form),
        "today": today,
        "badges": badges(),
        "may_record": impulse_rules.may_commit_measures(actor_from(request)),
    }
    return render(request, "exchange/measure_list.html", context)


def _narrowed(filters: measures.MeasureFilters) -> Any:  # noqa: ANN401 -- a QuerySet
    return measures.narrow(
        Measure.objects.public(),
        filters,
        language=(get_language() or "de")[:2],
        today=timezone.localdate(),
    )


def badges() -> dict[str, str]:
    """Return the kind of badge of every state."""
    return {str(name): state.badge for name, state in MEASURE.states.items()}


def _chips(filters: measures.MeasureFilters, today: Any) -> list[dict[str, object]]:  # noqa: ANN401 -- a date
    by_state, overdue = measures.count_states(today)
    base = reverse("measure_list")

    def chip(label: object, count: int, query: str, *, selected: bool) -> dict[str, object]:
        return {"label": label, "count": count, "href": base + query, "selected": selected}

    chips = [chip(_("All"), sum(by_state.values()), "", selected=filters.is_empty)]
    chips += [
        chip(state.label, by_state[state], f"?state={state.value}", selected=filters.state == state)
        for state in MeasureState
        if by_state.get(state)
    ]
    if overdue:
        label = _("Review overdue")
        chips.append(chip(label, overdue, "?overdue=1", selected=filters.overdue))
    return chips


def _active(filters: measures.MeasureFilters, form: MeasureFilterForm) -> list[dict[str, str]]:
    active = []
    for name in ("text", "topic", "land", "state", "lead"):
        value = getattr(filters, name)
        if value:
            choices = dict(form.fields[name].choices) if name != "text" else {}  # type: ignore[attr-defined]
            label = str(choices.get(value, quote(value)))
            rest = filters.without(name).to_query()
            active.append({"label": label, "remove_url": f"{reverse('measure_list')}?{rest}"})
    return active


@require_safe
def measure_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one measure: who does what, how far it is, what changed."""
    actor = actor_from(request)
    try:
        measure = find_or_404(actor, public_id)
    except Http404:
        hidden = moderation.show_hidden(request, "measure", public_id)
        if hidden is None:
            raise
        return hidden
    today = timezone.localdate()
    laender = {land.code: str(land) for land in signals.list_laender()}
    is_told = measure.is_public and not measure.is_example
    context = {
        "measure": measure,
        "progress": progress_of(measure),
        "stations": stations_of(measure.item),
        "history": [describe_change(change, laender) for change in measure.changes.all()],
        "is_overdue": measure.is_overdue(today),
        "today": today,
        "badges": badges(),
        "may_change": impulse_rules.may_change(actor, measure),
        "linked_data": describe_measure(measure) if is_told else None,
    }
    response = render(request, "exchange/measure_detail.html", context)
    if actor.is_known:
        response["Cache-Control"] = "private, no-store"
    return response


def find_or_404(actor: Actor, public_id: str) -> Measure:
    """Return a measure that the actor may read; any other does not exist for them."""
    rows = measures.with_card_data(measures.measures_visible_to(actor))
    measure = rows.filter(item__public_id=public_id).first()
    if measure is None:
        raise Http404(public_id)
    return measure


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def measure_review_link(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the link of the half-yearly e-mail; only a press of the button confirms."""
    opened = measure_reviews.open_review(token)
    if opened is None:
        return render(request, "exchange/measure_link_expired.html", status=410)
    if request.method == "POST":
        try:
            measure_reviews.review_by_token(token)
        except (Conflict, NotAllowed):
            return render(request, "exchange/measure_link_expired.html", status=410)
        return redirect("measure_review_link", token)
    context = {"measure": opened.measure, "progress": progress_of(opened.measure)}
    page = "measure_reviewed" if opened.is_done else "measure_review"
    return render(request, f"exchange/{page}.html", context)


@require_safe
def measure_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Send the list as a table."""
    lines = exports.measure_csv_lines(_records(request))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="massnahmen.csv"'
    return response


@require_safe
def measure_json(request: HttpRequest) -> StreamingHttpResponse:
    """Send the list as one JSON array."""
    lines = json_array(asdict(record) for record in _records(request))
    return StreamingHttpResponse(lines, content_type="application/json")


def _records(request: HttpRequest) -> Iterator[exports.MeasureRecord]:
    today = timezone.localdate()
    found = _narrowed(measures.read_filters(request.GET.dict()))
    rows = measures.with_card_data(found).iterator(chunk_size=BATCH)
    return (exports.as_measure_record(measure, today) for measure in rows)
