"""One act of a page: a form, a service, a sentence; the same answers to every fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.ui.forms import Form

__all__ = ["Act", "Outcome", "perform"]


class Thing(Protocol):
    """What a page is about: a concern or a dossier."""

    pk: int

    @property
    def public_id(self) -> str:
        """The speakable id."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done on a page.

    Attributes
    ----------
    form : callable
        Makes the form; takes data or None, and ``prefix``.
    run : callable
        Calls the service with the actor, the key of the thing and the valid values.
    done : str
        Lazy sentence that says what is now true.
    """

    form: Callable[..., Form]
    run: Callable[[Actor, int, Mapping[str, Any]], Thing]
    done: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a page shows after an act that could not be done.

    Attributes
    ----------
    forms : mapping
        Forms that were filled in, by act; all others are shown empty.
    conflict : str
        What is true now, if somebody else was faster.
    typed : tuple of str
        Texts of the form that has lost its place, so that nothing typed is gone.
    """

    forms: Mapping[str, Form]
    conflict: str = ""
    typed: tuple[str, ...] = ()

    @property
    def status(self) -> int:
        """HTTP status of the page."""
        return 409 if self.conflict else 422


def perform(
    request: HttpRequest, acts: Mapping[str, Act], name: str, thing: Thing, page: str
) -> HttpResponse | Outcome:
    """Do one act and go on to the page, or say what stands in the way."""
    if name not in acts:
        raise Http404
    act = acts[name]
    form = act.form(request.POST, prefix=name)
    if not form.is_valid():
        return Outcome({name: form})
    values = form.cleaned_data
    actor = actor_from(request)
    try:
        submit_once(values["form_token"], lambda: act.run(actor, thing.pk, values).public_id)
    except Conflict as conflict:
        return Outcome({}, str(conflict), tuple(_texts_of(values)))
    except ValidationError as error:
        form.add_error(None, error)
        return Outcome({name: form})
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    messages.success(request, str(act.done))
    return redirect(page, thing.public_id)


def _texts_of(values: Mapping[str, Any]) -> list[str]:
    return [
        value
        for name, value in values.items()
        if isinstance(value, str) and value and name != "form_token" and len(value) > 20
    ]
