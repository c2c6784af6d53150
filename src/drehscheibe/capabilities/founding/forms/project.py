"""Forms of a founding project."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import pgettext, pgettext_lazy

from drehscheibe.capabilities.founding.choices.project import (
    Certainty,
    LineKind,
    MilestoneState,
    SeatState,
)
from drehscheibe.capabilities.founding.models import Project
from drehscheibe.core.organisations.choices import Bench
from drehscheibe.core.places.names import list_kreise
from drehscheibe.core.text.topics import Topic
from drehscheibe.ui.forms import Form

MOST_WORDS = 1500


class ProjectForm(Form):
    """What a team says of its project; nearly everything can wait."""

    name = forms.CharField(
        label=pgettext_lazy("founding", "Working title"),
        max_length=200,
        help_text=pgettext_lazy("founding", "You can change it until the public start."),
    )
    kreis = forms.ChoiceField(label=pgettext_lazy("founding", "Kreis"))
    more_kreise = forms.CharField(
        label=pgettext_lazy("founding", "Further Kreise"),
        required=False,
        max_length=400,
        help_text=pgettext_lazy("founding", "Names or keys, separated by commas; at most ten."),
    )
    starts_on = forms.DateField(
        label=pgettext_lazy("founding", "Start"),
        help_text=pgettext_lazy(
            "founding", "From this day on the dates of the thirteen stations are counted."
        ),
    )
    reason = forms.CharField(
        label=pgettext_lazy("founding", "Why here, why now"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 4}),
        help_text=pgettext_lazy("founding", "Three sentences are enough."),
    )
    goal = forms.CharField(
        label=pgettext_lazy("founding", "What shall be different in two years"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 4}),
        help_text=pgettext_lazy("founding", "The first line becomes the short text of the entry."),
    )
    topics = forms.MultipleChoiceField(
        label=pgettext_lazy("founding", "Topics"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    host = forms.CharField(
        label=pgettext_lazy("founding", "House that takes in the office"),
        required=False,
        max_length=200,
    )
    contact_email = forms.EmailField(
        label=pgettext_lazy("founding", "E-mail address for questions"),
        required=False,
        help_text=pgettext_lazy(
            "founding", "An address of a house, not of a person. Public together with the plan."
        ),
    )
    tells_when_stuck = forms.BooleanField(
        label=pgettext_lazy(
            "founding",
            "If nothing moves for three weeks past a date, the service office may learn name, region"
            " and station and offer help",
        ),
        required=False,
        initial=True,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kreise = sorted((kreis.label, kreis.ags5) for kreis in list_kreise())
        field = self.fields["kreis"]
        field.choices = [  # type: ignore[attr-defined]
            ("", pgettext("founding", "please choose")),
            *((key, label) for label, key in kreise),
        ]
        field.error_messages["invalid_choice"] = pgettext(
            "founding", "We do not know this Kreis. Please choose from the list."
        )

    def clean_more_kreise(self) -> list[str]:
        """Read names and keys; each must be one Kreis."""
        by_name: dict[str, list[str]] = {}
        for kreis in list_kreise():
            for name in {kreis.label, kreis.name, kreis.name.split(",")[0], kreis.ags5}:
                by_name.setdefault(name.casefold(), []).append(kreis.ags5)
        keys = []
        for part in self.cleaned_data["more_kreise"].split(","):
            wanted = " ".join(part.split())
            found = by_name.get(wanted.casefold(), [])
            if wanted and len(found) != 1:
                words = (
                    pgettext("founding", "There are several “%(name)s”. Please write the key.")
                    if found
                    else pgettext("founding", "We do not know the Kreis “%(name)s”.")
                )
                raise forms.ValidationError(words % {"name": wanted})
            keys += found
        return keys

    def words(self) -> dict[str, Any]:
        """Return what the service takes."""
        said = dict(self.cleaned_data)
        for name in ("form_token", "version"):
            said.pop(name, None)
        first, more = said.pop("kreis"), said.pop("more_kreise")
        return {**said, "kreise": sorted({first, *more})}

    @staticmethod
    def initial_of(project: Project) -> dict[str, Any]:
        kreise = list(project.kreise.all())
        return {
            "name": project.name,
            "kreis": kreise[0].pk if kreise else "",
            "more_kreise": ", ".join(kreis.pk for kreis in kreise[1:]),
            "starts_on": project.starts_on,
            "reason": project.reason,
            "goal": project.goal,
            "topics": project.topics,
            "host": project.host,
            "contact_email": project.contact_email,
            "tells_when_stuck": project.tells_when_stuck,
            "version": project.version,
        }


class MilestoneForm(Form):
    """What the team says of a station."""

    state = forms.ChoiceField(
        label=pgettext_lazy("founding", "State"),
        choices=MilestoneState.choices,
        widget=forms.RadioSelect,
    )
    owner = forms.ChoiceField(label=pgettext_lazy("founding", "Who takes care"), required=False)
    due_on = forms.DateField(label=pgettext_lazy("founding", "By when"))
    note = forms.CharField(
        label=pgettext_lazy("founding", "Note of the team"),
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 5}),
    )
    proof_url = forms.URLField(
        label=pgettext_lazy("founding", "Proof as a link"),
        required=False,
        max_length=400,
        assume_scheme="https",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, team: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = ("", pgettext("founding", "nobody yet"))
        self.fields["owner"].choices = [nobody, *team]  # type: ignore[attr-defined]


class SeatForm(Form):
    """A chair at the round table."""

    name = forms.CharField(
        label=pgettext_lazy("founding", "Body"),
        max_length=200,
        help_text=pgettext_lazy(
            "founding", "A body, not a person: the chamber, the works council."
        ),
    )
    bench = forms.ChoiceField(label=pgettext_lazy("founding", "Bench"), choices=Bench.choices)
    state = forms.ChoiceField(
        label=pgettext_lazy("founding", "State"), choices=SeatState.choices, initial="wanted"
    )
    may_be_named = forms.BooleanField(
        label=pgettext_lazy("founding", "The body agrees to be named in public"), required=False
    )
    note = forms.CharField(
        label=pgettext_lazy("founding", "Who asks whom, by when"), max_length=300, required=False
    )


class DraftForm(Form):
    """A text of the project."""

    text = forms.CharField(
        label=pgettext_lazy("founding", "Text"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 24}),
        help_text=pgettext_lazy(
            "founding",
            "A line that begins with “# ” is a heading, one with “- ” a point of a list. What stands in"
            " [brackets] is still to be filled in.",
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class LineForm(Form):
    """A cost or an income."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("founding", "Cost or income"), choices=LineKind.choices
    )
    label = forms.CharField(
        label=pgettext_lazy("founding", "What for, or from whom"), max_length=120
    )
    euros = forms.IntegerField(
        label=pgettext_lazy("founding", "Euros a year"), min_value=0, max_value=100_000_000
    )
    certainty = forms.ChoiceField(
        label=pgettext_lazy("founding", "How certain"),
        choices=Certainty.choices,
        initial=Certainty.PLANNED,
    )


