"""What readers fill in about webinars: filters, registration, feedback."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.choices.shelf import Helped
from drehscheibe.capabilities.library.choices.webinar import Need
from drehscheibe.capabilities.library.services.webinars.registering import Wish
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.text.topics import Topic
from drehscheibe.ui.forms import Form

__all__ = ["FeedbackForm", "FilterForm", "RegistrationForm", "TranscriptForm"]


class FilterForm(Form):
    """The filter of the list; its value is the address."""

    form_token = None  # type: ignore[assignment]

    topic = forms.ChoiceField(
        label=_("Topic"),
        required=False,
        choices=[("", pgettext_lazy("filter", "All")), *Topic.choices],
    )


class TranscriptForm(Form):
    """Words to look for in what was said."""

    form_token = None  # type: ignore[assignment]

    q = forms.CharField(label=_("Search in the transcript"), required=False, max_length=100)


class RegistrationForm(Form):
    """A registration; without an account the address comes with it."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send you a link to confirm. Only the service office sees the address."),
    )
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As you want to be addressed."),
        max_length=120,
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label=_("Do you need something to take part?"),
        help_text=_("The service office prepares it if it can, and writes to you if it cannot."),
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    need_text = forms.CharField(
        label=_("What else do you need?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if actor.is_known:
            del self.fields["email"], self.fields["name"]

    def clean(self) -> dict[str, Any]:
        """Ask what else is needed if somebody ticked it, and keep what they wrote without a tick."""
        words = super().clean() or {}
        needs, text = list(words.get("needs", [])), words.get("need_text", "")
        if Need.OTHER in needs and not text and "need_text" not in self.errors:
            self.add_error("need_text", _("Please write what you need."))
        if text and Need.OTHER not in needs:
            words["needs"] = [*needs, Need.OTHER.value]
        return words

    def to_wish(self) -> Wish:
        """Return what was filled in; only of a valid form."""
        words = self.cleaned_data
        return Wish(
            email=words.get("email", ""),
            name=words.get("name", ""),
            needs=tuple(words["needs"]),
            need_text=words["need_text"],
        )


class FeedbackForm(Form):
    """Whether a webinar was of use: the buttons are the answer, words may be added."""

    helped = forms.ChoiceField(
        label=_("Was the webinar of use to you?"), choices=Helped.choices, widget=forms.HiddenInput
    )
    note = forms.CharField(
        label=_("What should stay, what should change?"),
        help_text=_("The service office reads this, but not who wrote it. Please name no persons."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
