"""One answer to several concerns, with what is different for some of them; text blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.exchange.forms.answer import AnswerForm
from drehscheibe.capabilities.exchange.forms.fields import empty_choice
from drehscheibe.capabilities.exchange.models import AnswerTemplate, Signal
from drehscheibe.capabilities.exchange.services.signals.answering_many import Adaptation
from drehscheibe.ui.forms import Form, ModelForm

__all__ = ["AnswerManyForm", "AnswerTemplateForm", "InsertForm"]

LONGEST_PARAGRAPH = 1500


@dataclass(frozen=True, slots=True)
class OwnFields:
    """The fields of one concern."""

    signal: Signal
    paragraph: BoundField
    effective_on: BoundField

    @property
    def is_filled(self) -> bool:
        """Whether this concern is told something of its own, or something is wrong there."""
        own = (self.paragraph, self.effective_on)
        return any(field.value() or field.errors for field in own)


class AnswerManyForm(AnswerForm):
    """The common answer, and a paragraph and a day of their own for each concern."""

    def __init__(self, *args: Any, signals: Sequence[Signal], today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.signals = list(signals)
        for signal in self.signals:
            name = signal.public_id
            self.fields[f"paragraph-{name}"] = forms.CharField(
                label=_("Own paragraph for %(public_id)s") % {"public_id": name},
                help_text=_("Stands below the common text."),
                max_length=LONGEST_PARAGRAPH,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            self.fields[f"day-{name}"] = forms.DateField(
                label=_("Own day for %(public_id)s") % {"public_id": name},
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )

    def clean(self) -> dict[str, Any]:
        """Also ask of own days that they are still to come."""
        cleaned = super().clean()
        for signal in self.signals:
            day = cleaned.get(f"day-{signal.public_id}")
            if day and day < self.today:
                message = _("Please choose today or a later day.")
                self.add_error(f"day-{signal.public_id}", message)
        return cleaned

    def own_fields(self) -> list[OwnFields]:
        """Return the fields of each concern, in its order."""
        return [
            OwnFields(
                signal, self[f"paragraph-{signal.public_id}"], self[f"day-{signal.public_id}"]
            )
            for signal in self.signals
        ]

    def common_fields(self) -> list[BoundField]:
        """Return the fields that all concerns share."""
        names = ("decision", "reason", "text", "what_changes", "effective_on", "contact")
        return [self[name] for name in names]

    def adaptations(self) -> Mapping[int, Adaptation]:
        """Return what is different, by concern."""
        valid = self.cleaned_data
        return {
            signal.pk: Adaptation(
                paragraph=valid[f"paragraph-{signal.public_id}"],
                effective_on=valid[f"day-{signal.public_id}"],
            )
            for signal in self.signals
        }


class InsertForm(Form):
    """Which text block is put below what is written."""

    template = forms.ChoiceField(label=gettext_lazy("Text block"), required=False)

    def __init__(self, *args: Any, templates: Sequence[AnswerTemplate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["form_token"]
        field = self.fields["template"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        blocks = [(str(template.pk), template.title) for template in templates]
        field.choices = [empty_choice(gettext_lazy("Please choose")), *blocks]


class AnswerTemplateForm(ModelForm):
    """A block of text that a desk uses again."""

    class Meta:
        model = AnswerTemplate
        fields = ("title", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
