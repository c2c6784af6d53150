"""Writing an impulse, reacting to it, and the filters above the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange.choices.impulse import (
    OPTION_CODES,
    AnswerForm,
    Consent,
    ImpulseKind,
    ImpulseState,
)
from drehscheibe.capabilities.exchange.forms.fields import (
    SometimesChoice,
    SometimesText,
    empty_choice,
    text_field,
)
from drehscheibe.capabilities.exchange.machine.impulse import PUBLIC_STATES
from drehscheibe.capabilities.exchange.models import Impulse
from drehscheibe.capabilities.exchange.queries.impulses import Audience
from drehscheibe.capabilities.exchange.services.impulses.reactions import ReactionContent
from drehscheibe.capabilities.exchange.services.impulses.sending import FEWEST_OPTIONS, REQUIRED
from drehscheibe.capabilities.exchange.services.impulses.writing import WORDS, ImpulseContent
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.places.models import Land
from drehscheibe.core.text.topics import Topic
from drehscheibe.ui.forms import Form

__all__ = [
    "ImpulseFilterForm",
    "ImpulseForm",
    "OutcomeForm",
    "ReactionForm",
    "ResonanceForm",
    "WithdrawImpulseForm",
]

LONGEST_OPTION = 80


def _boxes(label: Any, choices: Any = ()) -> forms.MultipleChoiceField:  # noqa: ANN401 -- lazy texts
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=False
    )


class ImpulseForm(Form):
    """An impulse; to be kept as a draft it needs a title only, to be sent everything."""

    sender = SometimesChoice(
        label=gettext_lazy("In whose name"),
        help_text=gettext_lazy("The page says that the service office wrote it for this desk."),
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=ImpulseKind.choices, widget=forms.RadioSelect
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"),
        choices=[empty_choice(gettext_lazy("please choose")), *Topic.choices],
    )
    about = text_field(
        gettext_lazy("What it is about"),
        gettext_lazy("Plain words, short sentences. What is planned, and why do you ask now?"),
        longest=3000,
        rows=7,
    )
    question = forms.CharField(
        label=gettext_lazy("Your question"),
        help_text=gettext_lazy("One question in one sentence."),
        max_length=300,
    )
    answer_form = forms.ChoiceField(
        label=gettext_lazy("How initiatives answer"),
        choices=AnswerForm.choices,
        widget=forms.RadioSelect,
    )
    options = SometimesText(
        label=gettext_lazy("Options"),
        help_text=gettext_lazy(
            "Only if initiatives choose one of several options: one option per line, two to six."
        ),
        max_length=700,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    source_url = forms.URLField(
        label=gettext_lazy("Link to the source"),
        help_text=gettext_lazy("The programme, the draft law or the announcement."),
        max_length=600,
        required=False,
        assume_scheme="https",
    )
    open_until = forms.DateField(
        label=gettext_lazy("Reactions until"),
        help_text=gettext_lazy("Initiatives often need a meeting. Four weeks are a good time."),
    )
    what_follows = text_field(
        gettext_lazy("What happens with the reactions"),
        gettext_lazy("Everybody reads this before reacting. Say who reads them and what for."),
        longest=1500,
        rows=3,
    )
    follows_by = forms.DateField(
        label=gettext_lazy("By when you say what follows"),
        help_text=gettext_lazy("From that day on everybody sees if it is late."),
    )
    everybody = forms.BooleanField(label=gettext_lazy("All initiatives"), required=False)
    laender = _boxes(gettext_lazy("Initiatives in these Länder"))
    topics = _boxes(gettext_lazy("Initiatives with these topics"), Topic.choices)
    types = _boxes(gettext_lazy("Initiatives of these types"), directory.InitiativeType.choices)
    initiatives = _boxes(gettext_lazy("Single initiatives"))
    origins = forms.CharField(
        label=gettext_lazy("Concerns out of which it came"),
        help_text=gettext_lazy("Their numbers, for example S-2026-0147. Both then show the way."),
        max_length=300,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        laender: list[Land],
        initiatives: list[directory.Addressable],
        senders: list[Organisation],
        is_final: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_final = is_final
        self._offer("laender", [(land.code, str(land)) for land in laender])
        self._offer("initiatives", [(str(row.organisation_id), row.name) for row in initiatives])
        self._offer("sender", [(str(row.pk), str(row)) for row in senders])
        if len(senders) < 2:
            del self.fields["sender"]
        if not is_final:
            for name in set(REQUIRED) - {"title"}:
                self.fields[name].required = False

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = choices

    def clean_options(self) -> list[str]:
        """Return the options, one per line, without doubles."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["options"].splitlines()]
        options = list(dict.fromkeys(line for line in lines if line))
        if len(options) > len(OPTION_CODES):
            raise forms.ValidationError(_("Please give at most six options."))
        if any(len(option) > LONGEST_OPTION for option in options):
            raise forms.ValidationError(_("Please keep each option below 80 characters."))
        return options

    def clean(self) -> dict[str, Any]:
        """Ask for what is owed once it is to be sent."""
        cleaned = super().clean() or {}
        needs_options = cleaned.get("answer_form") == AnswerForm.CHOICES
        options = cleaned.get("options")
        if (
            self.is_final
            and needs_options
            and options is not None
            and len(options) < FEWEST_OPTIONS
        ):
            self.add_error("options", _("Please give at least two options."))
        open_until, follows_by = cleaned.get("open_until"), cleaned.get("follows_by")
        if open_until and follows_by and follows_by <= open_until:
            self.add_error("follows_by", _("Please choose a day after the last day for reactions."))
        chosen = ("everybody", "laender", "topics", "types", "initiatives")
        if self.is_final and not any(cleaned.get(name) for name in chosen):
            self.add_error("everybody", _("Please choose at least one initiative."))
        return cleaned

    def to_content(self) -> ImpulseContent:
        """Return what is valid for the service; of what is not, nothing."""
        valid = self.cleaned_data
        return ImpulseContent(
            words={name: valid[name] for name in WORDS if name in valid},
            audience=Audience(
                everybody=bool(valid.get("everybody")),
                laender=tuple(valid.get("laender", ())),
                topics=tuple(valid.get("topics", ())),
                types=tuple(valid.get("types", ())),
                initiatives=tuple(int(pk) for pk in valid.get("initiatives", ())),
            ),
            sender_id=int(valid["sender"]) if valid.get("sender") else None,
            origins=tuple(valid.get("origins", "").replace(",", " ").split()),
        )


