"""The fields in which authors hang evidence on a concern and say what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.exchange.choices.signal import EvidenceAudience
from drehscheibe.capabilities.exchange.models import Evidence
from drehscheibe.capabilities.exchange.services.signals.evidence import EvidenceWords
from drehscheibe.core.files.api import ACCEPTED_ENDINGS, MAX_DESCRIPTION

__all__ = ["EvidenceRow", "FilesField", "initial_of", "make_fields", "words_of"]


class FilesInput(forms.ClearableFileInput):
    """An input for several files; shows no earlier ones, they have rows of their own."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several new files; whether they are taken is decided by the service that takes them in."""

    def __init__(self, **kwargs: Any) -> None:
        widget = FilesInput(attrs={"accept": ACCEPTED_ENDINGS})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ANN401, ARG002 -- signature of Django
        return data


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One file and the names of the fields that belong to it."""

    evidence: Evidence

    @property
    def description_field(self) -> str:
        return f"description_{self.evidence.file.uuid.hex}"

    @property
    def audience_field(self) -> str:
        return f"audience_{self.evidence.file.uuid.hex}"

    def make_fields(self, *, is_final: bool) -> dict[str, forms.Field]:
        """Return the two fields of the row."""
        is_picture = self.evidence.file.is_picture
        return {
            self.description_field: forms.CharField(
                label=gettext_lazy("What does the picture show?")
                if is_picture
                else gettext_lazy("What does the file show?"),
                help_text=gettext_lazy("One sentence. It is read to people who cannot see it.")
                if is_picture
                else gettext_lazy("One sentence. For example “Reply of the authority, 3 March”."),
                max_length=MAX_DESCRIPTION,
                required=is_final,
            ),
            self.audience_field: forms.ChoiceField(
                label=gettext_lazy("Who may open it?"),
                choices=EvidenceAudience.choices,
                widget=forms.RadioSelect,
                required=False,
            ),
        }

    def words(self, valid: dict[str, Any]) -> EvidenceWords | None:
        """Return what was said about the file, or None if nothing valid was."""
        if self.description_field not in valid:
            return None
        audience = valid.get(self.audience_field) or self.evidence.audience
        return EvidenceWords(valid[self.description_field], audience)


def make_fields(rows: list[EvidenceRow], *, is_final: bool) -> dict[str, forms.Field]:
    """Return the fields of all rows, in their order."""
    fields: dict[str, forms.Field] = {}
    for row in rows:
        fields |= row.make_fields(is_final=is_final)
    return fields


def words_of(rows: list[EvidenceRow], valid: dict[str, Any]) -> dict[UUID, EvidenceWords]:
    """Return what was said about each file."""
    said = {row.evidence.file.uuid: row.words(valid) for row in rows}
    return {uuid: words for uuid, words in said.items() if words is not None}


def initial_of(rows: list[EvidenceRow]) -> dict[str, str]:
    """Return what is known about each file, for a form that is shown."""
    values: dict[str, str] = {}
    for row in rows:
        values[row.description_field] = row.evidence.file.description
        values[row.audience_field] = row.evidence.audience
    return values
