"""The question "did this help?" below every item that can be read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.forms.shelf import HelpForm
from drehscheibe.capabilities.library.services.shelf import say_helped
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once

__all__ = ["take_answer"]


def take_answer(request: HttpRequest, kind: str, key: str) -> HelpForm | None:
    """Keep what a reader says about an item, once; return the form if something is wrong in it."""
    form = HelpForm(request.POST, prefix="help")
    if not form.is_valid():
        return form
    values = form.cleaned_data

    def use_case() -> str:
        helped, note = values["helped"], values["note"]
        vote = say_helped(actor_from(request), kind=kind, key=key, helped=helped, note=note)
        return str(vote.pk)

    submit_once(values["form_token"], use_case)
    messages.success(request, _("Thank you. The service office reads every answer."))
    return None
