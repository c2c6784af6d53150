"""What everybody may read: the list of concerns and the page of each."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from drehscheibe.capabilities.exchange import api
from drehscheibe.capabilities.exchange.choices.signal import PublicStatus, SignalState
from drehscheibe.capabilities.exchange.forms.filters import FilterForm
from drehscheibe.capabilities.exchange.machine.signal import CLOCK_STATES
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import filters as filtering
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.queries.card_rows import CardRow
from drehscheibe.capabilities.exchange.queries.evidence import evidence_visible_to
from drehscheibe.capabilities.exchange.queries.stays import list_passages
from drehscheibe.capabilities.exchange.queries.support import (
    bearers_of,
    find_support,
    is_joinable,
    list_supporters,
)
from drehscheibe.capabilities.exchange.rules import impulse as impulse_rules
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.views.linked_data import describe_signal
from drehscheibe.capabilities.exchange.views.signals.ties import tie_of
from drehscheibe.capabilities.exchange.views.signals.track import way_of
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.moderation import api as moderation
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.core.text.spoken import quote

PER_PAGE = 20


@require_safe
def signal_list(request: HttpRequest) -> HttpResponse:
    """Show the concerns open to the reader that the filters ask for."""
    actor = actor_from(request)
    filters = filtering.read_filters(request.GET.dict())
    today = timezone.localdate()
    found = filtering.Register(filters, actor, language=(get_language() or "de")[:2], today=today)
    # A paginator asks for no more than a length and slices, whatever its types say.
    pages: Paginator[CardRow] = Paginator(found, PER_PAGE)  # type: ignore[arg-type]
    page = pages.get_page(request.GET.get("page"))
    query = filters.to_query()
    sees_network = actor.mandate_id is not None
    context = {
        "cards": [api.draw_card(row, today) for row in page.object_list],
        "page_obj": page,
        "query": query,
        "suffix": f"?{query}" if query else "",
        "choices": _draw_choices(filters, today, get_language() or "de", sees_network=sees_network),
        "sees_network": sees_network,
    }
    response = render(request, "exchange/list.html", context)
    if actor.is_known:
        response["Cache-Control"] = "private, no-store"
    return response


@kept_for_epoch()
def _draw_choices(
    filters: filtering.Filters, _today: date, _language: str, *, sees_network: bool
) -> Markup:
    """Return the switches and the form above the list, which are the same on all its pages."""
    laender = signals.list_laender()
    context = {
        "filters": filters,
        "form": FilterForm(_initial(filters), laender=laender),
        "chips": _chips(filters, sees_network=sees_network),
        "active": _active(filters, {land.code: str(land) for land in laender}),
    }
    drawn = render_to_string("exchange/parts/register_choices.html", context)
    return Markup(drawn)  # noqa: S704 -- drawn by a template, which has escaped what was typed


def _initial(filters: filtering.Filters) -> dict[str, str]:
    names = ("status", "topic", "land", "level")
    return {"q": filters.text, **{name: getattr(filters, name) for name in names}}


def _chips(filters: filtering.Filters, *, sees_network: bool) -> list[dict[str, object]]:
    """Return the switches above the list: how many concerns stand where."""
    counts = api.count_open(sees_network=sees_network)
    base = reverse("signal_list")

    def chip(label: object, count: int, query: str, *, selected: bool) -> dict[str, object]:
        return {"label": label, "count": count, "href": base + query, "selected": selected}

    chips = [chip(_("All"), counts.all, "", selected=filters.is_empty)]
    chips += [
        chip(
            status.label,
            getattr(counts, status.value),
            f"?status={status.value}",
            selected=filters.status == status.value,
        )
        for status in PublicStatus
        if getattr(counts, status.value)
    ]
    if counts.overdue:
        chips.append(chip(_("Overdue"), counts.overdue, "?overdue=1", selected=filters.overdue))
    return chips


def _active(filters: filtering.Filters, laender: dict[str, str]) -> list[dict[str, str]]:
    """Return the filters that narrow the list, each with the address without it."""
    if filters.is_empty:
        return []
    form = FilterForm(laender=[])
    choices = {
        name: {str(key): str(label) for key, label in form.fields[name].choices}  # type: ignore[attr-defined]
        for name in ("status", "topic", "level")
    } | {"land": laender, "organisation": _names(filters.organisation)}
    active = []
    for field in fields(filters):
        value = getattr(filters, field.name)
        if value and field.name != "overdue":
            rest = filters.without(field.name).to_query()
            label = choices.get(field.name, {}).get(
                value, quote(value) if field.name == "text" else value
            )
            active.append({"label": label, "remove_url": f"{reverse('signal_list')}?{rest}"})
    return active


def _names(uuid: str) -> dict[str, str]:
    """Return the name of the organisation by which the list is narrowed."""
    found = signals.find_organisation(uuid) if uuid else None
    return {uuid: str(found)} if found else {}


@require_safe
def signal_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one concern: who raised it, where it stands, until when, what came of it."""
    actor = actor_from(request)
    try:
        signal = find_or_404(actor, public_id)
    except Http404:
        hidden = moderation.show_hidden(request, "concern", public_id)
        if hidden is None:
            raise
        return hidden
    is_insider = rules.is_own(actor, signal) or actor.is_office
    today = timezone.localdate()
    supporters = list_supporters(signal)
    card = api.make_card(signal, today)
    # An example must not be taken for something that a region said.
    is_told = signal.is_public and not signal.is_example
    way = way_of(signal, is_insider=is_insider, is_office=actor.is_office)
    context = {
        "signal": signal,
        "merging": tie_of(actor, signal),
        "supporters": supporters,
        "bearers": bearers_of(signal, supporters),
        "is_joinable": is_joinable(signal),
        "own_support": find_support(actor, signal),
        "card": card,
        "linked_data": describe_signal(signal, card) if is_told else None,
        "kreise": signals.list_kreis_names(signal),
        "answers": list(reversed(signal.answers.all())),
        "passages": list_passages(signal) if way.was_passed_on else [],
        "way": way,
        "is_waiting": signal.state in CLOCK_STATES,
        "is_promised": signal.state == SignalState.PROMISED,
        "is_recorded": signal.state == SignalState.RECORDED,
        "is_overdue": signal.is_overdue(today),
        "today": today,
        "work_url": work_url(actor, signal),
        "may_take_up": signal.is_open,
        "may_measure": impulse_rules.may_commit_measures(actor),
        "may_ask": impulse_rules.may_send_impulses(actor),
        "evidence": evidence_visible_to(actor, signal),
    }
    response = render(request, "exchange/detail.html", context)
    if not signal.is_public:
        response["Cache-Control"] = "private, no-store"
    return response


def find_or_404(actor: Actor, public_id: str) -> Signal:
    """Return a concern that the actor may read; any other does not exist for them."""
    try:
        return signals.get_signal_visible_to(actor, public_id)
    except Signal.DoesNotExist as missing:
        raise Http404 from missing


def work_url(actor: Actor, signal: Signal) -> str:
    """Return where the actor works on this concern; empty if they only read."""
    if actor.is_office:
        return reverse("signal_office", args=[signal.public_id])
    if rules.is_own(actor, signal):
        return reverse("signal_own", args=[signal.public_id])
    if rules.was_addressee(actor, signal):
        return reverse("signal_desk", args=[signal.public_id])
    return ""
