"""The answering workspace: several concerns, one answer, adapted where one needs other words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from drehscheibe.capabilities.exchange.forms.answering_many import AnswerManyForm, InsertForm
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.queries.people import Audience, audience_of_answer
from drehscheibe.capabilities.exchange.queries.templates import templates_visible_to
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals.answering import AnswerContent
from drehscheibe.capabilities.exchange.services.signals.answering_many import (
    MOST_AT_ONCE,
    adapt,
    publish_answers,
)
from drehscheibe.capabilities.exchange.views.refusals import keep_words
from drehscheibe.capabilities.exchange.views.signals.desk import labels_of
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.core.text.topics import Topic

__all__ = ["signal_answer_many"]


@dataclass(frozen=True, slots=True)
class Final:
    """One concern of the preview: its last words, and who hears of them."""

    signal: Signal
    answer: AnswerContent
    audience: Audience


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@keep_words
def signal_answer_many(request: HttpRequest) -> HttpResponse:
    """Choose concerns, write once, adapt, look it over, publish all of it or nothing."""
    actor = actor_from(request)
    if not rules.may_answer(actor):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else request.GET
    chosen, missing = _choose(actor, given)
    if not chosen:
        return _nothing_chosen(request, missing)
    if request.method != "POST":
        return _page(request, chosen, AnswerManyForm(signals=chosen, today=_today()), missing)
    step = request.POST.get("step", "preview")
    if step == "insert":
        return _page(request, chosen, _with_block(request, chosen), missing)
    form = AnswerManyForm(request.POST, signals=chosen, today=_today())
    if not form.is_valid():
        return _page(request, chosen, form, missing, status=422)
    if missing and step == "publish":
        return _page(request, chosen, form, missing, status=409)
    if step == "publish":
        return _publish(request, chosen, form)
    if step == "change":
        return _page(request, chosen, form, missing)
    return _preview(request, chosen, form, missing)


def _today() -> date:
    return timezone.localdate()


def _choose(actor: Actor, given: QueryDict) -> tuple[list[Signal], list[str]]:
    """Return the chosen concerns that the desk can answer now, and the numbers of the others."""
    asked = [
        number.strip()
        for value in given.getlist("signals")
        for number in value.replace("\0", "").split(",")
        if number.strip()
    ]
    topic = given.get("topic", "")
    found = signals.answerable_by(actor.organisation_id)
    if asked:
        found = found.filter(item__public_id__in=asked[: MOST_AT_ONCE * 2])
    elif topic in Topic.values:
        found = found.filter(topic=topic)
    else:
        return [], []
    chosen = list(signals.with_card_data(found)[:MOST_AT_ONCE])
    known = {signal.public_id for signal in chosen}
    return chosen, sorted(set(asked[: MOST_AT_ONCE * 2]) - known)


def _nothing_chosen(request: HttpRequest, missing: Sequence[str]) -> HttpResponse:
    if request.method == "POST":
        # Sent twice, the second finds what the first has done.
        token = request.POST.get("form_token", "")[:64]
        return redirect("common_answer", submit_once(token, _refuse))
    words = (
        _("None of the chosen concerns is with you to be answered.")
        if missing
        else _("Please choose at least one concern.")
    )
    messages.warning(request, words)
    return redirect("signal_desk_list")


def _refuse() -> str:
    raise PermissionDenied(
        _("None of the chosen concerns is with you any more. Perhaps a colleague was faster.")
    )


def _with_block(request: HttpRequest, chosen: list[Signal]) -> AnswerManyForm:
    """Return the form as it was typed, with a text block below the answer; nothing is checked."""
    values = request.POST.copy()
    number = values.get("template", "")
    blocks = templates_visible_to(actor_from(request))
    block = blocks.filter(pk=int(number)).first() if number.isdecimal() else None
    if block is not None:
        text = values.get("text", "").rstrip()
        values["text"] = f"{text}\n\n{block.text}" if text else block.text
    names = AnswerManyForm(signals=chosen, today=_today()).fields
    typed = {name: values[name] for name in names if name in values}
    return AnswerManyForm(initial=typed, signals=chosen, today=_today())


def _publish(request: HttpRequest, chosen: list[Signal], form: AnswerManyForm) -> HttpResponse:
    actor = actor_from(request)
    try:
        uuid = submit_once(
            form.cleaned_data["form_token"],
            lambda: str(
                publish_answers(
                    actor,
                    [signal.pk for signal in chosen],
                    form.to_content(),
                    form.adaptations(),
                ).uuid
            ),
        )
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        return _page(request, chosen, form, [], status=409)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, chosen, form, [], status=422)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    done = ngettext(
        "%(n)s concern is answered. Everybody concerned is being told.",
        "%(n)s concerns are answered. Everybody concerned is being told.",
        len(chosen),
    )
    messages.success(request, done % {"n": len(chosen)})
    return redirect("common_answer", uuid)


def _preview(
    request: HttpRequest, chosen: list[Signal], form: AnswerManyForm, missing: Sequence[str]
) -> HttpResponse:
    content, adaptations = form.to_content(), form.adaptations()
    finals = [
        Final(signal, adapt(content, adaptations.get(signal.pk)), audience_of_answer(signal))
        for signal in chosen
    ]
    everybody = set().union(*(final.audience.person_ids for final in finals))
    context = {
        "form": form,
        "finals": finals,
        "labels": labels_of(form),
        "everybody": len(everybody),
        "missing": missing,
        "numbers": ",".join(signal.public_id for signal in chosen),
    }
    return render(request, "exchange/answer_many_preview.html", context)


def _page(
    request: HttpRequest,
    chosen: list[Signal],
    form: AnswerManyForm,
    missing: Sequence[str],
    *,
    status: int = 200,
) -> HttpResponse:
    actor = actor_from(request)
    templates = list(templates_visible_to(actor))
    context = {
        "form": form,
        "chosen": chosen,
        "missing": missing,
        "numbers": ",".join(signal.public_id for signal in chosen),
        "insert": InsertForm(templates=templates) if templates else None,
        "today": _today(),
    }
    return render(request, "exchange/answer_many.html", context, status=status)
