"""Forms of log-in and account, in plain words; the checks are allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from allauth.socialaccount import forms as social_forms
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from drehscheibe.core.accounts.models import User
from drehscheibe.core.submissions.forms import PlainForm

#: What the passkey library raises over input that is no passkey at all.
MALFORMED = (AttributeError, KeyError, TypeError, ValueError)
PASSWORD_HELP = _(
    "At least 12 characters. A sentence that only you know is easier to remember than signs."
)


def name_field() -> forms.CharField:
    """Return the field for the one name of a person."""
    return forms.CharField(
        label=_("First and last name"),
        help_text=_("Others see this name when you act for an organisation."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class LabelledForm(PlainForm):
    """Gives labels and helps to the fields of a library's form, by name."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label = label
        for name, field in self.fields.items():
            field.help_text = self.helps.get(name, "")


class LogInForm(LabelledForm, account_forms.LoginForm):  # type: ignore[misc]
    labels = {"login": _("E-mail address"), "password": _("Password")}


class SignUpForm(LabelledForm, account_forms.SignupForm):  # type: ignore[misc]
    name = name_field()
    labels = {"email": _("E-mail address"), "password1": _("Password")}
    helps = {
        "name": _("Others see this name when you act for an organisation."),
        "email": _("We send you a link there, to be sure that it is yours."),
        "password1": PASSWORD_HELP,
    }
    field_order = ["name", "email", "password1"]

    def try_save(self, request: HttpRequest) -> Any:  # noqa: ANN401 -- allauth's tuple of person and response
        if self.account_already_exists:
            # Making an account costs one slow hash; a stranger must not see from the time taken
            # that this address has one already.
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class SingleSignOnForm(LabelledForm, social_forms.SignupForm):  # type: ignore[misc]
    name = name_field()
    labels = {"email": _("E-mail address")}
    helps = {
        "name": _("Others see this name when you act for an organisation."),
        "email": _("We send you a link there, to be sure that it is yours."),
    }
    field_order = ["name", "email"]


class RequestLogInMailForm(LabelledForm, account_forms.RequestLoginCodeForm):  # type: ignore[misc]
    labels = {"email": _("E-mail address")}


class LogInCodeForm(LabelledForm, account_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    labels = {"code": _("Code from the e-mail")}


class ResetPasswordForm(LabelledForm, account_forms.ResetPasswordForm):  # type: ignore[misc]
    labels = {"email": _("E-mail address")}


class _OnePassword(LabelledForm):
    """A new password is typed once; it can be shown, which is safer than typing it blindly twice."""

    helps = {"password1": PASSWORD_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]


class NewPasswordForm(_OnePassword, account_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    labels = {"password1": _("New password")}


class SetPasswordForm(_OnePassword, account_forms.SetPasswordForm):  # type: ignore[misc]
    labels = {"password1": _("New password")}


class ChangePasswordForm(_OnePassword, account_forms.ChangePasswordForm):  # type: ignore[misc]
    labels = {"oldpassword": _("Current password"), "password1": _("New password")}


class ReauthenticateForm(LabelledForm, account_forms.ReauthenticateForm):  # type: ignore[misc]
    labels = {"password": _("Password")}


class ChangeEmailForm(LabelledForm, account_forms.AddEmailForm):  # type: ignore[misc]
    labels = {"email": _("New e-mail address")}
    helps = {"email": _("It takes effect as soon as you open the link that we send there.")}


class SecondFactorForm(LabelledForm, mfa_forms.AuthenticateForm):  # type: ignore[misc]
    labels = {"code": _("Code")}
    helps = {"code": _("Six digits from your app, or one of your recovery codes.")}


class ReauthenticateByCodeForm(LabelledForm, mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    labels = {"code": _("Code")}
    helps = {"code": _("Six digits from your app, or one of your recovery codes.")}


class ActivateAppForm(LabelledForm, totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    labels = {"code": _("Code that the app shows")}
    helps = {"code": _("Six digits. They change every half minute.")}


class CarefulForm(PlainForm):
    """Answers a malformed passkey like a wrong one; browsers never send one, attackers may."""

    def clean_credential(self) -> Any:  # noqa: ANN401 -- what the library makes of it
        parent = getattr(super(), "clean_credential", lambda: self.cleaned_data["credential"])
        try:
            return parent()
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error

    def clean(self) -> Any:  # noqa: ANN401 -- what the library makes of it
        try:
            return super().clean()
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error


class LogInPasskeyForm(CarefulForm, webauthn_forms.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class SecondFactorPasskeyForm(CarefulForm, webauthn_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class ReauthenticatePasskeyForm(CarefulForm, webauthn_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AddPasskeyForm(LabelledForm, CarefulForm, webauthn_forms.AddWebAuthnForm):  # type: ignore[misc]
    labels = {"name": _("Name of this passkey"), "passwordless": _("Log in without a password")}
    helps = {
        "name": _("So that you recognise it later, for example “Laptop” or “Key ring”."),
        "passwordless": _(
            "The device then asks for your fingerprint, face or PIN. Without the tick the passkey"
            " is used after the password."
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["name"].required = False


class RenamePasskeyForm(LabelledForm, webauthn_forms.EditWebAuthnForm):  # type: ignore[misc]
    labels = {"name": _("Name of this passkey")}


class ProfileForm(PlainForm, forms.ModelForm):  # type: ignore[type-arg]
    """Name and language of a person."""

    name = name_field()
    language = forms.ChoiceField(
        label=_("Language of e-mails"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    class Meta:
        model = User
        fields = ("name", "language")

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())
