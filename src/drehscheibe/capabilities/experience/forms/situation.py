"""The situation that somebody describes."""

from __future__ import annotations

from django import forms
from django.utils.translation import pgettext, pgettext_lazy

from drehscheibe.capabilities.advisory import api as advisory
from drehscheibe.capabilities.experience.queries.similar import Situation
from drehscheibe.core.text.topics import Topic
from drehscheibe.ui.formats import enumeration
from drehscheibe.ui.forms import Form

__all__ = ["SituationForm"]

MOST_SITUATION = 600


class SituationForm(Form):
    """Two sentences, perhaps a topic, perhaps a region."""

    situation = forms.CharField(
        label=pgettext_lazy("experience", "What is your situation?"),
        help_text=pgettext_lazy(
            "experience",
            "Two sentences are enough, for example: Neighbours complain about lorries at night. The works"
            " and the town talk past each other.",
        ),
        max_length=MOST_SITUATION,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    topic = forms.ChoiceField(
        label=pgettext_lazy("experience", "Topic"),
        choices=[("", pgettext_lazy("experience", "none chosen")), *Topic.choices],
        required=False,
    )
    region = forms.CharField(
        label=pgettext_lazy("experience", "Your region"),
        help_text=pgettext_lazy(
            "experience", "A Kreis or a whole Land. What lies near then comes first."
        ),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"list": "regions"}),
    )

    def clean_region(self) -> str:
        """Know the region, or name those that look alike."""
        typed = str(self.cleaned_data["region"])
        self.found = advisory.find_region(typed) if typed else None
        if not typed or self.found is not None:
            return self.found.label if self.found else ""
        near = advisory.nearest_names(typed)
        if near:
            raise forms.ValidationError(
                pgettext("experience", "We do not know “%(typed)s”. Do you mean %(names)s?")
                % {"typed": typed, "names": enumeration(near)}
            )
        raise forms.ValidationError(
            pgettext(
                "experience",
                "We do not know “%(typed)s”. Please enter a Kreis or a Land, or leave this empty.",
            )
            % {"typed": typed}
        )

    def to_situation(self) -> Situation:
        """Return what was described; only of a valid form."""
        data = self.cleaned_data
        return Situation(data["situation"], data["topic"], self.found)
