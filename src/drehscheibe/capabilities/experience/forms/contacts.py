"""Forms of requests for contact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import pgettext, pgettext_lazy

from drehscheibe.capabilities.experience.choices import Helped
from drehscheibe.capabilities.experience.models import MOST_WORDS, Availability
from drehscheibe.capabilities.experience.services.contacts import Contact
from drehscheibe.core.access.actor import Actor
from drehscheibe.ui.forms import Form

__all__ = ["AnswerForm", "AskForm", "AvailabilityForm", "HelpedForm", "MediationForm"]

ACCEPT, OFFICE, DECLINE = "accept", "office", "decline"


class _ContactFields(Form):
    """How one can be reached."""

    name = forms.CharField(
        label=pgettext_lazy("contact request", "Who can be reached"), max_length=150, required=False
    )
    email = forms.EmailField(
        label=pgettext_lazy("contact request", "E-mail address"), required=False
    )
    phone = forms.CharField(
        label=pgettext_lazy("contact request", "Telephone"), max_length=40, required=False
    )

    def _need_contact(self) -> None:
        """Ask for a name and one way to get there."""
        data = self.cleaned_data
        if not data.get("name") and "name" not in self.errors:
            self.add_error("name", pgettext("contact request", "Please say who can be reached."))
        if not (data.get("email") or data.get("phone")) and "email" not in self.errors:
            self.add_error(
                "email",
                pgettext(
                    "contact request", "Please enter an e-mail address or a telephone number."
                ),
            )

    def to_contact(self) -> Contact:
        """Return the contact; only of a valid form."""
        data = self.cleaned_data
        return Contact(data["name"], data["email"], data["phone"])


class AskForm(_ContactFields):
    """What somebody wants to ask, and how they can be reached if the other side agrees."""

    question = forms.CharField(
        label=pgettext_lazy("contact request", "What do you want to ask?"),
        help_text=pgettext_lazy(
            "contact request",
            "What are you about to do, and what do you want to learn from those who did it? Please name"
            " no other persons.",
        ),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    agrees = forms.BooleanField(
        label=pgettext_lazy(
            "contact request",
            "The other side may see this contact if it agrees as well. I can take this back at any time.",
        )
    )
    field_order = ("question", "name", "email", "phone", "agrees")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"name": actor.name, "email": actor.email})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any] | None:
        """Ask for one way to be reached."""
        self._need_contact()
        return self.cleaned_data


class AnswerForm(_ContactFields):
    """Yes with a contact, the office between, or no."""

    decision = forms.ChoiceField(
        label=pgettext_lazy("contact request", "Do you want to be in contact?"),
        choices=[
            (ACCEPT, pgettext_lazy("contact request", "Yes. Show them the contact below.")),
            (
                OFFICE,
                pgettext_lazy(
                    "contact request",
                    "Rather through the service office. It reads the request and stands between.",
                ),
            ),
            (DECLINE, pgettext_lazy("contact request", "Not this time.")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=pgettext_lazy("contact request", "A few words with it"),
        help_text=pgettext_lazy(
            "contact request",
            "For example when you are easy to reach, or why it does not suit. You need not give a reason.",
        ),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("decision", "name", "email", "phone", "answer")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"name": actor.name, "email": actor.email})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any] | None:
        """Only a yes needs a contact."""
        if self.cleaned_data.get("decision") == ACCEPT:
            self._need_contact()
        return self.cleaned_data


class MediationForm(_ContactFields):
    """What the office has arranged."""

    decision = forms.ChoiceField(
        label=pgettext_lazy("contact request", "What did the other side say?"),
        choices=[
            (ACCEPT, pgettext_lazy("contact request", "It agrees that this contact is shown.")),
            (
                DECLINE,
                pgettext_lazy(
                    "contact request", "It does not want contact, or could not be reached."
                ),
            ),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=pgettext_lazy("contact request", "A few words for those who asked"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("decision", "name", "email", "phone", "answer")

    def clean(self) -> dict[str, Any] | None:
        """Only a yes needs a contact."""
        if self.cleaned_data.get("decision") == ACCEPT:
            self._need_contact()
        return self.cleaned_data


class HelpedForm(Form):
    """Two clicks after thirty days."""

    helped = forms.ChoiceField(
        label=pgettext_lazy("contact request", "Did it help?"),
        choices=Helped.choices,
        widget=forms.RadioSelect,
    )


class AvailabilityForm(Form):
    """How many enquiries an initiative takes."""

    paused_until = forms.DateField(
        label=pgettext_lazy("contact request", "No enquiries until and including"),
        help_text=pgettext_lazy(
            "contact request", "Leave this empty if you take enquiries. Others see the day."
        ),
        required=False,
    )
    most_open = forms.IntegerField(
        label=pgettext_lazy("contact request", "So many may wait at the same time"),
        min_value=1,
        max_value=20,
        initial=Availability.DEFAULT_MOST_OPEN,
    )

    def clean_paused_until(self) -> Any:  # noqa: ANN401 -- date or None
        """Accept a day from today on, at most a year ahead."""
        wanted = self.cleaned_data["paused_until"]
        if wanted is None:
            return None
        days = (wanted - timezone.localdate()).days
        if days < 0:
            raise forms.ValidationError(
                pgettext("contact request", "This day has passed. Please choose a day to come.")
            )
        if days > 366:
            raise forms.ValidationError(
                pgettext("contact request", "Please choose a day within a year.")
            )
        return wanted
