"""What those who join a concern say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.exchange.forms.fields import text_field
from drehscheibe.core.places.models import Land
from drehscheibe.ui.forms import Form

__all__ = ["JoinForm"]


class JoinForm(Form):
    """The own words and the own region of those who join."""

    text = text_field(
        gettext_lazy("What is it like in your region?"),
        gettext_lazy(
            "An example or a number. It stands beside the concern, with the name of your"
            " organisation. Please do not name single companies or persons."
        ),
        longest=1000,
        rows=5,
    )
    laender = forms.MultipleChoiceField(
        label=gettext_lazy("For which Länder do you speak?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, laender: list[Land], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["laender"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = [(land.code, str(land)) for land in laender]
