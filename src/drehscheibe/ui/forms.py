"""Base classes of all our forms, and what the component ``ui.field`` needs to draw one field.

Labels, help and messages follow one anatomy: label above, help before the control, the message at
the field in plain words that says how to mend it. Controls carry no ``required`` attribute, because the
browser's own bubbles cannot be read in peace; the error summary can.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

TOKEN_BYTES = 16


def _new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


class _PlainForm(forms.BaseForm):
    """Common behaviour: plain messages, native date pickers, a token against double sending."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            use_plain_messages(field)
            _use_native_picker(field)
            _name_the_empty_choice(field)


class Form(_PlainForm, forms.Form):
    """A form of ours."""

    form_token = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=64, initial=_new_token
    )


class ModelForm(_PlainForm, forms.ModelForm):  # type: ignore[type-arg]
    """A form of ours that edits a model."""

    form_token = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=64, initial=_new_token
    )


class DayPartsWidget(forms.MultiWidget):
    """Day, month and year in three short inputs: for days that people know by heart."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        part = {"inputmode": "numeric"}
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            "day": forms.TextInput({**part, "size": 2}),
            "month": forms.TextInput({**part, "size": 2}),
            "year": forms.TextInput({**part, "size": 4}),
        }
        super().__init__(parts, attrs)

    def decompress(self, value: Any) -> list[Any]:  # noqa: ANN401 -- signature of Django
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayPartsField(forms.DateField):
    """A date that is typed as three numbers."""

    widget = DayPartsWidget

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 -- signature of Django
        if isinstance(value, list):
            filled = [str(part).strip() for part in value if part]
            value = "-".join(reversed(filled)) if len(filled) == 3 else ".".join(filled)
        return super().to_python(value)


_REQUIRED: tuple[tuple[type[forms.Field], Any], ...] = (
    (forms.BooleanField, _("Please tick this box to go on.")),
    (forms.MultipleChoiceField, _("Please choose at least one.")),
    (forms.ModelMultipleChoiceField, _("Please choose at least one.")),
    (forms.ChoiceField, _("Please choose one.")),
    (forms.ModelChoiceField, _("Please choose one.")),
    (forms.FileField, _("Please choose a file.")),
    (forms.EmailField, _("Please enter your e-mail address, for example name@example.org.")),
    (forms.DateField, _("Please enter a date, for example 22.10.2026.")),
)
_INVALID: tuple[tuple[type[forms.Field], Any], ...] = (
    (forms.EmailField, _("This is not an e-mail address yet. It looks like name@example.org.")),
    (forms.URLField, _("This is not a web address yet. It looks like https://www.example.org.")),
    (
        forms.DateTimeField,
        _("We do not understand this date. Please write it like 22.10.2026 18:00."),
    ),
    (forms.DateField, _("We do not understand this date. Please write it like 22.10.2026.")),
    (forms.IntegerField, _("Please enter a whole number, for example 25.")),
)
_TOO_LONG = _(
    "Please shorten this: it may have up to %(limit_value)d characters, and it has %(show_value)d."
)


def use_plain_messages(field: forms.Field) -> None:
    """Replace Django's own wording, but never a message that a form wrote itself.

    Forms call it themselves for fields that they add after they were made.
    """
    plain = {
        "required": _first_match(field, _REQUIRED, _("Please fill in this field.")),
        "invalid": _first_match(field, _INVALID, None),
        "invalid_choice": _("Please choose one of the options."),
        "min_value": _("Please enter %(limit_value)s or more."),
        "max_value": _("Please enter at most %(limit_value)s."),
        "max_length": _TOO_LONG if isinstance(field, forms.CharField) else None,
    }
    standard = _standard_messages(field)
    for code, message in plain.items():
        # Django also uses these texts for the validators of a field that report the same code.
        if message and field.error_messages.get(code) == standard.get(code):
            field.error_messages[code] = message


def _first_match(
    field: forms.Field,
    messages: tuple[tuple[type[forms.Field], Any], ...],
    default: Any,  # noqa: ANN401 -- lazy texts
) -> Any:  # noqa: ANN401
    return next((text for kind, text in messages if isinstance(field, kind)), default)


def _standard_messages(field: forms.Field) -> dict[str, Any]:
    messages: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        messages.update(getattr(kind, "default_error_messages", {}))
    return messages


def _use_native_picker(field: forms.Field) -> None:
    widget = field.widget
    if isinstance(widget, forms.DateTimeInput) and widget.input_type == "text":
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(widget, forms.DateInput) and widget.input_type == "text":
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    elif isinstance(widget, forms.TimeInput) and widget.input_type == "text":
        widget.input_type, widget.format = "time", "%H:%M"


#: What Django draws where nothing is chosen.
_DASHES = BLANK_CHOICE_DASH[0][1]


def _name_the_empty_choice(field: forms.Field) -> None:
    """Say in words what it means to choose nothing, unless the form has said so itself."""
    words = _("please choose") if field.required else _("not stated")
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == _DASHES:
            field.empty_label = words
    elif isinstance(field, forms.ChoiceField):
        # Read from the control, where they stand as pairs, however the form gave them.
        choices = list(field.widget.choices)
        if ("", _DASHES) in choices:
            field.choices = [("", words), *(one for one in choices if one[0] != "")]


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field, ready to be drawn.

    Attributes
    ----------
    kind : str
        ``input``, ``textarea``, ``select``, ``options`` (radio or checkbox set), ``checkbox``,
        ``parts`` (three-part date), ``file``, ``password`` or ``hidden``.
    control_id : str
        Id of the control, or of its first option.
    widget : dict
        Django's own description of the control.
    limit : int or None
        Characters that fit; shown as a count, never enforced while typing.
    """

    kind: str
    control_id: str
    label: Any
    help: str
    errors: list[str]
    is_optional: bool
    widget: dict[str, Any]
    limit: int | None

    @property
    def help_id(self) -> str:
        return f"{self.control_id}-help"

    @property
    def error_id(self) -> str:
        return f"{self.control_id}-error"


