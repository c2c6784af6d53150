from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library import api as library
from drehscheibe.core.organisations.choices import Bench
from drehscheibe.core.places.names import names_of_laender
from drehscheibe.core.text.topics import Topic
from drehscheibe.ui.forms import Form


class BarrierForm(Form):
    text = forms.CharField(
        label=_("What does not work?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Describe what you wanted to do and what got in the way. A few words are enough."
        ),
    )
    address = forms.CharField(
        label=_("On which page?"),
        max_length=400,
        required=False,
        help_text=_("The address of the page or its heading."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("Only if you want an answer. We use it for nothing else."),
    )


class HelpForm(Form):
    """Whether a guideline helped; the same questions as below everything in the library."""

    helped = forms.ChoiceField(
        label=_("Did this help?"), choices=library.Helped.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What is missing or wrong?"),
        help_text=_("The service office reads this. Please name no persons."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class BarrierAnswerForm(Form):
    answer = forms.CharField(
        label=pgettext_lazy("noun", "Answer"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class SearchForm(forms.Form):
    """Words and filters of the search; wrong values never stop anybody from reading."""

    q = forms.CharField(
        label=_("What are you looking for?"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "maxlength": 200, "enterkeyhint": "search"}
        ),
    )
    topic = forms.ChoiceField(
        label=_("Topic"),
        choices=[("", _("All")), *Topic.choices],
        required=False,
    )
    land = forms.ChoiceField(label=_("Land"), required=False)
    bench = forms.ChoiceField(
        label=_("Bench: who carries it"),
        choices=[("", _("All")), *Bench.choices],
        required=False,
    )

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__(given, label_suffix="", auto_id="search-%s")
        field = self.fields["land"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = [("", _("All")), *names_of_laender().items()]
