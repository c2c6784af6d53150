"""Forms of core pages: plain words at the fields, and a token against double sending.

The pages of core cannot use the forms of the design system, which stands above them; both say the
same in the same words.
"""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

REQUIRED: tuple[tuple[type[forms.Field], Any], ...] = (
    (forms.BooleanField, _("Please tick this box to go on.")),
    (forms.ChoiceField, _("Please choose one.")),
    (forms.ModelChoiceField, _("Please choose one.")),
    (forms.EmailField, _("Please enter your e-mail address, for example name@example.org.")),
    (forms.Field, _("Please fill in this field.")),
)
NOT_AN_ADDRESS = _("This is not an e-mail address yet. It looks like name@example.org.")


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, even if it is empty, and None for a look at the form."""
    return request.POST if request.method == "POST" else None


class PlainForm(forms.Form):
    """A form whose messages people understand; mixed into forms of libraries as well."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for field in self.fields.values():
            use_plain_words(field)


class OnceForm(PlainForm):
    """A form that is accepted once, however often it is sent; see ``submit_once``."""

    form_token = forms.CharField(
        widget=forms.HiddenInput,
        required=False,
        max_length=64,
        initial=lambda: secrets.token_urlsafe(16),
    )


def use_plain_words(field: forms.Field) -> None:
    """Give a field our messages; forms call it themselves for fields that they add later."""
    # A placeholder that repeats the label vanishes while one types and is hard to read.
    field.widget.attrs.pop("placeholder", None)
    field.error_messages["required"] = next(
        text for kind, text in REQUIRED if isinstance(field, kind)
    )
    if isinstance(field, forms.EmailField):
        field.error_messages["invalid"] = NOT_AN_ADDRESS
        # Django reports a faulty address through the field's validator, under its own message.
        field.validators = [_validate_email]
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        field.error_messages["invalid_choice"] = _("Please choose one of the options.")


def _validate_email(value: str) -> None:
    try:
        forms.EmailField.default_validators[0](value)
    except forms.ValidationError as error:
        raise forms.ValidationError(NOT_AN_ADDRESS, code="invalid") from error
