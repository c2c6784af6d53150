"""Who may do much for others proves who they are twice, where the operator asks for it."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from drehscheibe.core.accounts.second_factor import needs_second_factor

#: URL names that stay open, so that a second factor can be set up and one can leave.
OPEN = ("mfa_", "account_", "usersessions_", "javascript-catalog")


class SecondFactorMiddleware:
    """Lead office, desks and editors to the second factor until they have one.

    Does nothing unless ``REQUIRE_SECOND_FACTOR`` is set, and costs other people nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Redirect to the second factor where one is missing."""
        if not settings.REQUIRE_SECOND_FACTOR or _is_open(request):
            return None
        if not needs_second_factor(request) or is_mfa_enabled(request.user):
            return None
        messages.warning(
            request,
            _(
                "You work for others here. Please set up a passkey or an authenticator app before"
                " you go on."
            ),
        )
        return redirect("mfa_index")


def _is_open(request: HttpRequest) -> bool:
    name = (request.resolver_match and request.resolver_match.url_name) or ""
    return name.startswith(OPEN)
