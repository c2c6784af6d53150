"""The filters above the public list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.exchange.choices.signal import PublicStatus
from drehscheibe.capabilities.exchange.forms.fields import empty_choice
from drehscheibe.core.organisations.choices import Level
from drehscheibe.core.places.models import Land
from drehscheibe.core.text.topics import Topic

__all__ = ["FilterForm"]


class FilterForm(forms.Form):
    """The filters of the public list; wrong values never stop anybody from reading."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("Where it stands"),
        choices=[empty_choice(gettext_lazy("All")), *PublicStatus.choices],
        required=False,
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"),
        choices=[empty_choice(gettext_lazy("All")), *Topic.choices],
        required=False,
    )
    land = forms.ChoiceField(label=gettext_lazy("Land"), required=False)
    level = forms.ChoiceField(
        label=gettext_lazy("Who should act"),
        choices=[empty_choice(gettext_lazy("All")), *Level.choices],
        required=False,
    )

    def __init__(self, *args: Any, laender: list[Land], **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        field = self.fields["land"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = [empty_choice(gettext_lazy("All")), *((x.code, str(x)) for x in laender)]
