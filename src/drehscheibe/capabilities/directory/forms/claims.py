"""Forms of the way into the directory: take over, propose, decide."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.directory.choices import Criterion, InitiativeType
from drehscheibe.capabilities.directory.models import Claim
from drehscheibe.core.organisations.choices import Bench, MandateRole
from drehscheibe.core.places.models import Land
from drehscheibe.ui.forms import Form, ModelForm


class ClaimForm(ModelForm):
    """Ask to look after an entry."""

    class Meta:
        model = Claim
        fields = ("role", "side", "message", "evidence")
        widgets: ClassVar = {
            "message": forms.Textarea({"rows": 5}),
            "evidence": forms.Textarea({"rows": 3}),
        }
        help_texts: ClassVar = {
            "side": _("Leave this empty if you speak for no single side."),
            "message": _("Two or three sentences are enough. Only the service office reads them."),
            "evidence": _(
                "For example a page that names you, or a person in the lead organisation whom we"
                " may ask."
            ),
        }


class ProposalForm(Form):
    """An initiative that the directory does not have yet."""

    name = forms.CharField(label=_("Name of the initiative"), max_length=200)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    land = forms.ModelChoiceField(
        Land.objects.all(),
        label=_("Land"),
        required=False,
        help_text=_("If it works in several Länder, choose the one where its office is."),
    )
    region_text = forms.CharField(
        label=_("Region in words"),
        max_length=200,
        required=False,
        help_text=_("For example: Münsterland and Emscher-Lippe region"),
    )
    summary = forms.CharField(
        label=_("What it does, in one sentence"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )
    types = forms.MultipleChoiceField(
        label=_("Type"),
        choices=InitiativeType.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    benches = forms.MultipleChoiceField(
        label=_("Benches that take part"),
        choices=Bench.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    contact_email = forms.EmailField(
        label=_("E-mail address of the office"),
        required=False,
        help_text=_("An address of the office, not of a person. It will be public."),
    )
    wants_mandate = forms.BooleanField(
        label=_("I act for this initiative and want to look after the entry"), required=False
    )
    role = forms.ChoiceField(
        label=_("Your role"), choices=MandateRole.choices, initial=MandateRole.COORDINATOR
    )
    side = forms.ChoiceField(
        label=_("You speak for"),
        choices=[("", "—"), *Bench.choices],
        required=False,
        help_text=_("Leave this empty if you speak for no single side."),
    )
    message = forms.CharField(
        label=_("How you know the initiative"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Two or three sentences are enough. Only the service office reads them."),
    )
    evidence = forms.CharField(
        label=_("Where we can check this"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    is_none_of_these = forms.BooleanField(
        label=_("I have looked: it is none of these"), required=False
    )

    PROFILE = ("name", "website", "land", "region_text", "summary", "types", "contact_email")

    def profile_values(self) -> dict[str, Any]:
        """Return the values of the profile fields."""
        values = {field: self.cleaned_data[field] for field in self.PROFILE}
        return {**values, "benches": dict.fromkeys(self.cleaned_data["benches"])}


class DecisionForm(Form):
    """The office ticks what it has checked and decides."""

    criteria = forms.MultipleChoiceField(
        label=_("What you have checked"), widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = forms.CharField(
        label=_("Reason or remark"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "The person reads this. Needed if you do not accept, or if a point is not met."
        ),
    )
    decision = forms.ChoiceField(
        choices=[("accept", "accept"), ("reject", "reject")], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, criteria: tuple[Criterion, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._criteria = criteria
        self.fields["criteria"].choices = [(c.value, c.label) for c in criteria]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason"):
            return cleaned
        if cleaned.get("decision") == "reject":
            self.add_error("reason", _("Please give a reason; the person will read it."))
        elif len(cleaned.get("criteria", ())) < len(self._criteria):
            self.add_error("reason", _("Please say why an unmet criterion does not matter."))
        return cleaned

    def ticked(self) -> dict[str, bool]:
        """Return every criterion with its tick."""
        return {c.value: c.value in self.cleaned_data["criteria"] for c in self._criteria}
