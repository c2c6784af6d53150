"""What teams fill in about their copies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.choices.checklist import ItemState, LinkLevel
from drehscheibe.capabilities.library.models import CopyItem
from drehscheibe.capabilities.library.services.checklists.items import ItemWork
from drehscheibe.core.files import api as files
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.ui.forms import Form

__all__ = [
    "AddItemForm",
    "CopyForm",
    "DecideForm",
    "DuplicateForm",
    "EmptyForm",
    "FileForm",
    "ItemForm",
    "LinkForm",
    "ReleaseForm",
]


class EmptyForm(Form):
    """A button and nothing else."""


class CopyForm(Form):
    """Title and date of a copy."""

    title = forms.CharField(
        label=_("Title of your copy"),
        help_text=_("So that you recognise it, for example: Open day 2027."),
        max_length=120,
    )
    target_on = forms.DateField(label=_("Your date"), required=False)

    def __init__(self, *args: Any, date_name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if date_name:
            self.fields["target_on"].label = date_name
        self.fields["target_on"].help_text = _(
            "All dates are computed from it. You can change it at any time."
        )


class DuplicateForm(CopyForm):
    """A new round of a copy."""

    keeps_notes = forms.BooleanField(
        label=_("Take the notes along"),
        help_text=_("States begin anew, people stay. Files stay with the old copy."),
        required=False,
        initial=True,
    )


class ItemForm(Form):
    """What a team says about one item; ``version`` is the one that the reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    state = forms.ChoiceField(
        label=pgettext_lazy("checklist", "State"),
        choices=ItemState.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why it does not apply"),
        help_text=_("Only needed if it does not apply."),
        max_length=300,
        required=False,
    )
    owner = forms.ChoiceField(label=_("Who does it"), required=False)
    owner_name = forms.CharField(
        label=_("or: a role or somebody else"),
        help_text=_("For example: press office, fire brigade."),
        max_length=80,
        required=False,
    )
    due_on = forms.DateField(label=_("Due by"), required=False)
    note = forms.CharField(
        label=pgettext_lazy("checklist", "Note"),
        help_text=_("Only your team and people with a link read this."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(
        self,
        *args: Any,
        item: CopyItem,
        members: list[Mandate],
        **kwargs: Any,
    ) -> None:
        work = ItemWork.of(item)
        self.item = item
        kwargs.setdefault(
            "initial",
            {
                "version": item.version,
                "state": work.state,
                "reason": work.reason,
                "note": work.note,
                "owner": work.owner_id or "",
                "owner_name": item.shown_role.plain
                if work.owner_name == item.role
                else work.owner_name,
                "due_on": work.due_on,
            },
        )
        super().__init__(*args, **kwargs)
        people = {mandate.pk: str(mandate.person) for mandate in members}
        if item.owner is not None:
            people.setdefault(item.owner.pk, str(item.owner.person))
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [("", _("nobody of the team")), *people.items()]

    def to_work(self) -> ItemWork:
        """Return what was filled in; only of a valid form."""
        data = self.cleaned_data
        return ItemWork(
            state=data["state"],
            reason=data["reason"],
            note=data["note"],
            owner_id=int(data["owner"]) if data["owner"] else None,
            owner_name=self._in_german(data["owner_name"].strip()),
            due_on=data["due_on"],
        )

    def _in_german(self, name: str) -> str:
        """Return a role that the form showed in English as it is kept; other names as they are."""
        return self.item.role if name and name == self.item.role_en else name


class AddItemForm(Form):
    """An item of the team's own."""

    section = forms.ChoiceField(label=_("Below which heading"))
    text = forms.CharField(label=_("What is to be done"), max_length=200)
    explanation = forms.CharField(
        label=_("Explanation"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = forms.DateField(label=_("Due by"), required=False)

    def __init__(self, *args: Any, sections: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = sections


class LinkForm(Form):
    """A personal link."""

    name = forms.CharField(
        label=_("For whom"),
        help_text=_("A name or a role, for example: fire brigade. It stands at what they change."),
        max_length=80,
    )
    level = forms.ChoiceField(
        label=_("What they may do"), choices=LinkLevel.choices, widget=forms.RadioSelect
    )


class FileForm(Form):
    """A file for an item."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, picture, text or table. Only people of your organisation can open it."),
        widget=forms.ClearableFileInput(attrs={"accept": files.ACCEPTED_ENDINGS}),
    )


class ReleaseForm(Form):
    """How a team solved an item, for everybody."""

    text = forms.CharField(
        label=_("How did you solve it?"),
        help_text=_("Please name no persons and nothing confidential. Everybody can read it."),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    names_organisation = forms.BooleanField(
        label=_("Show the name of our organisation"), required=False
    )


class DecideForm(Form):
    """What becomes of one change of the master."""

    key = forms.UUIDField()
    takes = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
