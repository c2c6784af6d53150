"""What the office fills in beside cases: coaches, text blocks, practice cases, filters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.advisory.choices import Softening
from drehscheibe.capabilities.advisory.models import Coach
from drehscheibe.capabilities.advisory.queries.regions import Region, find_region
from drehscheibe.capabilities.advisory.services.coaches import CoachProfile
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.places.names import names_of_laender
from drehscheibe.core.text.topics import Topic
from drehscheibe.ui.forms import Form

__all__ = ["CheckForm", "CoachForm", "ConsentForm", "DecideForm", "PracticeForm", "TextBlockForm"]


class CoachForm(Form):
    """Fields of work and limits of a coach; a new one is named by the address of their account."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("Of somebody who acts for an organisation on this hub."),
    )
    about = forms.CharField(
        label=gettext_lazy("In one sentence"),
        help_text=gettext_lazy("Those who asked read this when the coach is proposed."),
        max_length=300,
        required=False,
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Topics"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    laender = forms.MultipleChoiceField(
        label=gettext_lazy("Länder"),
        help_text=gettext_lazy("None ticked means: everywhere."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kreis = forms.CharField(
        label=gettext_lazy("Sets out from"),
        help_text=gettext_lazy("A Kreis; from there we tell the distance."),
        max_length=100,
        widget=forms.TextInput(attrs={"list": "regions"}),
        required=False,
    )
    limit = forms.IntegerField(
        label=gettext_lazy("Cases at the same time"), min_value=0, max_value=99, initial=5
    )
    is_available = forms.BooleanField(
        label=gettext_lazy("Takes new cases"), required=False, initial=True
    )

    def __init__(self, *args: Any, coach: Coach | None = None, **kwargs: Any) -> None:
        if coach is not None:
            kwargs["initial"] = {
                "about": coach.about,
                "topics": coach.topics,
                "laender": [land.pk for land in coach.laender.all()],
                "kreis": coach.kreis.label if coach.kreis else "",
                "limit": coach.limit,
                "is_available": coach.is_available,
            }
        super().__init__(*args, **kwargs)
        self._region: Region | None = None
        laender = self.fields["laender"]
        assert isinstance(laender, forms.MultipleChoiceField)  # noqa: S101 -- tells the type checker
        laender.choices = list(names_of_laender().items())
        if coach is not None:
            del self.fields["email"]

    def clean_kreis(self) -> str:
        """Know the Kreis, if one is given."""
        typed = str(self.cleaned_data["kreis"])
        if not typed:
            return ""
        self._region = find_region(typed)
        if self._region is None or not self._region.kreis:
            raise forms.ValidationError(_("We know no Kreis of this name."))
        return self._region.label

    def to_profile(self) -> CoachProfile:
        """Return what was filled in; only of a valid form."""
        data = self.cleaned_data
        return CoachProfile(
            topics=tuple(data["topics"]),
            laender=tuple(data["laender"]),
            kreis=self._region.kreis if self._region else "",
            limit=data["limit"],
            about=data["about"],
            is_available=data["is_available"],
        )


class TextBlockForm(Form):
    title = forms.CharField(label=gettext_lazy("Name of the text block"), max_length=80)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=3000, widget=forms.Textarea(attrs={"rows": 6})
    )


def _long(label: Any, longest: int, help_text: Any = "") -> forms.CharField:  # noqa: ANN401 -- lazy texts
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, help_text=help_text, max_length=longest, widget=widget)


class PracticeForm(Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    challenge = _long(gettext_lazy("What was the challenge?"), 2000)
    measures = _long(gettext_lazy("What was done?"), 3000)
    result = _long(gettext_lazy("What came of it?"), 2000)
    lessons = _long(
        gettext_lazy("What would you do differently?"),
        2000,
        gettext_lazy("What did not work is often worth most."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)


class CheckForm(Form):
    checked = forms.MultipleChoiceField(
        label=gettext_lazy("What has been checked"),
        choices=Softening.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ConsentForm(Form):
    body = forms.CharField(label=gettext_lazy("Who could be recognised?"), max_length=200)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We send a link with which they read the text and decide."),
        required=False,
    )
    organisation = forms.TypedChoiceField(
        label=gettext_lazy("Or: an organisation of this hub"),
        help_text=gettext_lazy("Then those who lead it decide in their workspace."),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, organisation: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        known = [(organisation.pk, str(organisation))] if organisation else []
        field.choices = [("", gettext_lazy("none, by e-mail")), *known]
        if organisation is None:
            del self.fields["organisation"]


class DecideForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    agrees = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=gettext_lazy("Do you want to say something about it?"),
        help_text=gettext_lazy("The service office reads this."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
