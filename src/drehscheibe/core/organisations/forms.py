"""Forms about mandates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drehscheibe.core.organisations.choices import Bench, MandateRole, OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.submissions.forms import OnceForm

ROLES = (
    (
        MandateRole.COORDINATOR,
        _("Coordination: keeps everything together and decides who else acts"),
    ),
    (MandateRole.SPEAKER, _("Speaker: speaks for the organisation and decides who else acts")),
    (MandateRole.EDITOR, _("Editing: writes and keeps the pages up to date")),
    (MandateRole.STAFF, _("Staff: works on concerns and answers")),
)
NO_SIDE = ("", _("no particular bench"))


def role_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Role"), choices=ROLES, widget=forms.RadioSelect, initial=MandateRole.EDITOR
    )


def side_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Speaks for"),
        help_text=_(
            "Only where several sides carry an organisation together, such as employers and union."
        ),
        choices=[NO_SIDE, *Bench.choices],
        required=False,
    )


class RequestForm(OnceForm):
    """Ask to act for an organisation."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.filter(ended_at__isnull=True),
        empty_label=_("please choose"),
        help_text=_("Is yours missing? Please write to the service office."),
    )
    role = role_field()
    side = side_field()
    note = forms.CharField(
        label=_("Note for those who confirm"),
        help_text=_("For example since when you work there, and who knows you."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )


class InviteForm(OnceForm):
    """Ask somebody by e-mail to act for one's organisation."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send an invitation there. It is valid for 14 days."),
    )
    role = role_field()
    side = side_field()


class HandOverForm(OnceForm):
    """Give a mandate to somebody else: to a colleague from the list or to an e-mail address."""

    person = forms.ChoiceField(label=_("To whom?"), widget=forms.RadioSelect)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Only if the person is not in the list. We send an invitation there."),
        required=False,
    )

    def __init__(self, *args: Any, colleagues: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        someone_else = ("email", _("somebody who is not in this list, by e-mail"))
        choices = [*((str(pk), name) for pk, name in colleagues), someone_else]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]
        if not colleagues:
            self.fields["person"].initial = "email"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chose_email = cleaned.get("person") == "email" and "email" not in self.errors
        if chose_email and not cleaned.get("email"):
            self.add_error(
                "email", _("Please enter the e-mail address, for example name@example.org.")
            )
        return cleaned


class ReasonForm(OnceForm):
    """A decision with an optional reason that the other person reads."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )


class EndOrganisationForm(OnceForm):
    """Note that a body no longer exists."""

    reason = forms.CharField(
        label=_("What became of it?"),
        help_text=_(
            "For example which body does its work now. The people who acted for it read this."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class OrganisationSearchForm(forms.Form):
    """Find organisations in the office's list."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("all kinds")), *OrganisationKind.choices]
    )
    waiting = forms.BooleanField(label=_("only with open requests"), required=False)


class OrganisationForm(OnceForm, forms.ModelForm):  # type: ignore[type-arg]
    """A new organisation, made by the office."""

    website = forms.URLField(
        label=_("Website"), max_length=400, required=False, assume_scheme="https"
    )

    class Meta:
        model = Organisation
        fields = ("kind", "name", "short_name", "bench", "level", "land", "website")
        help_texts = {
            "level": _("Only for desks: the level for which they answer."),
            "land": _("Only where the organisation belongs to one Land."),
        }
