"""The form with which somebody deletes their account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drehscheibe.core.privacy.sources import Obstacle
from drehscheibe.core.submissions.forms import PlainForm

WRONG_PASSWORD = _("This password is not right. Please try again.")


class EraseForm(PlainForm):
    """Asks for the password, where there is one, and for a tick at everything to be known first."""

    password = forms.CharField(
        label=_("Your password"),
        help_text=_("So that nobody deletes your account on a computer that you left open."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )

    def __init__(
        self,
        *args: Any,
        obstacles: Sequence[Obstacle],
        person: Any,  # noqa: ANN401 -- the user, or None where a link stands for the password
        **kwargs: Any,
    ) -> None:
        self._person = person
        self._keys = {f"confirm-{obstacle.key}": obstacle.key for obstacle in obstacles}
        super().__init__(*args, **kwargs)
        if person is None:
            del self.fields["password"]
        for obstacle in obstacles:
            field = forms.BooleanField(label=obstacle.text)
            field.error_messages["required"] = _("Please tick this box to go on.")
            self.fields[f"confirm-{obstacle.key}"] = field
        self.order_fields([*self._keys, "password"])

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not self._person.check_password(password):
            raise forms.ValidationError(WRONG_PASSWORD, code="wrong")
        return password

    @property
    def confirmed(self) -> set[str]:
        """Keys of the obstacles that were ticked."""
        return {key for name, key in self._keys.items() if self.cleaned_data.get(name)}

    @property
    def confirmations(self) -> list[forms.BoundField]:
        """The fields of the obstacles, in their order."""
        return [self[name] for name in self._keys]
