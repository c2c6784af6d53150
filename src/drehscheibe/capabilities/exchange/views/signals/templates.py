"""The text blocks of a desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from drehscheibe.capabilities.exchange.forms.answering_many import AnswerTemplateForm
from drehscheibe.capabilities.exchange.models import AnswerTemplate
from drehscheibe.capabilities.exchange.queries.templates import templates_visible_to
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals.templates import (
    remove_template,
    save_template,
)
from drehscheibe.capabilities.exchange.views.refusals import keep_words
from drehscheibe.core.access.errors import NotAllowed
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once

__all__ = ["answer_template", "answer_template_list", "answer_template_remove"]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@keep_words
def answer_template_list(request: HttpRequest) -> HttpResponse:
    """List the text blocks of the desk, with a form for a new one."""
    return _edit(request, None)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@keep_words
def answer_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one text block."""
    template = get_object_or_404(templates_visible_to(actor_from(request)), pk=pk)
    return _edit(request, template)


@never_cache
@login_required
@require_POST
def answer_template_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one text block; what was answered with it stays."""
    actor = actor_from(request)
    template = templates_visible_to(actor).filter(pk=pk).first()
    if template is not None:
        remove_template(actor, template.pk)
    messages.success(request, _("The text block is removed."))
    return redirect("answer_template_list")


def _edit(request: HttpRequest, template: AnswerTemplate | None) -> HttpResponse:
    actor = actor_from(request)
    if not rules.may_answer(actor):
        raise PermissionDenied
    data: Any = request.POST if request.method == "POST" else None
    form = AnswerTemplateForm(data, instance=template)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _saved(request, form, template):
            messages.success(request, _("The text block is saved."))
            return redirect("answer_template_list")
        status = 422
    context = {
        "templates": list(templates_visible_to(actor)),
        "template": template,
        "form": form,
    }
    return render(request, "exchange/answer_templates.html", context, status=status)


def _saved(request: HttpRequest, form: AnswerTemplateForm, template: AnswerTemplate | None) -> bool:
    actor, values = actor_from(request), form.cleaned_data
    pk = template.pk if template else None
    try:
        submit_once(
            values["form_token"],
            lambda: str(save_template(actor, title=values["title"], text=values["text"], pk=pk).pk),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    return True
