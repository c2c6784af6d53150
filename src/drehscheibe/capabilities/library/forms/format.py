"""What readers fill in about formats: filters, the finder, how many people come."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.choices.format import Goal, Guests, Hybrid, Situation
from drehscheibe.capabilities.library.queries.format_finder import ANY_TIME, Plan
from drehscheibe.ui.forms import Form

__all__ = ["FilterForm", "FinderForm", "PeopleForm"]

MOST_PEOPLE = 50_000


def _with_empty(choices: list[tuple[Any, Any]], label: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 -- lazy text
    return [("", label), *choices]


class _AddressForm(Form):
    """A form whose values are the address: sent by GET, so without a token."""

    form_token = None  # type: ignore[assignment]


class FilterForm(_AddressForm):
    """Filters of the catalogue."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    goal = forms.ChoiceField(
        label=_("Goal"),
        required=False,
        choices=_with_empty(Goal.choices, pgettext_lazy("filter", "All")),
    )
    guests = forms.ChoiceField(
        label=_("Who is to come"),
        required=False,
        choices=_with_empty(Guests.choices, pgettext_lazy("filter", "All")),
    )
    hybrid = forms.ChoiceField(
        label=_("Online"),
        required=False,
        choices=_with_empty(Hybrid.choices, pgettext_lazy("filter", "All")),
    )


class FinderForm(_AddressForm):
    """Five questions, each of which may stay open."""

    goal = forms.ChoiceField(
        label=_("What do you want to reach?"),
        required=False,
        choices=_with_empty(Goal.choices, _("not decided yet")),
    )
    situation = forms.ChoiceField(
        label=_("At which point are you?"),
        required=False,
        choices=_with_empty(Situation.choices, _("does not matter")),
    )
    guests = forms.ChoiceField(
        label=_("Who is to come above all?"),
        required=False,
        choices=_with_empty(Guests.choices, _("does not matter")),
    )
    people = forms.IntegerField(
        label=_("How many people do you expect?"),
        required=False,
        min_value=2,
        max_value=MOST_PEOPLE,
        error_messages={
            "min_value": _("Please enter at least 2 people."),
            "max_value": _("Please enter at most 50,000 people."),
        },
    )
    time = forms.ChoiceField(
        label=_("How much time do you have?"),
        required=False,
        choices=(
            ("", _("does not matter")),
            ("60", _("up to one hour")),
            ("120", _("up to two hours")),
            ("240", _("half a day")),
            ("480", _("a day")),
            ("1440", _("up to three days")),
            (str(ANY_TIME), _("several dates or weeks")),
        ),
    )

    def plan(self) -> Plan:
        """Return what was understood; a field with an error counts as not filled in."""
        words = self.cleaned_data
        minutes = words.get("time")
        return Plan(
            goal=words.get("goal") or "",
            situation=words.get("situation") or "",
            guests=words.get("guests") or "",
            people=words.get("people"),
            minutes=int(minutes) if minutes else None,
        )


class PeopleForm(_AddressForm):
    """For how many people somebody prepares."""

    people = forms.IntegerField(
        label=_("For how many people do you prepare?"),
        min_value=2,
        max_value=MOST_PEOPLE,
        error_messages={
            "min_value": _("Please enter at least 2 people."),
            "max_value": _("Please enter at most 50,000 people."),
        },
    )
