"""Forms about reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.core.moderation.choices import HIDING, Category, Outcome
from drehscheibe.core.moderation.services import needs_address
from drehscheibe.core.submissions.forms import OnceForm

ROWS = {"rows": 5}


class ReportForm(OnceForm):
    """Report an item; strangers leave an address, except where a child is in danger."""

    category = forms.ChoiceField(
        label=_("What is wrong?"), choices=Category.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Which passage do you mean, and what is wrong with it? A few sentences."),
        widget=forms.Textarea(attrs=ROWS),
        max_length=3000,
    )
    name = forms.CharField(label=_("Your name"), max_length=150, required=False)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send you the decision there and use it for nothing else."),
        required=False,
    )
    good_faith = forms.BooleanField(
        label=_("To the best of my knowledge my statements are correct and complete.")
    )
    #: People do not see this field; programs that fill in everything give themselves away.
    website = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_known = is_known
        if is_known:
            del self.fields["name"]
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        is_missing = not self._is_known and not data.get("email") and "email" not in self.errors
        if is_missing and needs_address(data.get("category", "")):
            field = self.fields["email"]
            self.add_error("email", field.error_messages["required"])
        return data

    @property
    def is_from_program(self) -> bool:
        """Whether the invisible field was filled in."""
        return bool(self.cleaned_data.get("website"))


class AppealForm(OnceForm):
    text = forms.CharField(
        label=_("What should be looked at again?"),
        help_text=_("What did the decision overlook or weigh wrongly?"),
        widget=forms.Textarea(attrs=ROWS),
        max_length=3000,
    )


class DecideForm(OnceForm):
    """Decide a case; what hides words owes a ground, and a passage where only one is hidden."""

    outcome = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    passage = forms.CharField(
        label=_("The passage"),
        help_text=_("Copied exactly as it stands. It is replaced by […] everywhere."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
        required=False,
        strip=True,
    )
    ground = forms.ChoiceField(
        label=_("Ground"),
        help_text=_("Only if something is hidden."),
        choices=[("", pgettext_lazy("ground", "none")), *Category.choices],
        required=False,
    )
    words = forms.CharField(
        label=_("Reason for both sides"),
        help_text=_(
            "Author and reporter read the same words. Please write so that both understand."
        ),
        widget=forms.Textarea(attrs=ROWS),
        max_length=3000,
    )

    def __init__(self, *args: Any, outcomes: list[Outcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [(outcome.value, outcome.label) for outcome in outcomes]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        outcome = data.get("outcome")
        if outcome in HIDING and not data.get("ground"):
            self.add_error("ground", _("Please choose one."))
        if outcome == Outcome.HIDE_PASSAGE and not data.get("passage"):
            self.add_error("passage", _("Please copy the passage that is to be hidden."))
        return data


class HouseRulesForm(OnceForm):
    text = forms.CharField(
        label=_("House rules"),
        help_text=_("An empty line begins a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 24}),
        max_length=12000,
    )
