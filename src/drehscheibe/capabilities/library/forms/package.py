"""What an initiative fills into a partner package."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.library.choices.package import FigureChoice
from drehscheibe.capabilities.library.queries.package_filling import Filling
from drehscheibe.capabilities.library.queries.region_figures import (
    Offer,
    find_offers,
    name_region,
)
from drehscheibe.capabilities.library.services.packages.logos import SmallLogo, shrink_logo
from drehscheibe.core.documents import api as documents
from drehscheibe.core.files.api import FileRefused
from drehscheibe.core.places.names import list_kreise
from drehscheibe.ui.forms import Form

__all__ = ["OWN_AREA", "FillForm"]

#: Stands for all Kreise of the actor's own initiative.
OWN_AREA = "own-area"
MOST_POINTS, LONGEST_POINT = 5, 90
#: A campaign may take so long.
MOST_DAYS = 62


class FillForm(Form):
    """The gaps of a package. Only initiative, region and day are needed."""

    language = forms.ChoiceField(
        label=_("Language of the texts"),
        choices=(("de", _("German")), ("en", _("English"))),
        widget=forms.RadioSelect,
    )
    initiative = forms.CharField(
        label=_("Name of your initiative"),
        help_text=_("It stands on everything, exactly as you write it."),
        max_length=80,
    )
    kreis = forms.ChoiceField(
        label=_("Kreis"),
        help_text=_("From it come the words for the region and the figures."),
        required=False,
    )
    region = forms.CharField(
        label=_("or: your region in your own words"),
        help_text=_("As it stands in a sentence, for example: in the Ruhr area, on the coast."),
        max_length=60,
        required=False,
    )
    figure = forms.ChoiceField(
        label=_("Figure of the region"),
        choices=FigureChoice.choices,
        widget=forms.RadioSelect,
    )
    own_value = forms.CharField(
        label=_("Your figure"),
        help_text=_("For example: 25, or: about 3,000."),
        max_length=20,
        required=False,
    )
    own_label = forms.CharField(
        label=_("What it counts"),
        help_text=_("The rest of the sentence, for example: companies train young people."),
        max_length=90,
        required=False,
    )
    own_source = forms.CharField(
        label=_("Source and date of your figure"),
        help_text=_("For example: chamber of industry and commerce, 2026."),
        max_length=90,
        required=False,
    )
    starts_on = forms.DateField(label=_("Day"))
    ends_on = forms.DateField(
        label=_("Last day"), help_text=_("Only if it takes several days."), required=False
    )
    from_time = forms.TimeField(
        label=_("Begins at"),
        required=False,
        error_messages={"invalid": _("Please write the time like 18:00.")},
    )
    to_time = forms.TimeField(
        label=_("Ends at"),
        required=False,
        error_messages={"invalid": _("Please write the time like 18:00.")},
    )
    place = forms.CharField(
        label=_("Place"),
        help_text=_("With street and town, as people look for it."),
        max_length=120,
        required=False,
    )
    points = forms.CharField(
        label=_("What awaits people"),
        help_text=_("One thing a line; three lines look best."),
        max_length=MOST_POINTS * (LONGEST_POINT + 2),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    quote = forms.CharField(
        label=_("Quote for the press release"),
        help_text=_("Only words to which the person has agreed. Without quotation marks."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    quoted = forms.CharField(
        label=_("Who says it"),
        help_text=_("Name and function."),
        max_length=100,
        required=False,
    )
    about = forms.CharField(
        label=_("About your initiative"),
        help_text=_("Two sentences for the end of the press release."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contact_name = forms.CharField(
        label=_("Contact person"),
        help_text=_("Only with their agreement: it stands on everything."),
        max_length=80,
        required=False,
    )
    contact_phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    contact_email = forms.EmailField(label=_("E-mail address"), max_length=120, required=False)
    web = forms.CharField(
        label=_("Page on the web"),
        help_text=_("For example: www.example.org/open-day."),
        max_length=100,
        required=False,
    )
    logo = forms.FileField(
        label=_("Your logo"),
        help_text=_("PNG, JPEG or WebP. We make it anew, so that nothing hidden stays in it."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp"}),
    )
    #: The logo of the last sending: nothing is stored, and still nobody chooses a file twice.
    logo_kept = forms.CharField(required=False, widget=forms.HiddenInput)
    drops_logo = forms.BooleanField(label=_("Leave the logo out"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    #: What is kept of a filled package, as it was typed.
    KEPT = (
        *("language", "initiative", "kreis", "region", "figure", "own_value", "own_label"),
        *("own_source", "starts_on", "ends_on", "from_time", "to_time", "place", "points", "quote"),
        *("quoted", "about", "contact_name", "contact_phone", "contact_email", "web"),
    )

    def __init__(
        self,
        *args: Any,
        area: Collection[str] = (),
        known_day: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.area = tuple(area)
        self.known_day = known_day
        self.small_logo: SmallLogo | None = None
        choices: list[tuple[str, Any]] = [("", _("please choose"))]
        if len(self.area) > 1:
            number = len(self.area)
            own = ngettext("%(num)s Kreis", "%(num)s Kreise", number) % {"num": number}
            choices.append((OWN_AREA, _("All of our area: %(kreise)s") % {"kreise": own}))
        labels = sorted((kreis.label, kreis.ags5) for kreis in list_kreise())
        choices += [(key, label) for label, key in labels]
        self._choice("kreis").choices = choices
        self._choice("figure").choices = [
            (choice.value, self._figure_words(choice)) for choice in FigureChoice
        ]

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        return field

    # What the region is and what is known of it

    def _typed(self, name: str) -> str:
        """Return what stands in a field, whether it was sent or is offered."""
        value = self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)
        return str(value or "").strip()

    @property
    def kreise(self) -> tuple[str, ...]:
        """Keys of the Kreise that are chosen."""
        chosen = self._typed("kreis")
        if chosen == OWN_AREA:
            return self.area
        return (chosen,) if chosen in {kreis.ags5 for kreis in list_kreise()} else ()

    @property
    def shown_language(self) -> str:
        typed = self._typed("language")
        return typed if typed in ("de", "en") else (get_language() or "de")[:2]

    @property
    def in_region(self) -> str:
        """The region as words of a sentence in the language of the texts; empty without one."""
        own = " ".join(self._typed("region").split())
        if own or not self.kreise:
            return own
        with translation.override(self.shown_language):
            return name_region(self.kreise)

    def find_offers(self) -> Mapping[FigureChoice, Offer]:
        """Return what the hub knows of the region, in the language of the texts."""
        kreise = self.kreise
        with translation.override(self.shown_language):
            # A figure of a Kreis names the Kreis, also where the region is called otherwise.
            return find_offers(kreise, name_region(kreise)) if kreise else {}

    def _figure_words(self, choice: FigureChoice) -> str:
        if not hasattr(self, "_offers"):
            self._offers = self.find_offers()
        offer = self._offers.get(choice)
        if offer is None:
            return str(choice.label)
        if offer.is_known:
            return f"{offer.sentence} ({offer.note})"
        return f"{choice.label}. {offer.note}"

    # Checks

    def clean_points(self) -> str:
        """Let at most five short lines pass."""
        lines = _lines(self.cleaned_data["points"])
        if len(lines) > MOST_POINTS:
            raise forms.ValidationError(
                _("Please write at most %(n)s lines."), params={"n": MOST_POINTS}
            )
        if any(len(line) > LONGEST_POINT for line in lines):
            raise forms.ValidationError(
                _("One line is too long. It may have up to %(n)s characters."),
                params={"n": LONGEST_POINT},
            )
        return "\n".join(lines)

    def clean_starts_on(self) -> date:
        """Refuse days that are over, except the one with which a package was kept."""
        day: date = self.cleaned_data["starts_on"]
        if day < timezone.localdate() and day != self.known_day:
            raise forms.ValidationError(
                _("This day is over. Please choose a day from today on."), code="past"
            )
        return day

    def clean_web(self) -> str:
        """Let what looks like an address pass."""
        web: str = self.cleaned_data["web"]
        if web and ("." not in web or " " in web):
            raise forms.ValidationError(
                _("This is not a web address yet. It looks like www.example.org.")
            )
        return web

    def clean(self) -> dict[str, Any]:
        """Check what belongs together."""
        values: dict[str, Any] = super().clean() or {}
        if not values.get("kreis") and not values.get("region"):
            self.add_error("kreis", _("Please choose a Kreis, or name your region below."))
        self._check_days(values)
        self._check_figure(values)
        if bool(values.get("quote")) != bool(values.get("quoted")):
            missing = "quoted" if values.get("quote") else "quote"
            self.add_error(missing, _("A quote needs the words and the person who says them."))
        self._take_logo(values)
        return values

    def _check_days(self, values: dict[str, Any]) -> None:
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first."))
        elif first and last and last - first > timedelta(days=MOST_DAYS):
            self.add_error("ends_on", _("Please choose at most two months."))
        begins, ends = values.get("from_time"), values.get("to_time")
        if ends and not begins and "from_time" not in self.errors:
            self.add_error("from_time", _("Please say when it begins as well."))
        elif begins and ends and ends <= begins:
            self.add_error("to_time", _("The end has to be later than the beginning."))

    def _check_figure(self, values: dict[str, Any]) -> None:
        choice = values.get("figure")
        if choice == FigureChoice.OWN:
            for name in ("own_value", "own_label", "own_source"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("Please fill in this field, or choose another figure."))
        elif choice in (FigureChoice.EMPLOYEES, FigureChoice.SHARE):
            offer = self._offers.get(FigureChoice(choice))
            if offer is None and values.get("region"):
                self.add_error(
                    "figure",
                    _("For a figure we need a Kreis. Choose one, or take another figure or none."),
                )
            elif offer is not None and not offer.is_known:
                self.add_error(
                    "figure",
                    _("This figure is unknown. Please choose another one, your own, or none."),
                )

    def _take_logo(self, values: dict[str, Any]) -> None:
        upload, kept = values.get("logo"), self.data.get(self.add_prefix("logo_kept"), "")
        if values.get("drops_logo"):
            upload, kept = None, ""
        try:
            if isinstance(upload, UploadedFile):
                self._check_size(upload)
                self.small_logo = shrink_logo(BytesIO(upload.read()))
            elif kept:
                self.small_logo = shrink_logo(BytesIO(base64.b64decode(kept, validate=True)))
        except FileRefused as refusal:
            self.add_error("logo", str(refusal))
        except (binascii.Error, ValueError):
            self.add_error("logo", _("This picture is damaged. Please choose it once more."))
        self._keep_logo()

    def _check_size(self, upload: UploadedFile[Any]) -> None:
        if (upload.size or 0) > settings.FILES_MAX_BYTES:
            raise FileRefused(
                _("This file is too large. It may have up to %(n)s MB.")
                % {"n": settings.FILES_MAX_BYTES // 1024**2}
            )

    def _keep_logo(self) -> None:
        """Let the logo travel along with the form; a box that dropped it is empty again."""
        self.show_again("logo_kept", self.logo_base64)
        self.show_again("drops_logo", "")

    def show_again(self, name: str, value: str) -> None:
        """Let a field show something else than what was sent."""
        data = QueryDict(mutable=True) if not isinstance(self.data, QueryDict) else self.data.copy()
        if not isinstance(self.data, QueryDict):
            data.update(self.data)
        data[self.add_prefix(name)] = value
        self.data = data

    @property
    def logo_base64(self) -> str:
        if self.small_logo is None:
            return ""
        return base64.b64encode(self.small_logo.content).decode("ascii")

    # What came of it

    def make_filling(self) -> Filling:
        """Return what is filled in as far as it is right; also of a form with errors, for the preview."""
        values = getattr(self, "cleaned_data", {})

        def word(name: str) -> str:
            return " ".join(str(values.get(name) or "").split())

        return Filling(
            language="en" if self.shown_language == "en" else "de",
            issued_on=timezone.localdate(),
            initiative=word("initiative") if values else self._typed("initiative"),
            in_region=self.in_region,
            figure=self._chosen_figure(values),
            starts_on=values.get("starts_on"),
            ends_on=values.get("ends_on"),
            from_time=values.get("from_time"),
            to_time=values.get("to_time"),
            place=word("place"),
            points=tuple(_lines(values.get("points") or "")),
            quote=word("quote").strip('„“”"»«'),
            quoted=word("quoted"),
            about=word("about"),
            contact_name=word("contact_name"),
            contact_email=word("contact_email"),
            contact_phone=word("contact_phone"),
            web=word("web"),
            logo=self._logo(values),
        )

    def _chosen_figure(self, values: Mapping[str, Any]) -> Offer | None:
        choice = values.get("figure") or self._typed("figure")
        if choice == FigureChoice.OWN:
            words = tuple(
                " ".join(str(values.get(name) or "").split())
                for name in ("own_value", "own_label", "own_source")
            )
            return Offer(words[0], words[1].rstrip("."), words[2]) if all(words) else None
        if choice not in FigureChoice.values:
            return None
        offer = self._offers.get(FigureChoice(choice))
        return offer if offer is not None and offer.is_known else None

    def _logo(self, values: Mapping[str, Any]) -> documents.Logo | None:
        if self.small_logo is None:
            return None
        with translation.override(self.shown_language):
            alternative = str(_("Logo of %(name)s")) % {"name": values.get("initiative") or "–"}
        picture = self.small_logo
        return documents.Logo(
            picture.content, "image/png", picture.width, picture.height, alternative
        )

    def kept_values(self) -> dict[str, str]:
        """Return what is kept of a valid form: words as they were typed, days in ISO form."""
        days = {
            name: self.cleaned_data[name].isoformat()
            for name in ("starts_on", "ends_on")
            if self.cleaned_data[name]
        }
        words = {name: str(self.data.get(self.add_prefix(name)) or "") for name in self.KEPT}
        return words | days


def _lines(text: str) -> list[str]:
    """Return the lines that say something, without marks that people type before them."""
    lines = (" ".join(line.split()).lstrip("-•*– ") for line in text.splitlines())
    return [line for line in lines if line]
