"""What the office fills in about webinars: series, dates, recording, captions, materials."""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.library.choices.shelf import (
    Accessibility,
    Audience,
    Licence,
    Phase,
)
from drehscheibe.capabilities.library.choices.webinar import Access, SpokenLanguage
from drehscheibe.capabilities.library.forms.format_keeping import LinesField
from drehscheibe.capabilities.library.forms.review_day import demand_day_to_come
from drehscheibe.capabilities.library.models import Webinar, WebinarSeries
from drehscheibe.capabilities.library.services.webinars.planning import (
    SERIES_FIELDS,
    WEBINAR_FIELDS,
)
from drehscheibe.capabilities.library.services.webinars.recordings import (
    RecordingWords,
    spell_time,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.files.api import ACCEPTED_ENDINGS, ACCEPTED_RECORDINGS
from drehscheibe.core.search import api as search
from drehscheibe.core.text.topics import Topic
from drehscheibe.ui.forms import Form

__all__ = [
    "CancelForm",
    "CaptionsForm",
    "MaterialForm",
    "RecordingForm",
    "SeriesForm",
    "WebinarForm",
]

#: Kinds of things to which a webinar may lead.
LINKED_KINDS = ("checklist", "format", "practice_case", "webinar", "page")
_LONGEST_NAME, _LONGEST_CHAPTER = 160, 120
_MOST_CHAPTERS = 60
_TIME = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})")