def field_view(
    bound: BoundField,
    *,
    help_text: str = "",
    optional: bool | None = None,
    autocomplete: str = "",
) -> FieldView:
    """Return what the component ``ui.field`` draws.

    Parameters
    ----------
    optional : bool or None
        Whether the label says so; None leaves it to the field. A draft needs its say: nothing is
        required yet, and still it will be.
    """
    widget = bound.field.widget
    kind = _kind(widget)
    control_id = control_id_of(bound)
    attrs: dict[str, Any] = {"id": bound.auto_id or bound.html_name}
    text = str(help_text or bound.help_text or "")
    limit = getattr(bound.field, "max_length", None) if kind == "textarea" else None
    described = _described_by(control_id, has_help=bool(text), bound=bound, has_limit=bool(limit))
    if described:
        attrs["aria-describedby"] = described
    if autocomplete:
        attrs["autocomplete"] = autocomplete
    context = widget.get_context(
        bound.html_name, bound.value(), bound.build_widget_attrs(attrs, widget)
    )
    description = context["widget"]
    _keep_what_was_typed(description, kind)
    return FieldView(
        kind=kind,
        control_id=control_id,
        label=bound.label,
        help=text,
        errors=[str(error) for error in bound.errors],
        is_optional=(
            optional if optional is not None else not bound.field.required and kind != "checkbox"
        ),
        widget=description,
        limit=limit,
    )


_NATIVE_VALUES = {
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "time": re.compile(r"\d\d:\d\d(:\d\d)?"),
    "datetime-local": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?"),
}


def _keep_what_was_typed(description: dict[str, Any], kind: str) -> None:
    """Undo what would make a browser swallow text.

    A hard length limit cuts off what is pasted, and native pickers show nothing when they do not
    understand a value: then a plain text field shows it, beside the message that helps to mend it.
    """
    if kind == "textarea":
        description["attrs"].pop("maxlength", None)
    pattern = _NATIVE_VALUES.get(description.get("type", ""))
    value = description.get("value")
    if pattern and value and not pattern.fullmatch(str(value)):
        description["type"] = "text"


def control_id_of(bound: BoundField) -> str:
    """Return the id that a link to the field must point at: the first option of a set."""
    base = str(bound.auto_id or bound.html_name)
    is_set = _kind(bound.field.widget) in ("options", "parts")
    return f"{base}_0" if is_set else base


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """A line of the error summary; label and address are empty when it belongs to no field."""

    label: str
    text: str
    href: str


def error_links(form: forms.BaseForm) -> list[ErrorLink]:
    """Return the lines of the error summary in the order of the fields."""
    links = [ErrorLink("", str(text), "") for text in form.non_field_errors()]
    for bound in form:
        target = "" if bound.is_hidden else f"#{control_id_of(bound)}"
        links += [ErrorLink(_short_label(bound), str(text), target) for text in bound.errors]
    return links


def forgets_password(form: forms.BaseForm) -> bool:
    """Return whether a form that comes back has an empty field where a password was typed."""
    return any(
        isinstance(field.widget, forms.PasswordInput) and not field.widget.render_value
        for field in form.fields.values()
    )


def _short_label(bound: BoundField) -> str:
    """Return the label where it helps to tell errors apart; questions and sentences would read badly."""
    label = str(bound.label).strip()
    return "" if bound.is_hidden else label.rstrip("?.:")


def _described_by(control_id: str, *, has_help: bool, bound: BoundField, has_limit: bool) -> str:
    ids = [
        f"{control_id}-help" if has_help else "",
        f"{control_id}-error" if bound.errors else "",
        f"{control_id}-count" if has_limit else "",
    ]
    return " ".join(part for part in ids if part)


_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (DayPartsWidget, "parts"),
    (forms.HiddenInput, "hidden"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
    (forms.Textarea, "textarea"),
    (forms.CheckboxInput, "checkbox"),
    (forms.RadioSelect, "options"),
    (forms.Select, "select"),
)


def _kind(widget: forms.Widget) -> str:
    return next((name for kind, name in _KINDS if isinstance(widget, kind)), "input")
