"""The sections of a profile as forms, and the reason for refusing a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.directory.choices import VOCABULARIES, MeasureStatus
from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.queries.values import label_of
from drehscheibe.core.organisations.choices import Bench
from drehscheibe.core.places.models import Kreis
from drehscheibe.ui.forms import Form, ModelForm

#: Rows that are offered empty below those that are filled.
EXTRA_ROWS = 2
MAX_ROWS = 20


class ReasonForm(Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The other person reads it, and it stays in the history."),
    )


def _codes(field: str, *, required: bool = False, help_text: Any = "") -> forms.MultipleChoiceField:  # noqa: ANN401 -- lazy text
    """Return checkboxes for a profile field that holds several codes."""
    return forms.MultipleChoiceField(
        label=label_of(field),
        choices=VOCABULARIES[field].choices,
        widget=forms.CheckboxSelectMultiple,
        required=required,
        help_text=help_text,
    )


class EditForm(ModelForm):
    """One section of a profile: some fields, some tables of rows, and what was changed and why.

    A subclass names its rows in ``ROWS``; each becomes a Django formset whose empty rows vanish.
    """

    note = forms.CharField(
        label=_("What you changed and why"),
        max_length=300,
        required=False,
        help_text=_(
            "One sentence for the history. The people of your initiative and the service office see it."
        ),
    )

    ROWS: ClassVar[Mapping[str, type[forms.BaseFormSet[Any]]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        data = self.data if self.is_bound else None
        self.rows = {
            name: formset(data, prefix=name, initial=self.initial.get(name) or [])
            for name, formset in self.ROWS.items()
        }

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """Return the profile fields of the section that are no rows."""
        return tuple(cls._meta.fields or ())

    def is_valid(self) -> bool:
        rows_are_valid = [formset.is_valid() for formset in self.rows.values()]
        if not all(rows_are_valid) and not self.non_field_errors():
            self.add_error(None, _("Something in a row of a table is missing. See the mark there."))
        return super().is_valid() and all(rows_are_valid)

    def profile_values(self) -> dict[str, Any]:
        """Return the values of this section's profile fields."""
        values = {name: self.cleaned_data[name] for name in self.field_names()}
        return values | {name: self._filled(formset) for name, formset in self.rows.items()}

    @staticmethod
    def _filled(formset: forms.BaseFormSet[Any]) -> list[dict[str, str]]:
        rows = (form.cleaned_data for form in formset if form.has_changed() or form.initial)
        return [dict(row) for row in rows if any(row.values()) and next(iter(row.values()))]


class BodyForm(forms.Form):
    use_required_attribute = False
    name = forms.CharField(label=_("Body"), max_length=120, required=False)
    rhythm = forms.CharField(label=_("How often it meets"), max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        return _needs_first(self, "name", _("Please name the body, or empty the row."))


class MeasureForm(forms.Form):
    use_required_attribute = False
    title = forms.CharField(label=_("Measure"), max_length=160, required=False)
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", "—"), *MeasureStatus.choices], required=False
    )
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        return _needs_first(self, "title", _("Please name the measure, or empty the row."))


def _needs_first(form: forms.Form, first: str, message: Any) -> dict[str, Any]:  # noqa: ANN401 -- lazy text
    cleaned = forms.Form.clean(form) or {}
    if any(cleaned.values()) and not cleaned.get(first):
        form.add_error(first, message)
    return cleaned


def _rows_of(form: type[forms.Form]) -> type[forms.BaseFormSet[Any]]:
    return forms.formset_factory(
        form,
        extra=EXTRA_ROWS,
        max_num=MAX_ROWS,
        absolute_max=MAX_ROWS + EXTRA_ROWS,
        validate_max=False,
    )


class IdentityForm(EditForm):
    types = _codes("types")

    class Meta:
        model = Initiative
        fields = (
            "name",
            "short_name",
            "motto",
            "summary",
            "types",
            "reach",
            "status",
            "founded_year",
        )
        widgets: ClassVar = {"summary": forms.Textarea({"rows": 3})}
        help_texts: ClassVar = {
            "short_name": _("As people say it in conversation."),
            "summary": _("Write it so that a neighbour understands it."),
        }