def read_time(text: str) -> int | None:
    """Return the seconds of ``5:30`` or ``01:05:30``; None for anything else."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if seconds > 59 or (found[1] is not None and minutes > 59):
        return None
    return hours * 3600 + minutes * 60 + seconds


def _field(model: type[models.Model], name: str, *, required: bool = True) -> forms.CharField:
    field = model._meta.get_field(name)
    if not isinstance(field, models.CharField | models.TextField):
        raise TypeError(name)
    return forms.CharField(
        label=field.verbose_name,
        max_length=field.max_length,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}) if (field.max_length or 0) > 300 else None,
    )


class SeriesForm(Form):
    """A series of webinars as an item of the library."""

    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)
    title = _field(WebinarSeries, "title")
    summary = _field(WebinarSeries, "summary")
    take_home = _field(WebinarSeries, "take_home")
    title_en = _field(WebinarSeries, "title_en", required=False)
    summary_en = _field(WebinarSeries, "summary_en", required=False)
    take_home_en = _field(WebinarSeries, "take_home_en", required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), choices=Topic.choices)
    audience = forms.ChoiceField(label=gettext_lazy("Audience"), choices=Audience.choices)
    phase = forms.ChoiceField(label=gettext_lazy("Phase"), choices=Phase.choices)
    licence = forms.ChoiceField(label=gettext_lazy("Licence"), choices=Licence.choices)
    accessibility = forms.ChoiceField(
        label=gettext_lazy("Accessibility"),
        choices=Accessibility.choices,
        initial=Accessibility.UNCHECKED,
    )
    review_on = forms.DateField(label=gettext_lazy("To be looked at again by"))

    def clean_review_on(self) -> date:
        """Refuse a day that is over."""
        return demand_day_to_come(self, "review_on")

    def content(self) -> dict[str, Any]:
        """Return what was filled in, for the service."""
        return {name: self.cleaned_data[name] for name in SERIES_FIELDS}


class SpeakersField(LinesField):
    """Who speaks, a line each: ``Name | Organisation``, or the organisation alone."""

    def write(self, value: Any) -> str:  # noqa: ANN401 -- a speaker
        return " | ".join(part for part in (value["name"], value["organisation"]) if part)

    def read(self, number: int, line: str) -> dict[str, str]:
        name, bar, organisation = (part.strip() for part in line.partition("|"))
        if not bar:
            name, organisation = "", name
        if not organisation or max(len(name), len(organisation)) > _LONGEST_NAME:
            raise ValidationError(
                _("Line %(number)s: please write name | organisation, or the organisation alone.")
                % {"number": number}
            )
        return {"name": name, "organisation": organisation}


class LinksField(LinesField):
    """Pages of the library, by their addresses; kept as kind and key, as the search knows them."""

    actor: Actor
    titles: dict[tuple[str, str], str]

    def write(self, value: Any) -> str:  # noqa: ANN401 -- kind and key
        return self.titles.get((value[0], value[1]), "")

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- signature of Django
        """Return the addresses as lines, without those of things that are gone."""
        if not isinstance(value, list | tuple):
            return value
        return "\n".join(line for line in map(self.write, value) if line)

    def read(self, number: int, line: str) -> list[str]:
        path = unquote(urlsplit(line).path)
        found = search.find_at(path, actor=self.actor)
        if found is None or found[0] not in LINKED_KINDS:
            raise ValidationError(
                _(
                    "Line %(number)s: we do not know this page of the library. Please copy the"
                    " address of a checklist, a format, a practice case or a guideline."
                )
                % {"number": number}
            )
        return list(found)


class WebinarForm(Form):
    """A date of a series."""

    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)
    title = _field(Webinar, "title")
    summary = _field(Webinar, "summary")
    title_en = _field(Webinar, "title_en", required=False)
    summary_en = _field(Webinar, "summary_en", required=False)
    day = forms.DateField(label=gettext_lazy("Day"))
    start = forms.TimeField(label=gettext_lazy("Start"))
    end = forms.TimeField(label=gettext_lazy("End"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=SpokenLanguage.choices)
    speakers = SpeakersField(
        label=gettext_lazy("Who speaks"),
        help_text=gettext_lazy("Each line: name | organisation. The organisation alone is enough."),
        required=False,
    )
    speakers_agreed = forms.BooleanField(
        label=gettext_lazy("Everybody who is named has agreed to be named in public."),
        required=False,
    )
    join_url = forms.CharField(
        label=gettext_lazy("Link to the video system"),
        help_text=gettext_lazy(
            "Any system; begins with https://. Only those who are registered see it, from half an hour"
            " before the start until the end."
        ),
        max_length=600,
        required=False,
        widget=forms.URLInput,
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Places"),
        help_text=gettext_lazy("Leave it empty if everybody finds a place."),
        min_value=1,
        max_value=100_000,
        required=False,
    )
    access = forms.ChoiceField(
        label=gettext_lazy("For whom"), choices=Access.choices, widget=forms.RadioSelect
    )
    links = LinksField(
        label=gettext_lazy("Goes well with it"),
        help_text=gettext_lazy(
            "Addresses of pages of the library, one in each line: checklists, formats, practice cases,"
            " guidelines."
        ),
        required=False,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        links = self.fields["links"]
        assert isinstance(links, LinksField)  # noqa: S101 -- declared above
        links.actor = actor
        names = [(kind, key) for kind, key in self.initial.get("links", [])]
        hits = search.list_named(names, actor=actor, language="de")
        links.titles = {(hit.kind, hit.key): f"{settings.BASE_URL}{hit.path}" for hit in hits}

    def clean_join_url(self) -> str:
        """Take any web address that begins with https."""
        url = str(self.cleaned_data["join_url"]).strip()
        if url and not url.startswith("https://"):
            raise ValidationError(_("The link has to begin with https://."))
        if url:
            try:
                URLValidator(schemes=["https"])(url)
            except ValidationError as error:
                raise ValidationError(
                    _("This is not a web address yet. It looks like https://www.example.org.")
                ) from error
        return url

    def clean(self) -> dict[str, Any]:
        """Demand an end behind the start, and consent where people are named."""
        words = super().clean() or {}
        start, end = words.get("start"), words.get("end")
        if start and end and end <= start:
            self.add_error("end", _("The webinar ends before it begins."))
        day = words.get("day")
        if day and day < timezone.localdate() and day != self.initial.get("day"):
            self.add_error("day", _("This time has passed. Please choose one that is to come."))
        names_people = any(one["name"] for one in words.get("speakers", []))
        if names_people and not words.get("speakers_agreed"):
            self.add_error(
                "speakers_agreed", _("Please publish names only of people who have agreed to it.")
            )
        return words

    def content(self) -> dict[str, Any]:
        """Return what was filled in, for the service; only of a valid form."""
        words = self.cleaned_data
        zone = timezone.get_current_timezone()
        moments = {
            "starts_at": datetime.combine(words["day"], words["start"], tzinfo=zone),
            "ends_at": datetime.combine(words["day"], words["end"], tzinfo=zone),
        }
        return {**{name: words.get(name) for name in WEBINAR_FIELDS}, **moments}

    def take_refusal(self, error: ValidationError) -> None:
        """Show beside the fields what the service refused."""
        fields = {"starts_at": "day", "ends_at": "end"}
        for name, messages in error.message_dict.items():
            self.add_error(fields.get(name, name if name in self.fields else None), messages)


class CancelForm(Form):
    """Why a webinar does not take place."""

    reason = forms.CharField(
        label=gettext_lazy("Why it does not take place"),
        help_text=gettext_lazy("Everybody who is registered reads this in an e-mail."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ChaptersField(LinesField):
    """Chapters, a line each: ``00:05:30 Title``; each begins behind the one above."""

    def write(self, value: Any) -> str:  # noqa: ANN401 -- second and title
        return f"{spell_time(value[0])} {value[1]}"

    def read(self, number: int, line: str) -> tuple[int, str]:
        time, _space, title = line.partition(" ")
        second, title = read_time(time), " ".join(title.split())
        if second is None or not title:
            raise ValidationError(
                _("Line %(number)s: please write time and title, for example 00:05:30 Questions.")
                % {"number": number}
            )
        if len(title) > _LONGEST_CHAPTER:
            raise ValidationError(
                _("Line %(number)s: a title has up to %(most)s characters.")
                % {"number": number, "most": _LONGEST_CHAPTER}
            )
        return second, title

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 -- signature of Django
        """Return the chapters, each behind the one before."""
        chapters = super().to_python(value)
        for number, (one, other) in enumerate(pairwise(chapters), start=2):
            if other[0] <= one[0]:
                raise ValidationError(
                    _("“%(title)s” (chapter %(number)s) does not begin after the chapter above.")
                    % {"title": other[1], "number": number}
                )
        if len(chapters) > _MOST_CHAPTERS:
            raise ValidationError(
                _("These are more than %(most)s chapters.") % {"most": _MOST_CHAPTERS}
            )
        return chapters


class RecordingForm(Form):
    """The recording: a file or a link, its chapters, and whether it is shown."""

    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(
        label=gettext_lazy("File of the recording"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED_RECORDINGS}),
    )
    url = forms.CharField(
        label=gettext_lazy("Or a link to a recording that is kept elsewhere"),
        help_text=gettext_lazy("Begins with https://. Readers leave the Drehscheibe by it."),
        max_length=600,
        required=False,
        widget=forms.URLInput,
    )
    length = forms.CharField(
        label=gettext_lazy("How long it lasts"),
        help_text=gettext_lazy(
            "Like 01:05:30. Most files say it themselves; then you can leave this empty."
        ),
        max_length=10,
        required=False,
    )
    chapters = ChaptersField(
        label=gettext_lazy("Chapters"),
        help_text=gettext_lazy("Each line: time and title, for example 00:05:30 Questions."),
        required=False,
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Show the recording to everybody for whom the webinar is."),
        required=False,
    )

    def clean_url(self) -> str:
        """Take any web address that begins with https."""
        url = str(self.cleaned_data["url"]).strip()
        if url and not url.startswith("https://"):
            raise ValidationError(_("The link has to begin with https://."))
        return url

    def clean_length(self) -> int | None:
        """Return the seconds."""
        text = self.cleaned_data["length"].strip()
        if not text:
            return None
        seconds = read_time(text)
        if not seconds:
            raise ValidationError(_("Please write the length like 01:05:30 or 5:30."))
        return seconds

    def words(self) -> RecordingWords:
        """Return what was filled in besides the file; only of a valid form."""
        words = self.cleaned_data
        return RecordingWords(
            url=words["url"],
            length_s=words["length"],
            chapters=words["chapters"],
            is_public=words["is_public"],
        )


class CaptionsForm(Form):
    """Captions in one language."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of the captions"), choices=SpokenLanguage.choices
    )
    file = forms.FileField(
        label=gettext_lazy("Captions as WebVTT"),
        help_text=gettext_lazy(
            "A file that ends with .vtt, up to 5 MB. The transcript is made of it."
        ),
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
    )


class MaterialForm(Form):
    """Slides or another document."""

    file = forms.FileField(
        label=gettext_lazy("Slides or another document"),
        help_text=gettext_lazy("PDF, pictures, documents, tables. Its name is what readers see."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED_ENDINGS}),
    )
