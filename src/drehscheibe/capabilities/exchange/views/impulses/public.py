"""What everybody may read of impulses: the list, the page of each, who reacted how, the files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange.choices.impulse import ImpulseState
from drehscheibe.capabilities.exchange.exports import impulse as exports
from drehscheibe.capabilities.exchange.forms.impulse import ImpulseFilterForm, ResonanceForm
from drehscheibe.capabilities.exchange.machine.impulse import IMPULSE, PUBLIC_STATES
from drehscheibe.capabilities.exchange.models import Impulse
from drehscheibe.capabilities.exchange.queries import impulse_filters, impulses
from drehscheibe.capabilities.exchange.queries.resonance import resonance_of
from drehscheibe.capabilities.exchange.rules import impulse as impulse_rules
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.views.impulses.resonance_map import draw_resonance, looks_of
from drehscheibe.capabilities.exchange.views.linked_data import describe_impulse
from drehscheibe.capabilities.exchange.views.stations import stations_of
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.moderation import api as moderation
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.places.names import names_of_laender
from drehscheibe.core.text.topics import Topic

__all__ = [
    "find_or_404",
    "impulse_csv",
    "impulse_detail",
    "impulse_json",
    "impulse_list",
    "impulse_resonance",
]

PER_PAGE = 20
BATCH = 200


@require_safe
def impulse_list(request: HttpRequest) -> HttpResponse:
    """Show the public impulses that the filters ask for."""
    filters = impulse_filters.read_filters(request.GET.dict())
    today = timezone.localdate()
    found = impulses.with_card_data(_narrowed(filters))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    query = filters.to_query()
    names = ("topic", "kind", "state")
    context = {
        "impulses": list(page.object_list),
        "page_obj": page,
        "query": query,
        "suffix": f"?{query}" if query else "",
        "filters": filters,
        "form": ImpulseFilterForm({"q": filters.text, **{n: getattr(filters, n) for n in names}}),
        "chips": _chips(filters),
        "active": _active(filters),
        "today": today,
        "badges": badges(),
        "may_send": impulse_rules.may_send_impulses(actor_from(request)),
    }
    return render(request, "exchange/impulse_list.html", context)


def _narrowed(filters: impulse_filters.ImpulseFilters) -> Any:  # noqa: ANN401 -- a QuerySet
    return impulse_filters.narrow(
        Impulse.objects.public(),
        filters,
        language=(get_language() or "de")[:2],
        today=timezone.localdate(),
    )


def badges() -> dict[str, str]:
    """Return the kind of badge of every state."""
    return {str(name): state.badge for name, state in IMPULSE.states.items()}


def _chips(filters: impulse_filters.ImpulseFilters) -> list[dict[str, object]]:
    by_state, overdue = impulses.count_states(timezone.localdate())
    base = reverse("impulse_list")

    def chip(label: object, count: int, query: str, *, selected: bool) -> dict[str, object]:
        return {"label": label, "count": count, "href": base + query, "selected": selected}

    chips = [chip(_("All"), sum(by_state.values()), "", selected=filters.is_empty)]
    chips += [
        chip(state.label, by_state[state], f"?state={state.value}", selected=filters.state == state)
        for state in ImpulseState
        if state in PUBLIC_STATES and by_state.get(state)
    ]
    if overdue:
        chips.append(chip(_("Overdue"), overdue, "?overdue=1", selected=filters.overdue))
    return chips


def _active(filters: impulse_filters.ImpulseFilters) -> list[dict[str, str]]:
    form = ImpulseFilterForm()
    active = []
    for name in ("text", "topic", "kind", "state"):
        value = getattr(filters, name)
        if value:
            choices = dict(form.fields[name].choices) if name != "text" else {}  # type: ignore[attr-defined]
            label = str(choices.get(value, f"„{value}“"))
            rest = filters.without(name).to_query()
            active.append({"label": label, "remove_url": f"{reverse('impulse_list')}?{rest}"})
    return active


@require_safe
def impulse_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one impulse: who asks what, until when, who reacted, what follows."""
    actor = actor_from(request)
    try:
        impulse = find_or_404(actor, public_id)
    except Http404:
        hidden = moderation.show_hidden(request, "impulse", public_id)
        if hidden is None:
            raise
        return hidden
    today = timezone.localdate()
    resonance = resonance_of(impulse)
    assert impulse.item is not None  # noqa: S101 -- published; tells the type checker
    is_addressed = any(
        actor.acts_for(voice.addressee.organisation_id) for voice in resonance.voices
    )
    own = next(
        (v.reaction for v in resonance.voices if actor.acts_for(v.addressee.organisation_id)), None
    )
    laender = names_of_laender()
    is_told = impulse.is_public and not impulse.is_example
    context = {
        "impulse": impulse,
        "resonance": resonance,
        "looks": looks_of(impulse),
        "bars": _bars(impulse, resonance.total.stances),
        "silent_laender": [laender.get(code, code) for code in resonance.silent_laender],
        "reached": sum(voice.addressee.has_people for voice in resonance.voices),
        "quotes": [
            (voice, impulse.stances().get(voice.reaction.stance, ""))
            for voice in resonance.named
            if voice.reaction
        ],
        "written_by_office": impulse.mandate.organisation_id != impulse.sender_id,
        "writer": impulse.mandate.organisation,
        "stations": stations_of(impulse.item),
        "takes_reactions": impulse.takes_reactions(today),
        "is_overdue": impulse.is_overdue(today),
        "today": today,
        "badges": badges(),
        "is_addressed": is_addressed,
        "may_react": is_addressed and impulse_rules.may_react(actor),
        "own": own,
        "may_work": impulse_rules.may_work_on(actor, impulse),
        "may_raise": rules.may_write(actor) or not actor.is_known,
        "may_measure": impulse_rules.may_commit_measures(actor),
        "linked_data": describe_impulse(impulse, resonance) if is_told else None,
    }
    response = render(request, "exchange/impulse_detail.html", context)
    if actor.is_known:
        response["Cache-Control"] = "private, no-store"
    return response


