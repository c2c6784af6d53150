"""Describe a situation, see what others learned from one like it."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from drehscheibe.capabilities.advisory import api as advisory
from drehscheibe.capabilities.experience import rules
from drehscheibe.capabilities.experience.forms.situation import SituationForm
from drehscheibe.capabilities.experience.queries.similar import Similar, find_similar
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.search import api as search
from drehscheibe.core.text.topics import Topic

__all__ = ["experience_advice", "experience_start"]

#: Values of the address with which other pages open this one: codes and names, never words.
_FROM_ADDRESS = ("topic", "region")


@require_http_methods(["GET", "HEAD", "POST"])
def experience_start(request: HttpRequest) -> HttpResponse:
    """Take a situation and show what is like it.

    The words come by POST and the answer is drawn at once: they stand in no address, no log, no
    session and no table.
    """
    if request.method != "POST":
        given = {name: request.GET.get(name, "")[:100] for name in _FROM_ADDRESS}
        if given["topic"] not in Topic.values:
            given["topic"] = ""
        return _page(request, SituationForm(initial=given), None, status=200)
    form = SituationForm(request.POST)
    if not form.is_valid():
        return _page(request, form, None, status=422)
    if not ratelimit.consume(request, action="experience_situation"):
        form.add_error(
            None,
            pgettext(
                "experience",
                "Many questions have come from here in a short time. Please try again later. What you"
                " typed stays below.",
            ),
        )
        return _page(request, form, None, status=429)
    situation = form.to_situation()
    found = find_similar(actor_from(request), situation)
    if found.is_empty:
        search.note_missing_help(situation.text, (get_language() or "de")[:2])
    return _page(request, form, found, status=200)


def _page(
    request: HttpRequest, form: SituationForm, found: Similar | None, *, status: int
) -> HttpResponse:
    context = {
        "form": form,
        "found": found,
        "regions": advisory.list_region_names(),
        "may_ask": rules.may_ask(actor_from(request)),
        "typed": form.cleaned_data if found is not None else {},
    }
    answer = render(request, "experience/start.html", context, status=status)
    if request.method == "POST":
        # Not kept by any cache, but by the browser for the way back from a result.
        answer["Cache-Control"] = "private, no-cache"
    return answer


@require_POST
def experience_advice(request: HttpRequest) -> HttpResponse:
    """Begin a request for advice with the words that were typed; they travel in the session."""
    form = SituationForm(request.POST)
    form.is_valid()
    data = form.cleaned_data
    advisory.prefill_request(
        request.session,
        situation=data.get("situation", ""),
        topic=data.get("topic", ""),
        region=data.get("region", ""),
    )
    return redirect("advisory_request")