class RegionForm(EditForm):
    kreise = forms.MultipleChoiceField(
        label=_("Kreise"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick every Kreis in which you work. The map is drawn from this."),
    )

    class Meta:
        model = Initiative
        fields = ("land", "kreise", "region_text", "seat_city")
        help_texts: ClassVar = {
            "land": _("If you work in several Länder, choose the one where your office is."),
            "region_text": _("For example: Münsterland and Emscher-Lippe region"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for kreis in Kreis.objects.select_related("land").order_by("land__name", "name"):
            groups.setdefault(str(kreis.land), []).append(
                (kreis.pk, f"{kreis.name} ({kreis.kind})")
            )
        self.fields["kreise"].choices = list(groups.items())  # type: ignore[attr-defined]

    def clean_kreise(self) -> list[str]:
        return sorted(self.cleaned_data["kreise"])


class OrganisationForm(EditForm):
    financing = _codes("financing")
    benches = _codes("benches")

    ROWS: ClassVar = {"bodies": _rows_of(BodyForm)}

    class Meta:
        model = Initiative
        fields = (
            "legal_form",
            "lead_organisation",
            "office_host",
            "patronage",
            "speaker_employer",
            "speaker_union",
            "speakers_agreed",
            "benches",
            "members_count",
            "members_note",
            "members_as_of",
            "company_share",
            "staff_class",
            "budget_class",
            "financing",
        )
        help_texts: ClassVar = {
            "speaker_employer": _(
                "People with a mandate here are shown by themselves if they wish."
            ),
            "members_note": _("For example: companies with a signed declaration"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.initial.get("benches") or {}
        for code, label in Bench.choices:
            self.fields[f"count_{code}"] = forms.IntegerField(
                label=_("How many: %(bench)s") % {"bench": label},
                min_value=0,
                max_value=100_000,
                required=False,
                initial=known.get(code),
            )

    def bench_rows(self) -> Iterator[BenchRow]:
        """Yield each bench with its tick and its number, for the template."""
        ticked = set(self["benches"].value() or ())
        for code, label in Bench.choices:
            yield BenchRow(code, str(label), code in ticked, self[f"count_{code}"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if any(cleaned.get(f"speaker_{side}") for side in ("employer", "union")):
            if not cleaned.get("speakers_agreed"):
                self.add_error(
                    "speakers_agreed",
                    _(
                        "Names are shown only if the people agree. Please tick this, or leave them out."
                    ),
                )
        else:
            cleaned["speakers_agreed"] = False
        # A number without a tick still says that the bench is there.
        counts = {code: cleaned.get(f"count_{code}") for code in Bench.values}
        ticked = set(cleaned.get("benches", ()))
        cleaned["benches"] = {
            code: number for code, number in counts.items() if code in ticked or number
        }
        return cleaned


@dataclass(frozen=True, slots=True)
class BenchRow:
    code: str
    label: str
    is_ticked: bool
    count: BoundField


class WorkForm(EditForm):
    topics = _codes("topics")
    formats = _codes("formats")

    ROWS: ClassVar = {"measures": _rows_of(MeasureForm)}

    class Meta:
        model = Initiative
        fields = ("topics", "goals", "fields_of_action", "formats")
        widgets: ClassVar = {
            "goals": forms.Textarea({"rows": 5}),
            "fields_of_action": forms.Textarea({"rows": 4}),
        }
        help_texts: ClassVar = {"fields_of_action": _("One per line.")}


class ExchangeForm(EditForm):
    offers = _codes("offers", help_text=_("What others may ask you for."))
    seeks = _codes("seeks", help_text=_("What you would like to hear about from others."))
    website = forms.URLField(
        label=label_of("website"),
        required=False,
        max_length=400,
        assume_scheme="https",
    )
    social_links = forms.CharField(
        label=label_of("social_links"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One address per line."),
    )

    class Meta:
        model = Initiative
        fields = (
            "offers",
            "offers_note",
            "seeks",
            "seeks_note",
            "website",
            "contact_email",
            "social_links",
        )
        help_texts: ClassVar = {
            "contact_email": _("An address of the office, not of a person. It will be public."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.initial.get("social_links"), list):
            self.initial["social_links"] = "\n".join(self.initial["social_links"])

    def clean_social_links(self) -> list[str]:
        links = [line.strip() for line in self.cleaned_data["social_links"].splitlines()]
        for link in filter(None, links):
            try:
                URLValidator(schemes=["http", "https"])(link)
            except ValidationError as error:
                message = _("This is not a web address: %(link)s")
                raise ValidationError(message, params={"link": link[:80]}) from error
        return [link for link in links if link][:10]


@dataclass(frozen=True, slots=True)
class EditSection:
    """One page of the editing of a profile."""

    key: str
    title: Any
    lead: Any
    form: type[EditForm]

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the profile fields on this page."""
        return (*self.form.field_names(), *self.form.ROWS)


SECTIONS = (
    EditSection("identity", _("Identity"), _("Name, type and where you stand."), IdentityForm),
    EditSection("region", _("Region"), _("Where you work."), RegionForm),
    EditSection(
        "organisation",
        _("Organisation"),
        _("Who carries the initiative and who sits at the table."),
        OrganisationForm,
    ),
    EditSection("work", _("Work"), _("Topics, goals, measures and formats."), WorkForm),
    EditSection(
        "exchange",
        _("Exchange and contact"),
        _("What you offer and seek, and how you are reached."),
        ExchangeForm,
    ),
)
