"""A concern as its authors write it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.exchange.choices.signal import Scope, Visibility
from drehscheibe.capabilities.exchange.forms.evidence import (
    EvidenceRow,
    FilesField,
    initial_of,
    make_fields,
    words_of,
)
from drehscheibe.capabilities.exchange.forms.fields import CountField, empty_choice, text_field
from drehscheibe.capabilities.exchange.models import Evidence
from drehscheibe.capabilities.exchange.services.signals.draft import WORDS, DraftContent
from drehscheibe.capabilities.exchange.services.signals.evidence import MOST_EVIDENCE, EvidenceWords
from drehscheibe.capabilities.exchange.services.signals.sending import REQUIRED
from drehscheibe.capabilities.exchange.services.signals.since import find_month
from drehscheibe.core.organisations.choices import Level
from drehscheibe.core.places.models import Kreis, Land
from drehscheibe.core.text.topics import Topic
from drehscheibe.ui.forms import Form, use_plain_messages

__all__ = ["SignalForm"]

#: Most that is kept of a text that is not valid yet.
LONGEST_UNFINISHED = 20_000


def _with_missing(data: Mapping[str, Any], known: Mapping[str, str]) -> Mapping[str, Any]:
    """Return what was sent, with what is known of fields that were not in the form."""
    missing = {name: value for name, value in known.items() if name not in data}
    if isinstance(data, QueryDict):
        filled = data.copy()
        filled.update(missing)
        return filled
    return {**data, **missing}


class SignalForm(Form):
    """A concern as its authors write it.

    Parameters
    ----------
    is_final : bool
        Whether required fields are asked for; a draft may be as unfinished as it likes.
    evidence : sequence of Evidence
        What hangs on the draft already, with its files loaded.
    """

    title = forms.CharField(
        label=gettext_lazy("The concern in one sentence"),
        help_text=gettext_lazy(
            "Say what is wrong, not what it is about. For example: “The extension of a hall has"
            " been waiting for its permit for 14 months.”"
        ),
        max_length=120,
    )
    what_happens = text_field(
        gettext_lazy("What happens?"),
        gettext_lazy("Tell it as you would tell a neighbour. One good example is worth a lot."),
        longest=3000,
        rows=8,
    )
    since = forms.CharField(
        label=gettext_lazy("Since when?"),
        help_text=gettext_lazy("A month or a year is best, for example “March 2024”."),
        max_length=100,
        required=False,
    )
    wish = text_field(
        gettext_lazy("What should change?"),
        gettext_lazy("The clearer your wish, the clearer the answer can be."),
        longest=2000,
    )
    affected = text_field(
        gettext_lazy("Whom does it affect?"),
        gettext_lazy("Please do not name single companies or persons."),
        longest=1000,
        rows=3,
    )
    affected_companies = CountField(label=gettext_lazy("Number of companies"), required=False)
    affected_employees = CountField(label=gettext_lazy("Number of employees"), required=False)
    legal_norm = forms.CharField(
        label=gettext_lazy("Law or rule behind it"),
        help_text=gettext_lazy("Only if you know it. For example “§ 16 BImSchG”."),
        max_length=200,
        required=False,
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"),
        choices=[empty_choice(gettext_lazy("Please choose")), *Topic.choices],
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Who should act?"),
        help_text=gettext_lazy(
            "If you are not sure, choose what comes closest. The service office checks it."
        ),
        choices=Level.choices,
        widget=forms.RadioSelect,
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Which region is it about?"),
        choices=Scope.choices,
        widget=forms.RadioSelect,
    )
    laender = forms.MultipleChoiceField(
        label=gettext_lazy("Länder"), required=False, widget=forms.CheckboxSelectMultiple
    )
    kreise = forms.MultipleChoiceField(
        label=gettext_lazy("Kreise"), required=False, widget=forms.CheckboxSelectMultiple
    )
    region_text = forms.CharField(
        label=gettext_lazy("Name of the region"),
        help_text=gettext_lazy("If people know it by a name, for example “Bergisches Land”."),
        max_length=120,
        required=False,
    )
    evidence_files = FilesField(
        label=gettext_lazy("Add files"),
        help_text=gettext_lazy(
            "PDF, picture, document, spreadsheet or text. Pictures lose the place where they were"
            " taken. Documents keep the name of their author; a PDF is safer."
        ),
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who may read your concern after it has been handed over?"),
        help_text=gettext_lazy("You can open it to more people later, but not to fewer."),
        choices=[
            (
                Visibility.PUBLIC,
                gettext_lazy(
                    "Everybody. Others see that they are not alone, and can read the answer."
                ),
            ),
            (
                Visibility.NETWORK,
                gettext_lazy(
                    "The network: people who act for an initiative, a partner or a body here. They"
                    " can join you."
                ),
            ),
            (
                Visibility.PRIVATE,
                gettext_lazy(
                    "Only your organisation, the service office and the body that has to answer."
                ),
            ),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *args: Any,
        is_final: bool = False,
        evidence: Sequence[Evidence] = (),
        **kwargs: Any,
    ) -> None:
        self.evidence = [EvidenceRow(one) for one in evidence]
        known = initial_of(self.evidence)
        kwargs["initial"] = known | dict(kwargs.get("initial") or {})
        if data is not None:
            # A file that came with this very form has no answers in it yet.
            data = _with_missing(data, known)
        super().__init__(data, *args, **kwargs)
        self.is_final = is_final
        self.most_megabytes = settings.FILES_MAX_BYTES // 1024**2
        self.room_for_files = MOST_EVIDENCE - len(self.evidence)
        self.all_laender = list(Land.objects.all())
        self.all_kreise = list(
            Kreis.objects.filter(valid_until__isnull=True).select_related("land")
        )
        self._choices("laender", [(land.code, str(land)) for land in self.all_laender])
        self._choices("kreise", [(kreis.ags5, kreis.label) for kreis in self.all_kreise])
        for name, field in self.fields.items():
            field.required = is_final and name in REQUIRED
        self._add_rows()

    def _add_rows(self) -> None:
        """Put the fields of the evidence where it stands on the page, for the error summary."""
        rows = make_fields(self.evidence, is_final=self.is_final)
        for field in rows.values():
            use_plain_messages(field)
        at = list(self.fields).index("evidence_files")
        names = list(self.fields)
        self.fields |= rows
        self.order_fields([*names[:at], *rows, *names[at:]])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = choices

    def kreise_by_land(self) -> list[tuple[Land, list[tuple[Kreis, bool]], int]]:
        """Return each Land with its Kreise, whether each is chosen, and how many are."""
        chosen = set(self["kreise"].value() or ())
        groups = []
        for land in self.all_laender:
            kreise = [(k, k.ags5 in chosen) for k in self.all_kreise if k.land_id == land.code]
            if kreise:
                groups.append((land, kreise, sum(is_chosen for _kreis, is_chosen in kreise)))
        return groups

    def clean_since(self) -> str:
        """Refuse a month that is still to come."""
        since: str = self.cleaned_data["since"]
        month = find_month(since)
        today = timezone.localdate()
        if month > f"{today:%Y-%m}"[: len(month)]:
            raise forms.ValidationError(_("This is still to come. Since when has it been so?"))
        return since

    def clean(self) -> dict[str, Any]:
        """Ask for the places that the chosen scope needs."""
        cleaned = super().clean() or {}
        scope = cleaned.get("scope")
        if self.is_final and scope == Scope.KREISE and not cleaned.get("kreise"):
            self.add_error("kreise", _("Please choose at least one Kreis."))
        if self.is_final and scope == Scope.LAENDER and not cleaned.get("laender"):
            self.add_error("laender", _("Please choose at least one Land."))
        return cleaned

    def to_evidence(self) -> dict[UUID, EvidenceWords]:
        """Return what is said about the files that hang on the draft."""
        return words_of(self.evidence, self.cleaned_data)

    def to_content(self) -> DraftContent:
        """Return what stands in the form: valid values as such, the rest as it was typed."""
        valid = self.cleaned_data
        return DraftContent(
            words={name: valid[name] for name in WORDS if name in valid},
            laender=tuple(valid.get("laender", ())),
            kreise=tuple(valid.get("kreise", ())),
            unfinished={
                name: str(self[name].data).replace("\0", "")[:LONGEST_UNFINISHED]
                for name in self.errors
                if name in WORDS and self[name].data
            },
        )
