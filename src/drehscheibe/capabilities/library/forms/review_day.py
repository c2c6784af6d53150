"""The day by which something of the library has to be looked at again."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

__all__ = ["demand_day_to_come"]


def demand_day_to_come(form: forms.BaseForm, name: str) -> date:
    """Return the day of a field; refuse one that is over, unless it stood there already."""
    day: date = form.cleaned_data[name]
    if day < timezone.localdate() and day != form.get_initial_for_field(form.fields[name], name):
        raise ValidationError(_("Please choose a day in the future."))
    return day
