"""The work of those who lead measures: recording, changing, reviewing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.capabilities.exchange.forms.acts import EmptyForm
from drehscheibe.capabilities.exchange.forms.measure import MeasureForm, MoveForm, PassOnForm
from drehscheibe.capabilities.exchange.models import Measure
from drehscheibe.capabilities.exchange.queries import measures, signals
from drehscheibe.capabilities.exchange.rules import impulse as impulse_rules
from drehscheibe.capabilities.exchange.services.measures import register as services
from drehscheibe.capabilities.exchange.services.measures.leaving import pass_on_measure
from drehscheibe.capabilities.exchange.services.measures.register import WORDS
from drehscheibe.capabilities.exchange.views.acts import Act, Outcome, perform
from drehscheibe.capabilities.exchange.views.measures.public import badges, find_or_404
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once

__all__ = ["measure_act", "measure_edit", "measure_new", "measure_work_list"]

PER_PAGE = 20

ACTS = {
    "review": Act(
        EmptyForm,
        lambda actor, pk, _values: services.review_measure(actor, pk),
        gettext_lazy("Thank you. The page says that you have looked at it today."),
    ),
    "move": Act(
        MoveForm,
        lambda actor, pk, values: services.move_measure(
            actor, pk, act=values["act"], reason=values["text"]
        ),
        gettext_lazy("Saved. Everybody sees where the measure stands now."),
    ),
    "pass_on": Act(
        lambda *args, **kwargs: PassOnForm(*args, leads=measures.list_leads(), **kwargs),
        lambda actor, pk, values: pass_on_measure(
            actor, pk, lead_id=int(values["lead"]), note=values["text"]
        ),
        gettext_lazy("Saved. The new lead and everybody who follows the measure are being told."),
    ),
}


@never_cache
@login_required
@require_safe
def measure_work_list(request: HttpRequest) -> HttpResponse:
    """List the measures that the actor's organisation leads; for the office all."""
    actor = actor_from(request)
    if actor.mandate_id is None:
        raise PermissionDenied
    today = timezone.localdate()
    rows = (
        Measure.objects.order_by(F("due_on").asc(nulls_last=True), "pk")
        if actor.is_office
        else measures.measures_of(actor.organisation_id)
    )
    page = Paginator(measures.with_card_data(rows), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "measures": list(page.object_list),
        "page_obj": page,
        "due": list(measures.with_card_data(measures.reviews_due(actor, today))),
        "may_record": impulse_rules.may_commit_measures(actor),
        "today": today,
        "badges": badges(),
    }
    return render(request, "exchange/measure_work_list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def measure_new(request: HttpRequest) -> HttpResponse:
    """Record a measure."""
    actor = actor_from(request)
    if not impulse_rules.may_commit_measures(actor):
        raise PermissionDenied
    origin = request.POST.get("from") or request.GET.get("from", "")
    if request.method != "POST":
        return _form_page(request, _form(actor, initial=_proposal(origin)), None, origin)
    form = _form(actor, request.POST)
    if not form.is_valid():
        return _form_page(request, form, None, origin, status=422)
    lead_id = int(form.cleaned_data.get("lead") or actor.organisation_id or 0)

    def record() -> str:
        return services.record_measure(
            actor,
            form.to_content(),
            lead_id=lead_id,
            is_running=form.cleaned_data["is_running"],
            origin=origin,
        ).public_id

    return _submit(request, form, record, None, origin, _("The measure is in the public register."))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def measure_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a measure, move it, or say that everything is still right."""
    actor, measure = _own(request, public_id)
    if request.method != "POST":
        return _form_page(
            request, _form(actor, measure=measure, initial=_initial(measure)), measure
        )
    form = _form(actor, request.POST, measure=measure)
    if not form.is_valid():
        return _form_page(request, form, measure, status=422)

    def change() -> str:
        return services.change_measure(actor, measure.pk, form.to_content()).public_id

    return _submit(
        request, form, change, measure, "", _("Saved. Old and new stand in the history.")
    )


def _submit(
    request: HttpRequest,
    form: MeasureForm,
    use_case: Callable[[], str],
    measure: Measure | None,
    origin: str,
    done: str,
) -> HttpResponse:
    try:
        public_id = submit_once(form.cleaned_data["form_token"], use_case)
    except Conflict as conflict:
        messages.error(request, str(conflict))
        return _form_page(request, form, measure, origin, status=409)
    except ValidationError as error:
        for name, found in error.message_dict.items():
            form.add_error(name if name in form.fields else None, found)
        return _form_page(request, form, measure, origin, status=422)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    messages.success(request, done)
    return redirect("measure_detail", public_id)


@never_cache
@require_POST
@login_required
def measure_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Review a measure, or bring it to another state."""
    actor, measure = _own(request, public_id)
    if act == "pass_on" and not impulse_rules.may_pass_on(actor):
        raise PermissionDenied
    outcome = perform(request, ACTS, act, measure, "measure_detail")
    if isinstance(outcome, Outcome):
        form = _form(actor, measure=measure, initial=_initial(measure))
        return _form_page(
            request, form, find_or_404(actor, public_id), outcome=outcome, status=outcome.status
        )
    return outcome


def _own(request: HttpRequest, public_id: str) -> tuple[Actor, Measure]:
    actor = actor_from(request)
    measure = find_or_404(actor, public_id)
    if not impulse_rules.may_change(actor, measure):
        raise PermissionDenied
    return actor, measure


def _form(
    actor: Actor,
    *args: Any,
    measure: Measure | None = None,
    **kwargs: Any,
) -> MeasureForm:
    is_new = measure is None
    return MeasureForm(
        *args,
        laender=signals.list_laender(),
        leads=measures.list_leads() if is_new and actor.is_office else [],
        is_new=is_new,
        **kwargs,
    )


def _pass_on_form(actor: Actor, measure: Measure | None) -> PassOnForm | None:
    """Return the form in which the office names another lead; None for everybody else."""
    if measure is None or not impulse_rules.may_pass_on(actor):
        return None
    others = [row for row in measures.list_leads() if row.pk != measure.lead_id]
    return PassOnForm(prefix="pass_on", leads=others)


def _proposal(origin: str) -> dict[str, Any]:
    found = measures.find_origin(origin) if origin else None
    return {"title": found.title} if found else {}


def _initial(measure: Measure) -> dict[str, Any]:
    codes = [land.code for land in measure.laender.all()]
    written = {name: getattr(measure, name) for name in WORDS}
    for name in ("baseline", "target", "current"):
        written[name] = _as_typed(written[name])
    return {**written, "laender": codes}


def _as_typed(value: Decimal | None) -> str:
    """Return a value as somebody would write it, without thousands that could be read as a comma."""
    if value is None:
        return ""
    text = f"{value.normalize():f}"
    return text if (get_language() or "de").startswith("en") else text.replace(".", ",")


def _form_page(
    request: HttpRequest,
    form: MeasureForm,
    measure: Measure | None,
    origin: str = "",
    *,
    outcome: Outcome | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    failed = outcome or Outcome({})
    context = {
        "form": form,
        "measure": measure,
        "origin": measures.find_origin(origin) if origin else None,
        "move": failed.forms.get("move")
        or (MoveForm(prefix="move", now=measure.state) if measure else None),
        "review": EmptyForm(prefix="review"),
        "pass_on": failed.forms.get("pass_on") or _pass_on_form(actor_from(request), measure),
        "hand_over": measures.find_hand_over(measure) if measure and measure.is_open else None,
        "is_overdue": measure.is_overdue(today) if measure else False,
        "filled": list(failed.forms),
        "conflict": failed.conflict,
        "typed": failed.typed,
        "today": today,
    }
    return render(request, "exchange/measure_write.html", context, status=status)
