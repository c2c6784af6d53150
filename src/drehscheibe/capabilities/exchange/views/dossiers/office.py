"""The work of the office on dossiers: begin, pick concerns, write the core, hand over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from drehscheibe.capabilities.exchange import api
from drehscheibe.capabilities.exchange.forms import dossier as forms
from drehscheibe.capabilities.exchange.forms.acts import EmptyForm, HandOverForm
from drehscheibe.capabilities.exchange.machine.signal import DOSSIER, OFFICE
from drehscheibe.capabilities.exchange.models import Dossier, Signal
from drehscheibe.capabilities.exchange.queries import dossiers, signals
from drehscheibe.capabilities.exchange.queries.dossier_content import gather_content
from drehscheibe.capabilities.exchange.queries.merges import list_candidates
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.dossiers import preparing as services
from drehscheibe.capabilities.exchange.services.dossiers.hand_over import hand_over_dossier
from drehscheibe.capabilities.exchange.services.dossiers.quotes import ask_consent, choose_quote
from drehscheibe.capabilities.exchange.services.signals.hand_over import default_due_date
from drehscheibe.capabilities.exchange.views.acts import Act, Outcome, perform
from drehscheibe.capabilities.exchange.views.dossiers.public import describe_content, find_or_404
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.choices import Level
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.core.text.one_line import one_line
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.trace import api as trace

__all__ = [
    "dossier_office",
    "dossier_office_act",
    "dossier_office_list",
    "dossier_pick",
    "dossier_save",
]

PER_PAGE = 30
#: Ticks that an address carries; more are refused anyway, and addresses have an end.
MOST_TICKED = 2 * services.MOST_CONCERNS
MOST_SIMILAR = 5


def _hand_over_form(*args: Any, **kwargs: Any) -> HandOverForm:
    today = timezone.localdate()
    initial = {"due_on": default_due_date(today)}
    return HandOverForm(*args, desks=signals.list_desks(), today=today, initial=initial, **kwargs)


def _hand_over(actor: Actor, pk: int, values: Mapping[str, Any]) -> Dossier:
    """Hand over; what misses in the words is said above this form, with the name of the field."""
    try:
        return hand_over_dossier(
            actor,
            pk,
            desk_id=int(values["desk"]),
            due_on=values["due_on"],
            covering_note=values["covering_note"],
        )
    except ValidationError as fault:
        faults: dict[str, list[str]] = {}
        for name, said in fault.message_dict.items():
            if name in services.WORDS:
                label = forms.DossierForm.base_fields[name].label
                faults.setdefault("__all__", []).extend(f"{label}: {one}" for one in said)
            else:
                faults.setdefault(name, []).extend(said)
        raise ValidationError(faults) from fault


def _ask(actor: Actor, pk: int, values: Mapping[str, Any]) -> Dossier:
    return ask_consent(actor, pk, values["public_id"], text=values["text"]).dossier


def _choose(actor: Actor, pk: int, values: Mapping[str, Any]) -> Dossier:
    return choose_quote(actor, pk, values["quote"], is_chosen=values["is_chosen"]).dossier


ACTS = {
    "hand_over": Act(
        _hand_over_form,
        _hand_over,
        gettext_lazy("Handed over with all its concerns. Everybody who took part has been told."),
    ),
    "withdraw": Act(
        EmptyForm,
        lambda actor, pk, _values: services.withdraw_dossier(actor, pk),
        gettext_lazy("The dossier is given up. Its concerns are with you one by one again."),
    ),
    "close": Act(
        EmptyForm,
        lambda actor, pk, _values: services.close_dossier(actor, pk),
        gettext_lazy("The dossier is closed."),
    ),
    "take_out": Act(
        forms.HiddenForm,
        lambda actor, pk, values: services.take_out_signal(actor, pk, values["public_id"]),
        gettext_lazy("Taken out. The concern is with you for itself again."),
    ),
    "ask_consent": Act(
        forms.QuoteForm,
        _ask,
        gettext_lazy("The authors have been asked. The quote is in as soon as they agree."),
    ),
    "choose": Act(forms.ChoiceForm, _choose, gettext_lazy("Saved.")),
}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_office_list(request: HttpRequest) -> HttpResponse:
    """List what is in preparation and what was handed over; begin a dossier on POST."""
    actor = _office(request)
    form = forms.BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        public_id = submit_once(
            form.cleaned_data["form_token"],
            lambda: services.begin_dossier(actor, title=title).public_id,
        )
        return redirect("dossier_pick", public_id)
    rest = Dossier.objects.exclude(pk__in=dossiers.open_dossiers().values("pk"))
    page = Paginator(dossiers.with_counts(rest.order_by("-changed_at", "-pk")), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "waiting": list(dossiers.with_counts(dossiers.open_dossiers())),
        "others": list(page.object_list),
        "page_obj": page,
        "today": timezone.localdate(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "exchange/dossier_office_list.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_office(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a dossier with everything that the office can do; keep its words on POST."""
    dossier = _dossier(request, public_id)
    if request.method != "POST":
        return _page(request, dossier, Outcome({}), status=200)
    form = _form(dossier, request.POST)
    is_valid = form.is_valid()
    try:
        services.save_dossier(actor_from(request), dossier.pk, form.to_content())
    except Conflict as conflict:
        typed = tuple(filter(None, (form.data.get("pattern"), form.data.get("why_now"))))
        outcome = Outcome({}, str(conflict), typed)
        return _page(request, _dossier(request, public_id), outcome, status=409)
    if not is_valid:
        outcome = Outcome({"words": form})
        return _page(request, _dossier(request, public_id), outcome, status=422)
    messages.success(request, _("The dossier is saved. You can go on at any time."))
    return redirect("dossier_office", public_id)


