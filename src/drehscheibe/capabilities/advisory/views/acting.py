"""One act of a page: a form, a service, a sentence; the same answers to every fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest

from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.files.api import FileRefused
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.ui.forms import Form

__all__ = ["Act", "Outcome", "perform", "typed_texts"]

SHORTEST_KEPT = 20


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done on a page.

    Attributes
    ----------
    form : callable
        Makes the form; takes data, files and ``prefix``.
    run : callable
        Calls the service with the valid values.
    done : str
        Lazy sentence that says what is now true.
    """

    form: Callable[..., Form]
    run: Callable[[Mapping[str, Any]], object]
    done: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a page shows after an act that could not be done; ``status`` is its HTTP status."""

    forms: Mapping[str, Form] = field(default_factory=dict)
    conflict: str = ""
    typed: tuple[str, ...] = ()
    status: int = 200


def perform(request: HttpRequest, acts: Mapping[str, Act], name: str) -> Outcome | None:
    """Do one act and return None, or say what stands in the way."""
    if name not in acts:
        raise Http404
    act = acts[name]
    form = act.form(request.POST, request.FILES, prefix=name)
    if not form.is_valid():
        return Outcome({name: form}, status=422)
    values = form.cleaned_data

    def run() -> str:
        act.run(values)
        return "done"

    try:
        submit_once(values["form_token"], run)
    except Conflict as conflict:
        return Outcome({}, str(conflict), typed_texts(values), status=409)
    except FileRefused as refusal:
        form.add_error("file", str(refusal))
        return Outcome({name: form}, status=422)
    except ValidationError as error:
        form.add_error(None, error)
        return Outcome({name: form}, status=422)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    messages.success(request, str(act.done))
    return None


def typed_texts(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what somebody typed, long enough to be worth keeping."""
    return tuple(
        value
        for name, value in values.items()
        if isinstance(value, str)
        and len(value) > SHORTEST_KEPT
        and name not in {"form_token", "seen", "uuid"}
    )
