"""The form with which people choose what comes when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drehscheibe.core.notify.choices import Rhythm, Urgency
from drehscheibe.core.notify.models import DigestSetting
from drehscheibe.core.notify.queries import Choice
from drehscheibe.core.submissions.forms import PlainForm, use_plain_words


class SettingsForm(PlainForm):
    """When the summary comes, and how soon each kind."""

    rhythm = forms.ChoiceField(
        label=_("How often shall the summary come?"), choices=Rhythm, widget=forms.RadioSelect
    )
    hour = forms.TypedChoiceField(
        label=_("At what time?"),
        choices=[(hour, f"{hour}:00") for hour in range(24)],
        coerce=int,
    )

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 -- signature of Django
        *,
        setting: DigestSetting,
        choices: Sequence[Choice],
    ) -> None:
        self.choices = choices
        super().__init__(data, initial={"rhythm": setting.rhythm, "hour": setting.hour})
        for choice in choices:
            field = forms.ChoiceField(
                label=choice.kind.label, choices=Urgency, initial=choice.urgency, required=False
            )
            use_plain_words(field)
            self.fields[self._name(choice)] = field

    @property
    def familiar(self) -> list[Any]:
        """Fields of the kinds of which the person has had news."""
        return [self[self._name(choice)] for choice in self.choices if choice.is_familiar]

    @property
    def others(self) -> list[Any]:
        """Fields of all other kinds."""
        return [self[self._name(choice)] for choice in self.choices if not choice.is_familiar]

    @property
    def shows_others(self) -> bool:
        """Whether the other kinds stand open: nothing else is there, or one of them is faulty."""
        return not self.familiar or any(field.errors for field in self.others)

    def chosen(self) -> list[tuple[str, Urgency]]:
        """Return the kinds whose choice is another one now; what was not sent stays as it is."""
        said = (
            (choice, self.cleaned_data.get(self._name(choice)) or choice.urgency)
            for choice in self.choices
        )
        return [
            (choice.kind.name, Urgency(value)) for choice, value in said if value != choice.urgency
        ]

    @staticmethod
    def _name(choice: Choice) -> str:
        return f"kind-{choice.kind.name}"
