"""The words of all e-mails about accounts, by the name that allauth gives to the occasion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _

from drehscheibe.core.notify.api import Words

Context = dict[str, Any]


def words_for(occasion: str, context: Context) -> Words:
    """Return the words of an e-mail in the active language.

    Raises
    ------
    KeyError
        For an occasion that nobody has written words for.
    """
    return MAILS[occasion](context)


def local_path(address: str) -> str:
    """Return an address of this hub without scheme and host; the mail adds the public ones."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _confirm_at_sign_up(context: Context) -> Words:
    return Words(
        subject=_("Please confirm your e-mail address"),
        text=_(
            "Thank you for signing up with Drehscheibe. One click is missing: please confirm that"
            " this is your e-mail address.\n\n"
            "The link is valid for three days. If you did not sign up, you need not do anything;"
            " without your confirmation the account is not used."
        ),
        path=local_path(context["activate_url"]),
        action=_("Confirm my e-mail address"),
    )


def _confirm_new_address(context: Context) -> Words:
    return Words(
        subject=_("Please confirm your new e-mail address"),
        text=_(
            "Somebody wants to use this e-mail address for an account at Drehscheibe. If that was"
            " you, please confirm it. The link is valid for three days.\n\n"
            "If it was not you, you need not do anything."
        ),
        path=local_path(context["activate_url"]),
        action=_("Confirm my e-mail address"),
    )


def _log_in(context: Context) -> Words:
    return Words(
        subject=_("Your link to log in"),
        text=_(
            "With this link you log in at Drehscheibe without a password. It works once, for 15"
            " minutes and on any device.\n\n"
            "Or type the code on the page where you asked for it. If you did not ask for this"
            " e-mail, you can ignore it; nobody gets in without it."
        ),
        path=context["link_path"],
        action=_("Log in"),
        code=context["code"],
    )


def _unknown_account(context: Context) -> Words:
    return Words(
        subject=_("There is no account with this e-mail address"),
        text=_(
            "Somebody, probably you, wanted to log in at Drehscheibe with this e-mail address. We"
            " know no account with it.\n\n"
            "Perhaps you signed up with another address? Otherwise you can sign up now. If it was"
            " not you, you can ignore this e-mail."
        ),
        path=local_path(context["signup_url"]),
        action=_("Sign up"),
    )


def _account_exists(_context: Context) -> Words:
    return Words(
        subject=_("You already have an account"),
        text=_(
            "Somebody, probably you, wanted to sign up at Drehscheibe with this e-mail address. It"
            " already belongs to an account, so you can simply log in.\n\n"
            "If you have forgotten the password, you can have a link sent to you or choose a new"
            " password there. If it was not you, you can ignore this e-mail."
        ),
        path=reverse("account_login"),
        action=_("Log in"),
    )


def _new_password(context: Context) -> Words:
    return Words(
        subject=_("Choose a new password"),
        text=_(
            "You asked for a new password for Drehscheibe. With this link you choose one.\n\n"
            "If you did not ask for it, you can ignore this e-mail; your password stays as it is."
        ),
        path=local_path(context["password_reset_url"]),
        action=_("Choose a new password"),
    )


def _notice(subject: Callable[[], str], text: Callable[[], str]) -> Callable[[Context], Words]:
    """Return the words that tell of a change to the account, with what to do if it was a stranger."""

    def words(_context: Context) -> Words:
        stranger = _(
            "If that was not you, please choose a new password at once and log out all other"
            " devices."
        )
        return Words(
            subject=subject(),
            text=f"{text()}\n\n{stranger}",
            path=reverse("account_overview"),
            action=_("Look at my account"),
        )

    return words


MAILS: dict[str, Callable[[Context], Words]] = {
    "account/email/account_already_exists": _account_exists,
    "account/email/email_confirmation": _confirm_new_address,
    "account/email/email_confirmation_signup": _confirm_at_sign_up,
    "account/email/login_code": _log_in,
    "account/email/password_reset_key": _new_password,
    "account/email/unknown_account": _unknown_account,
    "account/email/email_changed": _notice(
        lambda: _("Your e-mail address was changed"),
        lambda: _("Your account at Drehscheibe now has another e-mail address."),
    ),
    "account/email/email_confirm": _notice(
        lambda: _("Your e-mail address is confirmed"),
        lambda: _("The e-mail address of your account at Drehscheibe was confirmed."),
    ),
    "account/email/email_deleted": _notice(
        lambda: _("An e-mail address was removed"),
        lambda: _("An e-mail address was removed from your account at Drehscheibe."),
    ),
    "account/email/password_changed": _notice(
        lambda: _("Your password was changed"),
        lambda: _("The password of your account at Drehscheibe was changed."),
    ),
    "account/email/password_reset": _notice(
        lambda: _("Your password was changed"),
        lambda: _("The password of your account at Drehscheibe was changed."),
    ),
    "account/email/password_set": _notice(
        lambda: _("Your account has a password now"),
        lambda: _("A password was set for your account at Drehscheibe."),
    ),
    "mfa/email/recovery_codes_generated": _notice(
        lambda: _("You have new recovery codes"),
        lambda: _("New recovery codes were made for your account. The old ones no longer work."),
    ),
    "mfa/email/totp_activated": _notice(
        lambda: _("The authenticator app is set up"),
        lambda: _("From now on you need a code from your app when you log in."),
    ),
    "mfa/email/totp_deactivated": _notice(
        lambda: _("The authenticator app was removed"),
        lambda: _("You no longer need a code from your app when you log in."),
    ),
    "mfa/email/webauthn_added": _notice(
        lambda: _("A passkey was added"),
        lambda: _("A passkey or security key was added to your account at Drehscheibe."),
    ),
    "mfa/email/webauthn_removed": _notice(
        lambda: _("A passkey was removed"),
        lambda: _("A passkey or security key was removed from your account at Drehscheibe."),
    ),
    "socialaccount/email/account_connected": _notice(
        lambda: _("A single sign-on was connected"),
        lambda: _("You can now log in at Drehscheibe with the account of your organisation."),
    ),
    "socialaccount/email/account_disconnected": _notice(
        lambda: _("A single sign-on was disconnected"),
        lambda: _("You can no longer log in at Drehscheibe with the account of your organisation."),
    ),
}
