"""The request for advice; without an account the address comes with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.advisory.choices import Confidentiality, Urgency
from drehscheibe.capabilities.advisory.queries.regions import Region, find_region, nearest_names
from drehscheibe.capabilities.advisory.services.asking import RequestContent
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.text.topics import Topic
from drehscheibe.ui.formats import alternatives
from drehscheibe.ui.forms import Form

__all__ = ["RequestForm"]

LATEST_YEARS = 3


class RequestForm(Form):
    """What somebody wants advice for."""

    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"),
        choices=[("", gettext_lazy("Please choose")), *Topic.choices],
    )
    region = forms.CharField(
        label=gettext_lazy("Region"),
        help_text=gettext_lazy("A Kreis or a whole Land. Begin to type, for example: Gifhorn."),
        max_length=100,
        widget=forms.TextInput(attrs={"list": "regions"}),
    )
    situation = forms.CharField(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy("Two or three sentences are enough. Please name no other persons."),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    wish = forms.CharField(
        label=gettext_lazy("What do you want to reach?"),
        help_text=gettext_lazy("For example: a first meeting to which companies and unions come."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("How soon do you need it?"),
        choices=Urgency.choices,
        initial=Urgency.WEEKS,
        widget=forms.RadioSelect,
    )
    wanted_on = forms.DateField(
        label=gettext_lazy("Is there a fixed day?"),
        help_text=gettext_lazy("For example the day of your event."),
        required=False,
    )
    confidentiality = forms.ChoiceField(
        label=gettext_lazy("Who may know of it?"),
        help_text=gettext_lazy(
            "You can change this at any time. Private notes of a coach are read by nobody else."
        ),
        choices=Confidentiality.choices,
        initial=Confidentiality.COACHES,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("As you want to be addressed."),
        max_length=120,
        required=False,
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("The answer goes there. Only the service office sees it."),
    )
    in_name = forms.BooleanField(
        required=False,
        initial=True,
        help_text=gettext_lazy("Then those who lead it see the case as well."),
    )
    consent = forms.BooleanField(
        label=gettext_lazy(
            "The service office may read my request and keep it for up to three years after the end"
            " of the case, or until I have it erased."
        )
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._found: Region | None = None
        if actor.is_known:
            del self.fields["email"]
        if actor.mandate_id is None:
            del self.fields["in_name"]
        else:
            words = {"name": actor.organisation_name}
            self.fields["in_name"].label = _("I ask in the name of %(name)s") % words

    def clean_region(self) -> str:
        """Know the region, or name those that look alike."""
        typed = str(self.cleaned_data["region"])
        self._found = find_region(typed)
        if self._found is not None:
            return self._found.label
        near = nearest_names(typed)
        if near:
            message = _("We do not know “%(typed)s”. Do you mean %(names)s?") % {
                "typed": typed,
                "names": alternatives(near),
            }
        else:
            message = _(
                "We do not know “%(typed)s”. Please enter a Kreis or a Land in Germany, for example"
                " “Landkreis Gifhorn” or “all of Hesse”."
            ) % {"typed": typed}
        raise forms.ValidationError(message)

    def clean_wanted_on(self) -> date | None:
        """Accept a day from today on."""
        wanted: date | None = self.cleaned_data["wanted_on"]
        today = timezone.localdate()
        if wanted is not None and wanted < today:
            raise forms.ValidationError(_("This day has passed. Please choose a day to come."))
        if wanted is not None and wanted.year > today.year + LATEST_YEARS:
            raise forms.ValidationError(_("Please choose a day within the next three years."))
        return wanted

    def to_content(self) -> RequestContent:
        """Return what was filled in; only of a valid form."""
        data = self.cleaned_data
        assert self._found is not None  # noqa: S101 -- the form is valid
        return RequestContent(
            topic=data["topic"],
            land=self._found.land,
            kreis=self._found.kreis,
            situation=data["situation"],
            wish=data["wish"],
            urgency=data["urgency"],
            confidentiality=data["confidentiality"],
            wanted_on=data["wanted_on"],
            name=data["name"],
            email=data.get("email", ""),
            in_name_of_organisation=data.get("in_name", False),
        )

    def summary(self) -> list[dict[str, str]]:
        """Return the request as rows, to be read once more before it is sent."""
        data = self.cleaned_data
        rows = [
            (_("Topic"), Topic(data["topic"]).label),
            (_("Region"), data["region"]),
            (_("What is it about?"), data["situation"]),
            (_("What do you want to reach?"), data["wish"]),
            (_("Who may know of it?"), Confidentiality(data["confidentiality"]).label),
        ]
        return [{"label": str(label), "value": str(value)} for label, value in rows]
