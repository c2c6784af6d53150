"""What both sides fill in on the page of a case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.advisory.choices import (
    Circle,
    CoachReason,
    Confidentiality,
    Helped,
    Refusal,
    SessionState,
    Side,
)
from drehscheibe.capabilities.advisory.queries.coaching import Candidate
from drehscheibe.capabilities.advisory.services.talks import TalkContent
from drehscheibe.core.files.api import ACCEPTED_ENDINGS
from drehscheibe.ui.forms import Form

__all__ = [
    "AskBackForm",
    "CannotForm",
    "ConfidentialityForm",
    "DeclineForm",
    "DiscussForm",
    "DocumentForm",
    "EmptyForm",
    "EndForm",
    "FinishForm",
    "GoOnForm",
    "GoalForm",
    "HelpedForm",
    "MaterialForm",
    "MessageForm",
    "OwnDocumentForm",
    "PrivateNoteForm",
    "ProposeForm",
    "RefuseCoachForm",
    "ReopenForm",
    "SeenForm",
    "StepForm",
    "StepTickForm",
    "TalkForm",
    "WriteForm",
]


LazyText = Any  # a text that is translated when it is read


def _text(
    label: LazyText,
    help_text: LazyText = "",
    *,
    longest: int = 3000,
    rows: int = 4,
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=longest, widget=widget)


def _optional_text(
    label: LazyText,
    help_text: LazyText = "",
    *,
    longest: int = 1500,
) -> forms.CharField:
    field = _text(label, help_text, longest=longest, rows=3)
    field.required = False
    return field


class EmptyForm(Form):
    """A button with nothing to fill in."""


# Those who asked


class WriteForm(Form):
    text = _text(gettext_lazy("Your message"), gettext_lazy("Service office and coach read it."))


class SeenForm(Form):
    """A yes to exactly the words that were read."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1500)


class DiscussForm(Form):
    text = _text(gettext_lazy("What should be different?"), longest=2000)


class RefuseCoachForm(Form):
    note = _optional_text(
        gettext_lazy("Do you want to say why?"),
        gettext_lazy("Only the service office reads this. The coach does not."),
        longest=1000,
    )


class ConfidentialityForm(Form):
    confidentiality = forms.ChoiceField(
        label=gettext_lazy("Who may know of it?"),
        help_text=gettext_lazy(
            "If you choose “only the service office”, a coach from outside no longer sees the case."
        ),
        choices=Confidentiality.choices,
        widget=forms.RadioSelect,
    )


class HelpedForm(Form):
    helped = forms.ChoiceField(
        label=gettext_lazy("Does the result help you?"),
        choices=Helped.choices,
        widget=forms.RadioSelect,
    )
    note = _optional_text(
        gettext_lazy("What was good, what is missing?"),
        gettext_lazy("Service office and coach read this. It is never public."),
    )


class ReopenForm(Form):
    text = _text(gettext_lazy("What is still open, or new?"), longest=2000)


class StepTickForm(Form):
    uuid = forms.UUIDField(widget=forms.HiddenInput)
    is_done = forms.BooleanField(widget=forms.HiddenInput, required=False)


class OwnDocumentForm(Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "PDF, picture, text or table. Service office and coach can open it."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(ACCEPTED_ENDINGS)}),
    )


# Office and coach


class AskBackForm(Form):
    text = _text(
        gettext_lazy("Your question"), gettext_lazy("They have 14 days and answer on their page.")
    )


class DeclineForm(Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=Refusal.choices, widget=forms.RadioSelect
    )
    note = _text(
        gettext_lazy("What they should know"),
        gettext_lazy("Say where they can turn to instead."),
        longest=2000,
    )


class EndForm(Form):
    text = _text(
        gettext_lazy("Why does it end?"),
        gettext_lazy("Those who asked read this. They can re-open the case."),
        longest=2000,
    )


