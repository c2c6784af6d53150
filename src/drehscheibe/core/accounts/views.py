"""Log-in, log-in links and the page about one's own account."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account_views
from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount import views as social_views
from allauth.usersessions import views as session_views
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from drehscheibe.core.accounts import links, queries
from drehscheibe.core.accounts.devices import device_name
from drehscheibe.core.accounts.forms import ProfileForm
from drehscheibe.core.accounts.models import LoginLink, User
from drehscheibe.core.accounts.second_factor import needs_second_factor
from drehscheibe.core.submissions.forms import posted


class LogInView(account_views.LoginView):  # type: ignore[misc]
    """Allauth's log-in, with the configured single sign-on."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        next_url = self.get_next_url() or ""
        return {
            **context,
            "sign_on": queries.list_sign_on(self.request, process="login", next=next_url),
        }


class SignUpView(account_views.SignupView):  # type: ignore[misc]
    """Allauth's sign-up, with the configured single sign-on."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        next_url = self.get_next_url() or ""
        return {
            **context,
            "sign_on": queries.list_sign_on(self.request, process="login", next=next_url),
        }


class ConnectionsView(social_views.ConnectionsView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "sign_on": queries.list_sign_on(self.request, process="connect")}


class SessionsView(session_views.ListUserSessionsView):  # type: ignore[misc]
    extra_context = {"device_name": device_name}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button (GET), which uses the link up and logs in (POST)."""
    link = links.find_link(token)
    if link is None or (request.method == "POST" and not links.use_link(link)):
        return render(request, "accounts/login_link_dead.html", status=410)
    if request.method != "POST":
        context = {"link": link, "form_action": request.path}
        return render(request, "accounts/login_link.html", context)
    return _log_in_by(link, request)


def _log_in_by(link: LoginLink, request: HttpRequest) -> HttpResponse:
    """Go through allauth's stages, so that a second factor is asked for here as well."""
    if request.user.is_authenticated:
        logout(request, show_message=False)
    record_authentication(request, link.user, method="code", email=link.email)
    verify_email_indirectly(request, link.user, link.email)
    login = Login(user=link.user, email=link.email, redirect_url=link.next_url or None)
    try:
        response: HttpResponse = perform_login(request, login)
    except ImmediateHttpResponse as interruption:
        response = interruption.response
    return response


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show name, ways in and settings of one's own account."""
    person = _person(request)
    protection = queries.get_protection(person.pk)
    context = {
        "person": person,
        "language_name": dict(settings.LANGUAGES).get(person.language, person.language),
        "protection": protection,
        "should_protect": needs_second_factor(request) and not protection.has_second_factor,
        "sign_on": queries.list_sign_on(request, process="connect"),
    }
    return render(request, "accounts/overview.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Change name and language of e-mails."""
    form = ProfileForm(posted(request), instance=_person(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your changes are saved."))
        return _to_overview(form.cleaned_data["language"])
    return render(request, "accounts/profile.html", {"form": form})


def _to_overview(language: str) -> HttpResponseRedirect:
    with translation.override(language):
        return redirect(reverse("account_overview"))


def _person(request: HttpRequest) -> User:
    person = request.user
    assert isinstance(person, User)  # noqa: S101 -- behind login_required
    return person