def _bars(impulse: Impulse, stances: Any) -> list[tuple[str, int, str]]:  # noqa: ANN401 -- mapping
    return [(words, stances.get(code, 0), "") for code, words in impulse.stances().items()]


def find_or_404(actor: Actor, public_id: str) -> Impulse:
    """Return an impulse that the actor may read; any other does not exist for them."""
    try:
        return impulses.get_impulse_visible_to(actor, public_id)
    except Impulse.DoesNotExist as missing:
        raise Http404 from missing


@require_safe
def impulse_resonance(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show who reacted how and which regions are silent, as map and as table."""
    impulse = find_or_404(actor_from(request), public_id)
    topic = request.GET.get("topic", "")
    kind = request.GET.get("type", "")
    topic = topic if topic in Topic.values else ""
    kind = kind if kind in directory.InitiativeType.values else ""
    by_kreis = request.GET.get("by") == "kreis"
    resonance = resonance_of(impulse, topic=topic, initiative_type=kind)
    base = reverse("impulse_resonance", args=[impulse.public_id])
    chosen = "".join(
        f"&{name}={value}" for name, value in (("topic", topic), ("type", kind)) if value
    )
    context = {
        "impulse": impulse,
        "resonance": resonance,
        "drawn": draw_resonance(impulse, resonance, by_kreis=by_kreis),
        "stances": impulse.stances(),
        "by_kreis": by_kreis,
        "form": ResonanceForm({"topic": topic, "type": kind}),
        "is_narrowed": bool(topic or kind),
        "tabs": [
            (_("By Land"), f"{base}?by=land{chosen}", not by_kreis),
            (_("By Kreis"), f"{base}?by=kreis{chosen}", by_kreis),
        ],
        "base": base,
        "badges": badges(),
    }
    return render(request, "exchange/impulse_resonance.html", context)


@require_safe
def impulse_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Send the list as a table."""
    lines = exports.impulse_csv_lines(_records(request))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="impulse.csv"'
    return response


@require_safe
def impulse_json(request: HttpRequest) -> StreamingHttpResponse:
    """Send the list as one JSON array."""
    lines = json_array(asdict(record) for record in _records(request))
    return StreamingHttpResponse(lines, content_type="application/json")


def _records(request: HttpRequest) -> Iterator[exports.ImpulseRecord]:
    today = timezone.localdate()
    found = _narrowed(impulse_filters.read_filters(request.GET.dict()))
    rows = impulses.with_reactions(found).iterator(chunk_size=BATCH)
    return (exports.as_impulse_record(impulse, today) for impulse in rows)


def json_array(records: Iterator[dict[str, Any]]) -> Iterator[str]:
    """Yield one JSON array piece by piece."""
    lead = "["
    for record in records:
        yield f"{lead}\n{json.dumps(record, ensure_ascii=False)}"
        lead = ","
    yield "[]\n" if lead == "[" else "\n]\n"