@never_cache
@require_POST
def dossier_save(request: HttpRequest, public_id: str) -> HttpResponse:
    """Save while somebody types."""
    if not actor_from(request).is_known:
        return JsonResponse({"saved": False}, status=401)
    dossier = _dossier(request, public_id)
    form = _form(dossier, request.POST)
    form.is_valid()
    try:
        services.save_dossier(actor_from(request), dossier.pk, form.to_content())
    except (Conflict, NotAllowed) as refusal:
        return JsonResponse({"saved": False, "message": str(refusal)}, status=409)
    return JsonResponse({"saved": True, "similar": ""})


@never_cache
@require_POST
@login_required
def dossier_office_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Do one act of the office."""
    dossier = _dossier(request, public_id)
    acts = {**ACTS, "ask_consent": _with_signals(dossier)}
    outcome = perform(request, acts, act, dossier, "dossier_office")
    if isinstance(outcome, Outcome):
        return _page(request, _dossier(request, public_id), outcome, status=outcome.status)
    return outcome


def _with_signals(dossier: Dossier) -> Act:
    asked = ACTS["ask_consent"]

    def form(*args: Any, **kwargs: Any) -> forms.QuoteForm:
        return forms.QuoteForm(*args, signals=_quotable(dossier), **kwargs)

    return Act(form, asked.run, asked.done)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_pick(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pick concerns from the queue: narrow it, tick, put in; ticks are part of the address."""
    dossier = _dossier(request, public_id)
    if request.method == "POST":
        return _put_in(request, dossier)
    narrowed = {name: request.GET.get(name, "") for name in ("topic", "land", "level")}
    text = one_line(request.GET.get("q", ""), 100)
    found = _narrow(narrowed, text)
    page = Paginator(signals.with_card_data(found), PER_PAGE).get_page(request.GET.get("page"))
    rows, ticked = list(page.object_list), _ticked(request.GET)
    others = ticked - {one.public_id for one in rows}
    picked = dossiers.bundleable().filter(item__public_id__in=others)
    similar = [one for one in _similar(dossier) if one.public_id not in ticked]
    today = timezone.localdate()
    context = {
        "dossier": dossier,
        "rows": [api.make_card(one, today) for one in rows],
        "similar": [api.make_card(one, today) for one in similar],
        "picked": [api.make_card(one, today) for one in signals.with_card_data(picked)],
        "ticked": ticked,
        "page_obj": page,
        "text": text,
        "narrowed": narrowed,
        "topics": Topic.choices,
        "levels": Level.choices,
        "laender": [(land.code, str(land)) for land in signals.list_laender()],
    }
    return render(request, "exchange/dossier_pick.html", context)


