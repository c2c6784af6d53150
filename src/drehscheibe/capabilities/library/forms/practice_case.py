"""What readers, proposers and the office fill in about practice cases."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.library.choices.practice_case import AnonymityCheck
from drehscheibe.capabilities.library.choices.shelf import Phase
from drehscheibe.capabilities.library.services.practice_cases.proposals import Consent, Proposal
from drehscheibe.core.places.models import Land
from drehscheibe.core.text.topics import Topic
from drehscheibe.ui.forms import Form

__all__ = ["CONSENT_ROWS", "DecisionForm", "FilterForm", "ProposalForm"]

CONSENT_ROWS = 3


def _with_all(choices: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [("", pgettext_lazy("filter", "All")), *choices]


class FilterForm(Form):
    """Filters of the list; its values are the address."""

    form_token = None  # type: ignore[assignment]

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    topic = forms.ChoiceField(label=_("Topic"), required=False, choices=_with_all(Topic.choices))
    land = forms.ChoiceField(label=_("Land"), required=False)
    phase = forms.ChoiceField(label=_("Phase"), required=False, choices=_with_all(Phase.choices))

    def __init__(self, *args: Any, lands: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["land"].choices = _with_all(list(lands.items()))  # type: ignore[attr-defined]


class DecisionForm(Form):
    """What the office says of a proposal: the list for the first check, a reason to send it back."""

    decision = forms.CharField(widget=forms.HiddenInput, required=False)
    checks = forms.MultipleChoiceField(
        label=_("Looked at and in order"),
        choices=AnonymityCheck.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = forms.CharField(
        label=_("What is missing, or why it is sent back or withdrawn"),
        help_text=_("Whoever handed it in reads this."),
        max_length=1200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where somebody waits for one."""
        words = super().clean() or {}
        if self.data.get("decision") == "return" and not words.get("reason", "").strip():
            self.add_error("reason", _("Please write what is missing."))
        return words


def _text(label: Any, help_text: Any, *, rows: int = 4, required: bool = True) -> forms.CharField:  # noqa: ANN401 -- lazy texts
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=3000 if required else 2000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ProposalForm(Form):
    """An experience as somebody tells it."""

    title = forms.CharField(
        label=_("Title"), help_text=_("What it is about, in a few words."), max_length=120
    )
    challenge = _text(_("What was the problem?"), _("What happened, and whom did it concern?"))
    measures = _text(_("What did you do?"), _("Who did what, and in which order?"))
    result = _text(_("What came of it?"), _("Also what did not work. Figures if you have them."))
    lessons = _text(
        _("What would you do differently today?"),
        _("This helps others most."),
        required=False,
    )
    contrary = _text(
        _("It did not work when"),
        _("A case, a place or a time in which the same did not help."),
        rows=2,
        required=False,
    )
    not_transferable = _text(
        _("Not transferable, because"),
        _("What was special about your region or your company?"),
        rows=2,
        required=False,
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=[("", ""), *Topic.choices])
    phase = forms.ChoiceField(label=_("Phase"), choices=[("", ""), *Phase.choices])
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1950)
    land = forms.ModelChoiceField(label=_("Land"), queryset=Land.objects.all(), required=False)
    region_text = forms.CharField(label=_("Region"), max_length=160, required=False)
    names_us = forms.BooleanField(
        label=_("Name our organisation, so that others can ask us."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = gettext("please choose")
        for name in ("topic", "phase"):
            field = self.fields[name]
            field.choices = [("", choose), *field.choices[1:]]  # type: ignore[attr-defined]
        for row in range(1, CONSENT_ROWS + 1):
            self.fields[f"body_{row}"] = forms.CharField(
                label=_("Who agreed?"), max_length=160, required=False
            )
            self.fields[f"given_on_{row}"] = forms.DateField(
                label=_("On which day?"),
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )
            self.fields[f"how_{row}"] = forms.CharField(
                label=_("How? For example by e-mail"), max_length=160, required=False
            )

    def clean_year(self) -> int | None:
        """Refuse years that have not come."""
        year: int | None = self.cleaned_data["year"]
        if year is not None and year > timezone.localdate().year:
            raise ValidationError(_("This year lies in the future."))
        return year

    def clean(self) -> dict[str, Any]:
        """Ask for whole rows of consent, and for at least one."""
        words = super().clean() or {}
        rows = [row for row in range(1, CONSENT_ROWS + 1) if self._is_begun(row, words)]
        if not rows and not any(self.errors.get(f"body_{row}") for row in (1, 2, 3)):
            self.add_error("body_1", _("Please name at least one body that agreed, your own too."))
        for row in rows:
            for name in (f"body_{row}", f"given_on_{row}", f"how_{row}"):
                if not words.get(name) and name not in self.errors:
                    self.add_error(name, _("Please fill in this field."))
            given_on = words.get(f"given_on_{row}")
            if isinstance(given_on, date) and given_on > timezone.localdate():
                self.add_error(f"given_on_{row}", _("This day lies in the future."))
        return words

    def _is_begun(self, row: int, words: dict[str, Any]) -> bool:
        return any(words.get(f"{name}_{row}") for name in ("body", "given_on", "how"))

    def consent_rows(self) -> list[tuple[int, list[Any]]]:
        """Return the fields of consent, row by row."""
        return [
            (row, [self[f"{name}_{row}"] for name in ("body", "given_on", "how")])
            for row in range(1, CONSENT_ROWS + 1)
        ]

    def proposal(self, *, organisation_id: int | None, organisation_name: str) -> Proposal:
        """Return what was filled in, for the service."""
        words = self.cleaned_data
        names_us = words["names_us"]
        return Proposal(
            **{
                name: words[name]
                for name in (
                    *("title", "challenge", "measures", "result", "lessons", "contrary"),
                    *("not_transferable", "phase", "year", "region_text"),
                )
            },
            topics=(words["topic"],),
            land_code=words["land"].code if words["land"] else "",
            initiative_name=organisation_name if names_us else "",
            organisation_id=organisation_id if names_us else None,
            consents=tuple(
                Consent(words[f"body_{row}"], words[f"given_on_{row}"], words[f"how_{row}"])
                for row in range(1, CONSENT_ROWS + 1)
                if words[f"body_{row}"]
            ),
        )
