"""Ask for contact, answer, take it back: pages of the two sides and of the office."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.capabilities.experience import rules
from drehscheibe.capabilities.experience.choices import GoBetween, Helped, RequestState, Side
from drehscheibe.capabilities.experience.forms.contacts import (
    ACCEPT,
    OFFICE,
    AnswerForm,
    AskForm,
    AvailabilityForm,
    HelpedForm,
    MediationForm,
)
from drehscheibe.capabilities.experience.machine import REQUEST
from drehscheibe.capabilities.experience.models import ContactRequest
from drehscheibe.capabilities.experience.queries import contacts as reading
from drehscheibe.capabilities.experience.queries.way import way_of_request
from drehscheibe.capabilities.experience.services import contacts
from drehscheibe.capabilities.library import api as library
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.choices import MandateRole
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.core.text.vocabulary import label
from drehscheibe.core.trace.clock import due_date

__all__ = [
    "contact_act",
    "contact_ask",
    "contact_availability",
    "contact_by_number",
    "contact_desk",
    "contact_detail",
    "contact_list",
]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact_ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Write what one wants to ask an initiative, or read why that is not possible now."""
    actor = actor_from(request)
    asked = reading.asked_of(slug)
    if asked is None or actor.acts_for(asked.organisation_id):
        raise Http404
    case = library.find_practice_case(actor, request.GET.get("case", ""))
    if case is not None and case.organisation_id != asked.organisation_id:
        case = None
    form = AskForm(request.POST or None, actor=actor) if rules.may_ask(actor) else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        case_slug = case.card.slug if case else ""
        uuid = _ask(actor, slug, form, case_slug) if form.is_valid() else ""
        if uuid:
            messages.success(
                request,
                pgettext("experience", "Your request is on its way. Here you see how it goes on."),
            )
            return redirect("contact_detail", uuid)
    state = REQUEST.states[RequestState.WITH_OFFICE if asked.through_office else RequestState.ASKED]
    context = {
        "asked": asked,
        "case": case,
        "form": form,
        "role": label(MandateRole, actor.role) if actor.role else "",
        "organisation": actor.organisation_name,
        "answer_by": due_date(state, timezone.localdate()),
        "initiative_url": reverse("initiative_detail", args=[asked.slug]),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "experience/ask.html", context, status=status)


def _ask(actor: Actor, slug: str, form: AskForm, case_slug: str) -> str:
    """Return the request's uuid; empty if it was refused, the form says why."""
    data = form.cleaned_data
    made: list[str] = []

    def act() -> None:
        made.append(
            submit_once(
                data["form_token"],
                lambda: str(
                    contacts.ask_for_contact(
                        actor,
                        slug,
                        question=data["question"],
                        contact=form.to_contact(),
                        case_slug=case_slug,
                    ).uuid
                ),
            )
        )

    return made[0] if _try(form, act) else ""


@login_required
@require_safe
def contact_list(request: HttpRequest) -> HttpResponse:
    """Show what one's organisation was asked, and what it asked others."""
    actor = actor_from(request)
    context = {
        "asked_of": [(row, _other(row, Side.ASKED)) for row in reading.list_asked_of(actor)[:50]],
        "asked_by": [(row, _other(row, Side.ASKING)) for row in reading.list_asked_by(actor)[:50]],
        "availability": (
            reading.availability_of(actor.organisation_id or 0)
            if rules.may_keep_availability(actor)
            else None
        ),
        "states": REQUEST.states,
    }
    return render(request, "experience/list.html", context)


def _other(request: ContactRequest, side: str) -> str:
    """Return the name of the other side's organisation."""
    is_asking = side == Side.ASKING
    return str(request.asked_organisation if is_asking else request.asking_organisation)


