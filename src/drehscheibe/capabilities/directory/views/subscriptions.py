"""Following initiatives and saved searches, with an account or by e-mail."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.capabilities.directory.forms.subscriptions import (
    FollowByMailForm,
    SearchByMailForm,
    SearchForm,
)
from drehscheibe.capabilities.directory.models import Follow, Initiative, SavedSearch
from drehscheibe.capabilities.directory.queries.filters import filters_from_query
from drehscheibe.capabilities.directory.services import subscriptions
from drehscheibe.capabilities.directory.views.profile import get_or_404
from drehscheibe.capabilities.directory.views.search import Search, describe_filters
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations.middleware import actor_from


@require_http_methods(["GET", "HEAD", "POST"])
def initiative_follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow with one press when logged in, else by e-mail."""
    actor = actor_from(request)
    initiative = get_or_404(slug, actor)
    if not initiative.is_published:
        raise Http404(slug)
    if actor.is_known:
        return _follow(request, actor, initiative)
    form = FollowByMailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        subscriptions.follow_by_mail(
            form.cleaned_data["email"], initiative.pk, language=_language()
        )
        return _please_look_into_your_mail(request)
    return render(
        request, "directory/initiative_follow.html", {"initiative": initiative, "form": form}
    )


def _follow(request: HttpRequest, actor: Actor, initiative: Initiative) -> HttpResponse:
    if request.method == "POST":
        if request.POST.get("act") == "end":
            subscriptions.unfollow(actor, initiative.pk)
            messages.success(request, _("You no longer follow %(name)s.") % {"name": initiative})
        else:
            subscriptions.follow(actor, initiative.pk)
            messages.success(request, _("You follow %(name)s.") % {"name": initiative})
    return redirect("initiative_detail", initiative.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def search_subscribe(request: HttpRequest) -> HttpResponse:
    """Subscribe to the filtered set that the query string names."""
    search, actor = Search(request), actor_from(request)
    form_class = SearchForm if actor.is_known else SearchByMailForm
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        query = search.filters.to_query(with_sort=False)
        words = form.cleaned_data
        if actor.is_known:
            subscriptions.save_search(actor, query, frequency=words["frequency"])
            messages.success(request, _("The search is saved. You will hear about new entries."))
            return redirect("subscription_list")
        subscriptions.save_search_by_mail(
            words["email"], query, frequency=words["frequency"], language=search.language
        )
        return _please_look_into_your_mail(request)
    context = {"form": form, "search": search, "chips": search.chips(), "query": search.query}
    return render(request, "directory/search_subscribe.html", context)


def _please_look_into_your_mail(request: HttpRequest) -> HttpResponse:
    """Say the same whether or not the address was known."""
    return render(request, "directory/subscription_begun.html", status=202)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscription_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the link of the confirmation mail; only a press of the button confirms."""
    if subscriptions.find_subscription(token, purpose="opt-in") is None:
        return render(request, "directory/link_expired.html", status=410)
    if request.method == "POST":
        try:
            row = subscriptions.confirm_subscription(token)
        except Conflict:
            return render(request, "directory/link_expired.html", status=410)
        end_url = reverse("subscription_end", args=[subscriptions.end_token(row)])
        return render(request, "directory/subscription_confirmed.html", {"end_url": end_url})
    return render(request, "directory/subscription_confirm.html")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscription_end(request: HttpRequest, token: str) -> HttpResponse:
    """End a subscription: a button for people, one POST for mail programs (RFC 8058).

    Mail programs send no CSRF token; the signed address is the proof.
    """
    if request.method == "POST":
        subscriptions.end_subscription(token)
        return render(request, "directory/subscription_ended.html")
    if subscriptions.find_subscription(token, purpose="end") is None:
        return render(request, "directory/subscription_ended.html")
    return render(request, "directory/subscription_end.html")


@login_required
@require_safe
def subscription_list(request: HttpRequest) -> HttpResponse:
    """Show what the person follows and which searches they saved."""
    actor = actor_from(request)
    follows = Follow.objects.filter(person_id=actor.person_id).select_related("initiative")
    searches = list(SavedSearch.objects.filter(person_id=actor.person_id).order_by("pk"))
    words = describe_filters([filters_from_query(search.query) for search in searches])
    context = {
        "follows": list(follows.order_by("initiative__sort_key")),
        "searches": list(zip(searches, words, strict=True)),
    }
    return render(request, "directory/subscription_list.html", context)


@login_required
@require_POST
def search_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Delete one's own saved search."""
    if not subscriptions.end_search(actor_from(request), str(uuid)):
        raise Http404
    messages.success(request, _("The saved search is deleted."))
    return redirect("subscription_list")


def _language() -> str:
    return (get_language() or "de")[:2]
