"""What the office writes into a dossier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.exchange.choices.signal import Visibility, larger_circles
from drehscheibe.capabilities.exchange.forms.fields import text_field
from drehscheibe.capabilities.exchange.models import Dossier
from drehscheibe.capabilities.exchange.services.dossiers.preparing import (
    MOST_ASKS,
    WORDS,
    DossierContent,
)
from drehscheibe.ui.forms import Form

__all__ = ["BeginForm", "ChoiceForm", "DossierForm", "HiddenForm", "QuoteForm"]

LONGEST_ASK = 600
#: Empty rows that wait below the written ones.
SPARE_ASKS = 2


class BeginForm(Form):
    title = forms.CharField(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy("One sentence. You can change it until the hand-over."),
        max_length=120,
    )


class HiddenForm(Form):
    """Which concern; the button says what happens to it."""

    public_id = forms.CharField(max_length=20, widget=forms.HiddenInput)


class ChoiceForm(Form):
    """Which quote, and whether it goes in."""

    quote = forms.IntegerField(widget=forms.HiddenInput)
    is_chosen = forms.BooleanField(required=False, widget=forms.HiddenInput)


class QuoteForm(Form):
    public_id = forms.ChoiceField(label=gettext_lazy("Concern"))
    text = forms.CharField(
        label=gettext_lazy("Words to be quoted"),
        help_text=gettext_lazy("Copy them unchanged from the authors’ text."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        signals: Sequence[tuple[str, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["public_id"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = list(signals or ())


class DossierForm(Form):
    """The core and the asks; every ask may name the concerns on which it rests."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("What is it about, in one sentence?"),
        max_length=120,
    )
    pattern = text_field(
        gettext_lazy("The pattern in three sentences"),
        gettext_lazy("What happens again and again? Whom does it hit? What follows?"),
        longest=900,
    )
    why_now = text_field(
        gettext_lazy("Why now"),
        gettext_lazy("A date, a law under way, a decision to be taken."),
        longest=900,
        rows=3,
    )
    legal_norms = forms.CharField(
        label=gettext_lazy("Laws and rules"),
        help_text=gettext_lazy("One per line, for example: § 10 BImSchG"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who may read the dossier"),
        help_text=gettext_lazy(
            "From the hand-over on. Concerns with a smaller circle are only counted for others."
        ),
        choices=Visibility.choices,
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *args: Any,
        dossier: Dossier,
        public_ids: Sequence[str],
        **kwargs: Any,
    ) -> None:
        written = [
            (ask.text, sorted(one.public_id for one in ask.signals.all()))
            for ask in dossier.asks.prefetch_related("signals__item")
        ]
        kwargs["initial"] = {**_initial(dossier, written), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        circles = (dossier.opened_to, *larger_circles(dossier.opened_to))
        field = self.fields["visibility"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = [(circle.value, circle.label) for circle in circles]
        self.number_of_asks = min(MOST_ASKS, max(1, len(written)) + SPARE_ASKS)
        for number in range(1, self.number_of_asks + 1):
            self.fields[f"ask_{number}"] = forms.CharField(
                label=_("Ask %(number)s") % {"number": number},
                max_length=LONGEST_ASK,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"rests_{number}"] = forms.MultipleChoiceField(
                label=_("Ask %(number)s rests on") % {"number": number},
                choices=[(one, one) for one in public_ids],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def asks(self) -> Iterator[tuple[int, BoundField, BoundField]]:
        """Yield number, text and concerns of every row."""
        for number in range(1, self.number_of_asks + 1):
            yield number, self[f"ask_{number}"], self[f"rests_{number}"]

    def to_content(self) -> DossierContent:
        """Return what was typed, the valid and the rest; call ``is_valid`` before."""
        valid = {name: self.cleaned_data[name] for name in WORDS if name in self.cleaned_data}
        typed = {
            name: str(self.data.get(name, ""))
            for name in WORDS
            if name not in valid and self.data.get(name)
        }
        rows = range(1, self.number_of_asks + 1)
        asks = tuple(
            (
                str(self.cleaned_data.get(f"ask_{row}", self.data.get(f"ask_{row}", "")))[
                    :LONGEST_ASK
                ],
                tuple(self.cleaned_data.get(f"rests_{row}", ())),
            )
            for row in rows
        )
        # Emptied fields are kept empty, so that the page shows what was typed.
        emptied = {
            name: ""
            for name in WORDS
            if name not in valid and name not in typed and name not in ("title", "visibility")
        }
        return DossierContent({**valid, **emptied}, asks, typed)


def _initial(dossier: Dossier, written: list[tuple[str, list[str]]]) -> Mapping[str, Any]:
    values: dict[str, Any] = {name: getattr(dossier, name) for name in WORDS}
    values |= dossier.unfinished
    for number, (text, rests_on) in enumerate(written, start=1):
        values[f"ask_{number}"], values[f"rests_{number}"] = text, rests_on
    return values
