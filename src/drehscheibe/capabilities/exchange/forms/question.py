"""What askers, initiatives and the office write about a question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.exchange.choices.question import Publicity, Refusal
from drehscheibe.capabilities.exchange.choices.signal import Helped
from drehscheibe.capabilities.exchange.forms.acts import ReasonedForm
from drehscheibe.capabilities.exchange.forms.fields import empty_choice, text_field
from drehscheibe.capabilities.exchange.services.questions.asking import QuestionContent
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.ui.forms import Form

__all__ = [
    "AnswerQuestionForm",
    "AskForm",
    "AssignForm",
    "DeclineForm",
    "ObjectForm",
    "PassOnForm",
    "RateForm",
    "ReturnAnswerForm",
    "TakeUpForm",
]


class AskForm(Form):
    """A question of the public; without an account the address comes with it."""

    subject = forms.CharField(
        label=gettext_lazy("Your question in one sentence"),
        help_text=gettext_lazy("For example: When will the railway siding at the port be ready?"),
        max_length=120,
    )
    text = text_field(
        gettext_lazy("What should the initiative know about it?"),
        gettext_lazy("Please name no other persons."),
        longest=3000,
        rows=6,
    )
    publicity = forms.ChoiceField(
        label=gettext_lazy("May question and answer be shown here?"),
        help_text=gettext_lazy(
            "Only once there is an answer. You can take this back at any time, and everything is hidden again."
        ),
        choices=Publicity.choices,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy(
            "It need not be your real name. The initiative and the service office see it."
        ),
        max_length=120,
        required=False,
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy(
            "The answer goes there. Nobody of the initiative sees it, and it is never shown."
        ),
    )
    consent = forms.BooleanField(
        label=gettext_lazy(
            "The initiative and the service office may read my question and keep it until I have it erased."
        )
    )

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """Ask for a name where one is to be shown."""
        data = super().clean() or self.cleaned_data
        if data.get("publicity") == Publicity.NAMED and not data.get("name", "").strip():
            self.add_error("name", _("Please give a name, or choose “without my name”."))
        return data

    def to_content(self) -> QuestionContent:
        """Return what was filled in; only of a valid form."""
        data = self.cleaned_data
        return QuestionContent(
            subject=data["subject"],
            text=data["text"],
            publicity=data["publicity"],
            name=data["name"],
            email=data.get("email", ""),
        )


class AnswerQuestionForm(Form):
    """The answer, and whether others may read it, should the asker allow it."""

    text = text_field(
        gettext_lazy("Your answer"),
        gettext_lazy(
            "The outcome first, in plain words. You answer somebody who may not know you."
        ),
        longest=5000,
        rows=8,
    )
    is_released = forms.BooleanField(
        label=gettext_lazy("Show question and answer on the page of the initiative"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, may_show: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_show:
            del self.fields["is_released"]


class TakeUpForm(Form):
    """Make a concern of it; nothing to write yet."""

    is_released = forms.BooleanField(
        label=gettext_lazy("Show the question with the concern"), required=False, initial=True
    )

    def __init__(self, *args: Any, may_show: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_show:
            del self.fields["is_released"]


class ReturnAnswerForm(ReasonedForm):
    label = gettext_lazy("What should be changed first?")


class PassOnForm(ReasonedForm):
    label = gettext_lazy("Why is it not yours to answer?")
    help_text = gettext_lazy(
        "If you know who can answer, please say so. Only the service office reads this."
    )


class ObjectForm(ReasonedForm):
    label = gettext_lazy("What should the service office look at again?")
    help_text = gettext_lazy("The service office reads this, the initiative does not.")


class DeclineForm(Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=Refusal.choices, widget=forms.RadioSelect
    )
    text = text_field(
        gettext_lazy("What the asker should know"),
        gettext_lazy("Say where they can turn to instead."),
        longest=2000,
    )


class AssignForm(Form):
    """Which initiative answers instead."""

    organisation = forms.ChoiceField(label=gettext_lazy("Initiative"))
    note = forms.CharField(
        label=gettext_lazy("Note to the initiative"),
        help_text=gettext_lazy("Only the initiative reads this."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        organisations: list[Organisation] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        options = [(str(each.pk), str(each)) for each in organisations or []]
        field.choices = [empty_choice(gettext_lazy("Please choose")), *options]


class RateForm(Form):
    helped = forms.ChoiceField(
        label=gettext_lazy("Does the answer help you?"),
        choices=Helped.choices,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("What is still missing, or what was good?"),
        help_text=gettext_lazy(
            "The initiative and the service office read this. It is never public."
        ),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
