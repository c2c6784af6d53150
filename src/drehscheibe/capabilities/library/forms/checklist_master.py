"""What the office fills in about masters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.choices.shelf import (
    Accessibility,
    Audience,
    Licence,
    Phase,
)
from drehscheibe.capabilities.library.forms.languages import name_languages
from drehscheibe.capabilities.library.forms.review_day import demand_day_to_come
from drehscheibe.capabilities.library.models import Checklist, ChecklistItem, ChecklistSection
from drehscheibe.capabilities.library.services.checklists.masters import ItemContent
from drehscheibe.ui.forms import Form

__all__ = ["MasterForm", "MasterItemForm", "PublishForm", "ReviewForm", "SectionForm"]

BEFORE, AFTER = "before", "after"


def _text(label: Any, longest: int, *, rows: int = 3, required: bool = False) -> forms.CharField:  # noqa: ANN401 -- lazy text
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget)


class MasterForm(Form):
    """What stands above the items."""

    title = forms.CharField(label=_("Title"), max_length=120)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    summary = _text(_("Summary"), 600, required=True)
    summary_en = _text(_("Summary in English"), 600)
    date_name = forms.CharField(
        label=_("What the date is"),
        help_text=_("The day from which all times count, for example: day of the event."),
        max_length=80,
    )
    date_name_en = forms.CharField(
        label=_("What the date is, in English"), max_length=80, required=False
    )
    audience = forms.ChoiceField(label=_("Audience"), choices=Audience.choices)
    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices)
    licence = forms.ChoiceField(label=_("Licence"), choices=Licence.choices)
    accessibility = forms.ChoiceField(label=_("Accessibility"), choices=Accessibility.choices)
    review_on = forms.DateField(
        label=_("To be looked at again by"), help_text=_("On this day you get a reminder.")
    )

    FIELDS = (
        *("title", "title_en", "summary", "summary_en", "date_name", "date_name_en"),
        *("audience", "phase", "licence", "accessibility", "review_on"),
    )

    def __init__(self, *args: Any, checklist: Checklist | None = None, **kwargs: Any) -> None:
        if checklist is not None:
            kwargs.setdefault("initial", {n: getattr(checklist, n) for n in self.FIELDS})
        else:
            in_a_year = timezone.localdate() + timedelta(days=365)
            kwargs.setdefault("initial", {"review_on": in_a_year})
        super().__init__(*args, **kwargs)
        name_languages(self, ("title", "summary", "date_name"))

    def clean_review_on(self) -> date:
        """Refuse a day that is over."""
        return demand_day_to_come(self, "review_on")

    def to_values(self) -> dict[str, Any]:
        """Return fields of the model; only of a valid form."""
        return {name: self.cleaned_data[name] for name in self.FIELDS}


class SectionForm(Form):
    """A heading."""

    title = forms.CharField(label=_("Heading"), max_length=120)
    title_en = forms.CharField(label=_("Heading in English"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_languages(self, ("title",))


class PublishForm(Form):
    """What teams read about a new version."""

    change_note = _text(_("What has changed?"), 600)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change_note"].help_text = _(
            "One or two sentences. Teams with a running copy read them."
        )


class ReviewForm(Form):
    """Until when a master counts as right."""

    review_on = forms.DateField(label=_("To be looked at again by"))


class MasterItemForm(Form):
    """One item of a draft; the time is asked in words and kept in days."""

    section = forms.ChoiceField(label=_("Heading"))
    text = forms.CharField(
        label=_("What is to be done"),
        help_text=_("Begin with a verb. One thing per item."),
        max_length=200,
    )
    explanation = _text(_("Explanation"), 1500, rows=4)
    role = forms.CharField(label=_("Who does it"), max_length=80, required=False)
    evidence = forms.CharField(
        label=_("How you see that it is done"), max_length=200, required=False
    )
    text_en = forms.CharField(
        label=_("What is to be done, in English"),
        help_text=_("English is optional. Without it, English readers see the German words."),
        max_length=200,
        required=False,
    )
    explanation_en = _text(_("Explanation in English"), 1500, rows=4)
    role_en = forms.CharField(label=_("Who does it, in English"), max_length=80, required=False)
    evidence_en = forms.CharField(
        label=_("How you see that it is done, in English"), max_length=200, required=False
    )
    link = forms.URLField(label=_("Link"), max_length=400, required=False, assume_scheme="https")
    amount = forms.IntegerField(
        label=_("Time: number"),
        help_text=_("0 means on the day itself. Empty means no time."),
        min_value=0,
        max_value=1000,
        required=False,
    )
    unit = forms.ChoiceField(
        label=_("Time: unit"), choices=[("7", _("weeks")), ("1", _("days"))], initial="7"
    )
    side = forms.ChoiceField(
        label=_("Time: before or after the date"),
        choices=[
            (BEFORE, pgettext_lazy("time", "before")),
            (AFTER, pgettext_lazy("time", "after")),
        ],
        initial=BEFORE,
    )

    def __init__(
        self,
        *args: Any,
        sections: list[ChecklistSection],
        item: ChecklistItem | None = None,
        **kwargs: Any,
    ) -> None:
        if item is not None:
            kwargs.setdefault(
                "initial", {**item.all_words, "section": item.section_id, **_parts(item)}
            )
        super().__init__(*args, **kwargs)
        name_languages(self, ChecklistItem.TRANSLATED)
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [(str(section.pk), section.shown_title.plain) for section in sections]

    def to_content(self) -> ItemContent:
        """Return what was filled in; only of a valid form."""
        data = self.cleaned_data
        days = None
        if data["amount"] is not None:
            sign = -1 if data["side"] == BEFORE else 1
            days = sign * data["amount"] * int(data["unit"])
        names = ("link", *ChecklistItem.TRANSLATED, *(f"{n}_en" for n in ChecklistItem.TRANSLATED))
        return ItemContent(**{name: data[name].strip() for name in names}, offset_days=days)


def _parts(item: ChecklistItem) -> dict[str, Any]:
    """Return the time of an item as the three fields of the form."""
    if item.offset_days is None:
        return {"amount": None}
    days = abs(item.offset_days)
    unit = 7 if days % 7 == 0 and days else 1
    return {
        "amount": days // unit,
        "unit": str(unit),
        "side": AFTER if item.offset_days > 0 else BEFORE,
    }
