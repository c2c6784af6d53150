"""What readers say about a guideline; the guideline itself is a page of Wagtail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from drehscheibe.capabilities.library import api as library
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.portal.forms import HelpForm
from drehscheibe.portal.guidelines import HELP_KIND
from drehscheibe.portal.models import GuidelinePage

__all__ = ["guideline_helped"]


@require_POST
def guideline_helped(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in whether a guideline helped."""
    page = get_object_or_404(GuidelinePage.objects.live().public(), pk=pk)
    form = HelpForm(request.POST, prefix="help")
    if not form.is_valid():
        context = {**page.get_context(request), "help_form": form}
        return render(request, "portal/guideline.html", context, status=422)
    values = form.cleaned_data
    submit_once(
        values["form_token"],
        lambda: str(
            library.say_helped(
                actor_from(request),
                kind=HELP_KIND,
                key=page.slug,
                helped=values["helped"],
                note=values["note"],
            ).pk
        ),
    )
    messages.success(request, _("Thank you. The service office reads every answer."))
    return redirect(page.url)