class ProposeForm(Form):
    """A first and a second choice out of those who can be asked."""

    coach = forms.TypedChoiceField(
        label=gettext_lazy("First choice"), coerce=int, widget=forms.RadioSelect
    )
    second = forms.TypedChoiceField(
        label=gettext_lazy("Second choice"),
        help_text=gettext_lazy("Is asked by itself if the first choice cannot or is not wanted."),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        candidates: list[Candidate],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        able = [one for one in candidates if not one.obstacle]
        first, second = self.fields["coach"], self.fields["second"]
        assert isinstance(first, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        assert isinstance(second, forms.ChoiceField)  # noqa: S101 -- likewise
        first.choices = [(one.coach.pk, _described(one)) for one in able]
        names = [(one.coach.pk, str(one.coach)) for one in able]
        second.choices = [("", gettext_lazy("no second choice")), *names]
        if able:
            first.initial = able[0].coach.pk
        if len(able) > 1:
            second.initial = able[1].coach.pk

    def clean(self) -> dict[str, Any]:
        """Want two different people."""
        data = super().clean() or self.cleaned_data
        if data.get("second") and data.get("second") == data.get("coach"):
            self.add_error("second", _("Please choose somebody else as the second choice."))
        return data


def _described(one: Candidate) -> str:
    words = ", ".join(one.words)
    name = f"{one.coach}, {one.organisation}"
    return f"{name}: {words}" if words else name


class CannotForm(Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why not?"), choices=CoachReason.choices, widget=forms.RadioSelect
    )
    note = _optional_text(
        gettext_lazy("A word to the service office"),
        gettext_lazy("Nobody else reads it."),
        longest=1000,
    )


class GoalForm(Form):
    goal = _text(
        gettext_lazy("Goal"),
        gettext_lazy("What will be different at the end, and how do both sides notice it?"),
        longest=1500,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1500)


class GoOnForm(Form):
    due_on = forms.DateField(label=gettext_lazy("When does the next thing happen?"))

    def clean_due_on(self) -> date:
        """Accept a day after today."""
        return _day_to_come(self.cleaned_data["due_on"])


class FinishForm(Form):
    result = _text(
        gettext_lazy("What came of it?"),
        gettext_lazy("In plain words, the outcome first. Those who asked read this."),
    )


class MessageForm(Form):
    text = _text(gettext_lazy("Message"))
    circle = forms.ChoiceField(
        label=gettext_lazy("Who reads it?"),
        choices=Circle.choices,
        initial=Circle.BOTH,
        widget=forms.RadioSelect,
    )


class StepForm(Form):
    text = forms.CharField(label=gettext_lazy("What is to be done?"), max_length=300)
    side = forms.ChoiceField(
        label=gettext_lazy("Who does it?"), choices=Side.choices, widget=forms.RadioSelect
    )
    due_on = forms.DateField(label=gettext_lazy("Until when?"))

    def clean_due_on(self) -> date:
        """Accept a day from today on."""
        due_on: date = self.cleaned_data["due_on"]
        if due_on < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Please choose a day to come."))
        return due_on


class MaterialForm(Form):
    address = forms.CharField(
        label=gettext_lazy("Address of the page"),
        help_text=gettext_lazy("A page of this hub, copied from the browser."),
        max_length=500,
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    note = forms.CharField(
        label=gettext_lazy("What it is good for"), max_length=300, required=False
    )


class DocumentForm(OwnDocumentForm):
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("PDF, picture, text or table.")
    )
    circle = forms.ChoiceField(
        label=gettext_lazy("Who may open the document?"),
        choices=Circle.choices,
        initial=Circle.BOTH,
        widget=forms.RadioSelect,
    )


class TalkForm(Form):
    """A talk: when, where, with whom; afterwards notes and hours."""

    starts_at = forms.DateTimeField(label=gettext_lazy("Begins"))
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=5, max_value=600, initial=60
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=gettext_lazy("Video link"),
        help_text=gettext_lazy("Of any video system. It is shown to both sides."),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    people = forms.CharField(label=gettext_lazy("Who takes part?"), max_length=400, required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("How does it stand?"),
        choices=SessionState.choices,
        initial=SessionState.PLANNED,
        widget=forms.RadioSelect,
    )
    notes = _optional_text(
        gettext_lazy("Notes for both sides"),
        gettext_lazy("Those who asked read this as well."),
        longest=5000,
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Hours of work with preparation"),
        help_text=gettext_lazy(
            "For example 2.5. They are only counted if the talk has taken place."
        ),
        min_value=0,
        max_value=200,
        decimal_places=2,
        required=False,
        localize=True,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def to_content(self) -> TalkContent:
        """Return what was filled in; only of a valid form."""
        data = self.cleaned_data
        return TalkContent(
            starts_at=data["starts_at"],
            minutes=data["minutes"],
            place=data["place"],
            link=data["link"],
            people=data["people"],
            notes=data["notes"],
            hours=data["hours"],
            state=data["state"],
        )


class PrivateNoteForm(Form):
    text = _optional_text(
        gettext_lazy("Only for yourself"),
        gettext_lazy("Nobody else reads this: not those who asked, not the service office."),
        longest=5000,
    )


def _day_to_come(day: date) -> date:
    if day <= timezone.localdate():
        raise forms.ValidationError(_("Please choose a day after today."))
    return day