class InviteForm(Form):
    email = forms.EmailField(label=pgettext_lazy("founding", "E-mail address"))


class AskSignatureForm(Form):
    """A body that is asked to sign."""

    body = forms.CharField(label=pgettext_lazy("founding", "Body"), max_length=200)
    bench = forms.ChoiceField(label=pgettext_lazy("founding", "Bench"), choices=Bench.choices)
    email = forms.EmailField(
        label=pgettext_lazy("founding", "E-mail address"),
        help_text=pgettext_lazy("founding", "Of the person who may sign for the body."),
    )


class SignForm(Form):
    """Sign for a body."""

    signer = forms.CharField(label=pgettext_lazy("founding", "Your name"), max_length=150)
    function = forms.CharField(label=pgettext_lazy("founding", "Your function"), max_length=150)
    consent = forms.BooleanField(
        label=pgettext_lazy(
            "founding",
            "I may sign for this body. Its name, my name and my function may stand under the declaration"
            " in public.",
        )
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class MessageForm(Form):
    """A few sentences to the office or to an initiative."""

    text = forms.CharField(
        label=pgettext_lazy("founding", "Your message"),
        max_length=1500,
        widget=forms.Textarea({"rows": 6}),
    )


class MentorAnswerForm(Form):
    agrees = forms.ChoiceField(
        label=pgettext_lazy("founding", "Your answer"),
        choices=[
            ("yes", pgettext_lazy("founding", "Yes, we accompany this founding")),
            ("no", pgettext_lazy("founding", "Not possible now")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=pgettext_lazy("founding", "A few words to the team"),
        max_length=1500,
        widget=forms.Textarea({"rows": 5}),
        help_text=pgettext_lazy(
            "founding", "If yes: how you can be reached and when you could first talk."
        ),
    )


class ProfileForm(Form):
    """The last click before there is an entry."""

    side = forms.ChoiceField(
        label=pgettext_lazy("founding", "You speak for"),
        choices=[("", "—"), *Bench.choices],
        required=False,
        help_text=pgettext_lazy("founding", "Leave this empty if you speak for no single side."),
    )
    message = forms.CharField(
        label=pgettext_lazy("founding", "How you act for the initiative"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=pgettext_lazy("founding", "Only the service office reads this."),
    )
    evidence = forms.CharField(
        label=pgettext_lazy("founding", "Where we can check this"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
