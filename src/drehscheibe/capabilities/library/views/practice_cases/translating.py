"""The office writes the English of a practice case beside its German."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drehscheibe.capabilities.library.forms.practice_case_english import EnglishForm
from drehscheibe.capabilities.library.models import PracticeCase
from drehscheibe.capabilities.library.queries import practice_cases
from drehscheibe.capabilities.library.rules import practice_case as rules
from drehscheibe.capabilities.library.services.practice_cases.translating import translate_case
from drehscheibe.core.organisations.middleware import actor_from

__all__ = ["practice_case_english"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def practice_case_english(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show each German text with a field for its English."""
    actor = actor_from(request)
    if not rules.may_keep(actor):
        raise Http404
    case = get_object_or_404(practice_cases.cases_visible_to(actor), uuid=uuid)
    form = EnglishForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            translate_case(actor, case.uuid, form.words())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved. English readers see it at once."))
            return redirect(_back(case))
    context = {
        "case": case,
        "form": form,
        "back": _back(case),
        "rows": [(name, getattr(case, name)) for name in form.names],
    }
    status = 422 if form.errors else 200
    return render(request, "library/practice_case_english.html", context, status=status)


def _back(case: PracticeCase) -> str:
    """Return where the office came from: the public page, or the proposal."""
    if case.is_public:
        return reverse("practice_case_detail", args=[case.slug])
    return reverse("case_proposal", args=[case.uuid])
