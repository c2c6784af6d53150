"""How allauth works in this house."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.utils import get_next_redirect_url
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drehscheibe.core.accounts import links, mails
from drehscheibe.core.accounts.models import User
from drehscheibe.core.notify.api import queue_mail

#: What is said after an act; occasions that are not listed pass in silence.
SAYINGS = {
    "account/messages/email_confirmation_failed.txt": _(
        "This address could not be confirmed. It may belong to another account."
    ),
    "account/messages/email_confirmation_sent.txt": _(
        "We have sent you an e-mail. Please open the link in it to confirm your address."
    ),
    "account/messages/email_confirmed.txt": _("Your e-mail address is confirmed. Thank you!"),
    "account/messages/email_deleted.txt": _("The e-mail address was removed."),
    "account/messages/cannot_delete_primary_email.txt": _(
        "This is the address of your account; it can only be replaced by another."
    ),
    "account/messages/unverified_primary_email.txt": _("Please confirm this address first."),
    "account/messages/primary_email_set.txt": _("Your e-mail address was changed."),
    "account/messages/logged_out.txt": _("You are logged out. See you soon!"),
    "account/messages/password_changed.txt": _("Your password was changed."),
    "account/messages/password_set.txt": _("Your account has a password now."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "New recovery codes are ready. Please keep them in a safe place."
    ),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app was removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey was removed."),
    "socialaccount/messages/account_connected.txt": _("The single sign-on is connected."),
    "socialaccount/messages/account_connected_other.txt": _(
        "This single sign-on already belongs to another account."
    ),
    "socialaccount/messages/account_connected_updated.txt": _("The single sign-on is connected."),
    "socialaccount/messages/account_disconnected.txt": _("The single sign-on was removed."),
    "usersessions/messages/sessions_logged_out.txt": _("All other devices are logged out."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """E-mails go through our queue in our words; everything else says what to do next."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "E-mail address and password do not match. Please check both. Without a password you"
            " can have a link sent to you."
        ),
        "incorrect_code": _("This code is not right. Please check it; codes change quickly."),
        "incorrect_password": _("This password is not right. Please try again."),
        "enter_current_password": _("This is not your current password. Please try again."),
        "invalid_password_reset": _("This link no longer works. Please ask for a new one."),
        "rate_limited": _("That was very often. Please wait a minute and try again."),
        "same_as_current": _("This is already your e-mail address."),
        "duplicate_email": _("This is already your e-mail address."),
        "too_many_login_attempts": _(
            "That was too often. Please wait five minutes, or have a link sent to you."
        ),
    }

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: ANN401 -- signature given by allauth
        """Keep the name, and the language in which the person signed up."""
        user.name = " ".join(form.cleaned_data.get("name", user.name).split())
        user.language = (translation.get_language() or "de")[:2]
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the e-mail; the answer takes the same time whether or not an account exists."""
        owners = filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)
        owner = next(iter(owners), None)
        if template_prefix == "account/email/login_code" and owner is not None:
            context = {**context, "link_path": self._link_path(owner, email)}
        language = owner.language if owner else (translation.get_language() or "de")[:2]
        with translation.override(language):
            words = mails.words_for(template_prefix, context)
        queue_mail(email, words, key=f"account:{uuid.uuid4()}", language=language)

    @staticmethod
    def _link_path(user: User, email: str) -> str:
        request = allauth_context.request
        token = links.make_link(user, email, get_next_redirect_url(request) or "")
        with translation.override(user.language):
            return reverse("account_login_link", args=[token])

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002 -- signature given by allauth
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words, or nothing where the page itself says enough."""
        text = message or SAYINGS.get(message_template or "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def is_safe_url(self, url: str) -> bool:
        """Accept addresses on this very host only."""
        request = allauth_context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 -- signature given by allauth
        return reverse("account_overview")

    def get_email_verification_redirect_url(self, email_address: object) -> str:  # noqa: ARG002 -- signature given by allauth
        request = allauth_context.request
        if request.user.is_authenticated:
            return str(self.get_login_redirect_url(request))
        return reverse("account_login")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Allauth's second factors, in our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "add_email_blocked": _("Please remove the second factor first, then change the address."),
        "unverified_email": _("Please confirm your e-mail address first."),
        "cannot_delete_authenticator": _("This second factor cannot be removed."),
        "cannot_generate_recovery_codes": _(
            "Recovery codes come with a passkey or an authenticator app. Please set up one first."
        ),
    }

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 -- signature given by allauth
        """Give a number to passkeys of people who give them no name."""
        known = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)s") % {"number": known + 1}


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Take the name from the provider; our people have one name, not two."""

    def list_apps(self, request: HttpRequest, **wanted: Any) -> list[Any]:
        """Return what the operator configured; without any, the log-in page asks no database."""
        if not settings.SOCIALACCOUNT_PROVIDERS:
            return []
        apps: list[Any] = super().list_apps(request, **wanted)
        return apps

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:  # noqa: ANN401 -- signature given by allauth
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        user.name = (data.get("name") or " ".join(part for part in parts if part))[:150]
        user.language = (translation.get_language() or "de")[:2]
        return user

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:  # noqa: ANN401 -- signature given by allauth
        initial: dict[str, Any] = super().get_signup_form_initial_data(sociallogin)
        return {**initial, "name": sociallogin.user.name}