def _put_in(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    picked = request.POST.getlist("concern")
    if not picked:
        messages.warning(request, _("Please tick at least one concern."))
        return redirect(_pick_address(request, dossier))
    try:
        number = services.add_signals(actor_from(request), dossier.pk, picked)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(_pick_address(request, dossier))
    except Conflict as conflict:
        messages.error(request, str(conflict))
        return redirect("dossier_office", dossier.public_id)
    messages.success(
        request,
        ngettext("%(n)s concern is in.", "%(n)s concerns are in.", number) % {"n": number},
    )
    if number < len(set(picked)):
        messages.warning(request, _("Some concerns had moved on meanwhile and were left out."))
    return redirect("dossier_office", dossier.public_id)


def _ticked(given: QueryDict) -> set[str]:
    return set(given.getlist("concern")[:MOST_TICKED])


def _pick_address(request: HttpRequest, dossier: Dossier) -> str:
    """Return where the same filters and ticks are seen again."""
    names = ("q", "topic", "land", "level", "concern")
    kept = [(name, value) for name in names for value in request.POST.getlist(name) if value]
    return f"{reverse('dossier_pick', args=[dossier.public_id])}?{urlencode(kept)}"


def _narrow(narrowed: Mapping[str, str], text: str) -> Any:  # noqa: ANN401 -- a queryset
    found = dossiers.bundleable()
    if narrowed["topic"] in Topic.values:
        found = found.filter(topic=narrowed["topic"])
    if narrowed["level"] in Level.values:
        found = found.filter(level=narrowed["level"])
    if narrowed["land"] in {land.code for land in signals.list_laender()}:
        found = found.filter(laender=narrowed["land"])
    return found.filter(signals.matches_words(text)) if text else found


def _similar(dossier: Dossier) -> list[Signal]:
    """Return concerns that say something alike and are free, by those that are in already."""
    free = set(dossiers.bundleable().values_list("pk", flat=True)[:2000])
    found: dict[int, Signal] = {}
    for entry in dossiers.list_entries(dossier)[:MOST_SIMILAR]:
        found |= {one.pk: one for one in list_candidates(entry.signal, limit=10) if one.pk in free}
    keys = list(found)[:MOST_SIMILAR]
    return list(signals.with_card_data(Signal.objects.filter(pk__in=keys)))


def _office(request: HttpRequest) -> Actor:
    actor = actor_from(request)
    if not rules.may_check(actor):
        raise PermissionDenied
    return actor


def _dossier(request: HttpRequest, public_id: str) -> Dossier:
    return find_or_404(_office(request), public_id)


def _form(dossier: Dossier, data: Mapping[str, Any] | None = None) -> forms.DossierForm:
    public_ids = [entry.signal.public_id for entry in dossiers.list_entries(dossier)]
    return forms.DossierForm(data, dossier=dossier, public_ids=public_ids)


def _quotable(dossier: Dossier) -> list[tuple[str, str]]:
    return [
        (entry.signal.public_id, f"{entry.signal.public_id} {entry.signal.title}")
        for entry in dossiers.list_entries(dossier)
        if entry.signal.organisation_id is not None
    ]


def _page(request: HttpRequest, dossier: Dossier, outcome: Outcome, *, status: int) -> HttpResponse:
    possible = {t.act for t in DOSSIER.acts_from(dossier.state) if t.who == OFFICE}
    content = gather_content(actor_from(request), dossier)
    quotes = dossier.quotes.select_related("signal__item", "signal__organisation")
    quotable = _quotable(dossier) if dossier.is_in_preparation else []
    context = {
        **describe_content(content),
        "dossier": dossier,
        "words": outcome.forms.get("words") or _form(dossier),
        "quotes": list(quotes),
        "left": list(dossier.entries.filter(left_at__isnull=False).select_related("signal__item")),
        "forms": {
            act: outcome.forms.get(act) or ACTS[act].form(prefix=act)
            for act in ("hand_over", "withdraw", "close")
            if act in possible
        },
        "quote_form": outcome.forms.get("ask_consent")
        or forms.QuoteForm(prefix="ask_consent", signals=quotable),
        "quotable": quotable,
        "filled": list(outcome.forms),
        "conflict": outcome.conflict,
        "typed": outcome.typed,
        "stops": trace.stops_of(dossier.item),
        "today": timezone.localdate(),
    }
    return render(request, "exchange/dossier_office.html", context, status=status)