@never_cache
@login_required
@require_safe
def contact_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one request to its two sides, and to the office while it stands between."""
    actor = actor_from(request)
    found = get_object_or_404(reading.requests_visible_to(actor), uuid=uuid)
    return _detail(request, actor, found, _forms(actor, found), status=200)


def _forms(
    actor: Actor,
    found: ContactRequest,
    data: QueryDict | None = None,
    act: str = "",
) -> dict[str, BaseForm]:
    """Return the forms of what the actor may do; the posted one filled."""
    forms: dict[str, BaseForm] = {}
    if rules.may_answer(actor, found):
        forms["answer"] = AnswerForm(data if act == "answer" else None, actor=actor)
    if rules.may_mediate(actor, found):
        forms["mediate"] = MediationForm(data if act == "mediate" else None)
    if rules.may_tell_help(actor, found):
        forms["help"] = HelpedForm(data if act == "help" else None)
    return forms


def _detail(
    request: HttpRequest,
    actor: Actor,
    found: ContactRequest,
    forms: dict[str, BaseForm],
    *,
    status: int,
) -> HttpResponse:
    side = rules.side_of(actor, found)
    sees_contact = rules.may_see_contact(actor, found)
    mediates = rules.is_go_between(actor, found)
    state = REQUEST.states[found.state]
    context = {
        "contact_request": found,
        "side": side,
        "badge": state.badge,
        "way": way_of_request(found),
        "forms": forms,
        "role": label(MandateRole, found.asking_role),
        "sees_contact": sees_contact,
        "other": _contact_of(found, "asked" if side == Side.ASKING else "asking")
        if sees_contact
        else None,
        "asking_contact": _contact_of(found, "asking") if mediates else None,
        "own": _contact_of(found, side) if side and not found.is_final else None,
        "case_url": reverse("practice_case_detail", args=[found.case_slug])
        if found.case_slug
        else "",
        "may_withdraw": rules.may_withdraw(actor, found),
        "may_end": rules.may_end_consent(actor, found),
        "is_through_office": found.go_between == GoBetween.UNCONFIRMED,
        "may_report": side == Side.ASKED or mediates,
        "helped": Helped(found.helped).label if found.helped else "",
    }
    return render(request, "experience/detail.html", context, status=status)


def _contact_of(found: ContactRequest, side: str) -> dict[str, str]:
    return {name: getattr(found, f"{side}_{name}") for name in ("name", "email", "phone")}


@login_required
@require_POST
def contact_act(request: HttpRequest, uuid: UUID, act: str) -> HttpResponse:
    """Carry out one act of a side or of the office."""
    actor = actor_from(request)
    found = get_object_or_404(reading.requests_visible_to(actor), uuid=uuid)
    if act in _BUTTONS:
        use_case, done = _BUTTONS[act]
        _press(request, lambda: use_case(actor, uuid), str(done()))
        return redirect("contact_detail", uuid)
    forms = _forms(actor, found, request.POST, act)
    form = forms.get(act)
    if form is None:
        # It was possible a moment ago: say what is true now instead of an error page.
        messages.warning(
            request,
            pgettext("experience", "This request has moved on in the meantime: %(state)s.")
            % {"state": found.get_state_display()},
        )
        return redirect("contact_detail", uuid)
    if form.is_valid() and _try(form, lambda: _carry_out(actor, uuid, act, form)):
        messages.success(request, pgettext("experience", "Done. The other side is told."))
        return redirect("contact_desk" if act == "mediate" else "contact_detail", *_args(act, uuid))
    return _detail(request, actor, found, forms, status=422)


def _args(act: str, uuid: UUID) -> tuple[UUID, ...]:
    return () if act == "mediate" else (uuid,)


def _carry_out(actor: Actor, uuid: UUID, act: str, form: BaseForm) -> None:
    data = form.cleaned_data

    def run() -> str:
        if act == "help":
            contacts.tell_help(actor, uuid, helped=data["helped"])
        elif act == "mediate" and isinstance(form, MediationForm):
            _mediate(actor, uuid, form)
        elif isinstance(form, AnswerForm):
            _answer(actor, uuid, form)
        return str(uuid)

    submit_once(data["form_token"], run)


def _answer(actor: Actor, uuid: UUID, form: AnswerForm) -> None:
    data = form.cleaned_data
    if data["decision"] == ACCEPT:
        contacts.accept_request(actor, uuid, contact=form.to_contact(), answer=data["answer"])
    elif data["decision"] == OFFICE:
        contacts.suggest_office(actor, uuid, answer=data["answer"])
    else:
        contacts.decline_request(actor, uuid, answer=data["answer"])


def _mediate(actor: Actor, uuid: UUID, form: MediationForm) -> None:
    data = form.cleaned_data
    if data["decision"] == ACCEPT:
        contacts.connect_through_office(
            actor, uuid, contact=form.to_contact(), answer=data["answer"]
        )
    else:
        contacts.pass_on_refusal(actor, uuid, answer=data["answer"])


_BUTTONS: dict[str, tuple[Callable[[Actor, UUID], object], Callable[[], str]]] = {
    "withdraw": (
        contacts.withdraw_request,
        lambda: pgettext("experience", "You have taken the request back. Its words are erased."),
    ),
    "end": (
        contacts.end_consent,
        lambda: pgettext(
            "experience",
            "Your consent is withdrawn. Neither side sees the other's contact any more.",
        ),
    ),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact_availability(request: HttpRequest) -> HttpResponse:
    """Say how many enquiries one's initiative takes, and until when none."""
    actor = actor_from(request)
    if not rules.may_keep_availability(actor):
        raise Http404
    kept = reading.availability_of(actor.organisation_id or 0)
    initial = {"paused_until": kept.paused_until, "most_open": kept.most_open}
    form = AvailabilityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        contacts.keep_availability(
            actor, paused_until=data["paused_until"], most_open=data["most_open"]
        )
        messages.success(request, pgettext("experience", "Kept. Others see it before they write."))
        return redirect("contact_list")
    context = {"form": form, "kept": kept}
    return render(
        request, "experience/availability.html", context, status=422 if form.errors else 200
    )


@login_required
@require_safe
def contact_desk(request: HttpRequest) -> HttpResponse:
    """Show the office what waits for it, and state and dates of everything else."""
    actor = actor_from(request)
    if not rules.may_see_desk(actor):
        raise Http404
    rows = list(reading.desk_rows()[:200])
    context = {
        "mine": [row for row in rows if row.state == RequestState.WITH_OFFICE],
        "others": [row for row in rows if row.state != RequestState.WITH_OFFICE],
        "states": REQUEST.states,
    }
    return render(request, "experience/desk.html", context)


@login_required
@require_safe
def contact_by_number(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lead from a number to the request, for those who may read it."""
    rows = reading.requests_visible_to(actor_from(request))
    return redirect("contact_detail", get_object_or_404(rows, item__public_id=public_id).uuid)


def _try(form: BaseForm, use_case: Callable[[], object]) -> bool:
    """Run a use case; what it refuses stands at the form, with everything that was typed."""
    try:
        use_case()
    except NotAllowed as error:
        raise PermissionDenied from error
    except Conflict as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        form.add_error(None, error.messages)
    else:
        return True
    return False


def _press(request: HttpRequest, use_case: Callable[[], object], done: str) -> None:
    """Run a use case that one button starts, and say what came of it on the next page."""
    try:
        use_case()
    except NotAllowed as error:
        raise PermissionDenied from error
    except Conflict as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, done)