class ReactionForm(Form):
    """What an initiative says to an impulse."""

    text = SometimesText(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("What is it like in your region? Please name no single companies."),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("How may your reaction be shown?"),
        help_text=gettext_lazy(
            "If it is only counted, nobody outside your organisation learns how you reacted. The"
            " sender reads your words without your name. It can be seen that you reacted."
        ),
        choices=Consent.choices,
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *args: Any,
        impulse: Impulse,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.impulse = impulse
        stances = impulse.stances()
        if stances:
            stance = forms.ChoiceField(
                label=impulse.question, choices=list(stances.items()), widget=forms.RadioSelect
            )
            stance.error_messages["required"] = _("Please choose one.")
            self.fields = {"stance": stance, **self.fields}
        else:
            self.fields["text"].label = impulse.question

    def clean(self) -> dict[str, Any]:
        """Ask for words where there is nothing to choose."""
        cleaned = super().clean() or {}
        if "stance" not in self.fields and not (cleaned.get("text") or "").strip():
            self.add_error("text", _("Please fill in this field."))
        return cleaned

    def to_content(self) -> ReactionContent:
        """Return the reaction for the service."""
        valid = self.cleaned_data
        return ReactionContent(valid.get("stance", ""), valid["text"], valid["consent"])


class OutcomeForm(Form):
    """What follows from the reactions."""

    text = text_field(
        pgettext_lazy("impulse", "What follows"),
        gettext_lazy(
            "Begin with the result. What did you hear, what do you do now, what not, and why?"
        ),
        longest=5000,
        rows=9,
    )


class WithdrawImpulseForm(Form):
    """Why an impulse is taken back."""

    text = text_field(
        gettext_lazy("Why do you withdraw it?"),
        gettext_lazy("Everybody reads this. The page stays."),
        longest=1500,
        rows=3,
    )


class ImpulseFilterForm(forms.Form):
    """The filters of the public list; wrong values never stop anybody from reading."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False)
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"),
        choices=[empty_choice(gettext_lazy("All")), *Topic.choices],
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=[empty_choice(gettext_lazy("All")), *ImpulseKind.choices],
        required=False,
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Where it stands"),
        choices=[
            empty_choice(gettext_lazy("All")),
            *(choice for choice in ImpulseState.choices if choice[0] in PUBLIC_STATES),
        ],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class ResonanceForm(forms.Form):
    """Which of the addressed initiatives map and table show."""

    topic = forms.ChoiceField(
        label=gettext_lazy("Topic of the initiative"),
        choices=[empty_choice(gettext_lazy("All")), *Topic.choices],
        required=False,
    )
    type = forms.ChoiceField(
        label=gettext_lazy("Type of the initiative"),
        choices=[empty_choice(gettext_lazy("All")), *directory.InitiativeType.choices],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
