"""What somebody has filled in, as words that stand in sentences of the chosen language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from babel.dates import format_date
from django.utils.translation import pgettext

from drehscheibe.capabilities.library.queries.region_figures import Offer
from drehscheibe.core.documents.api import Logo
from drehscheibe.ui.formats import locale

__all__ = ["Filling", "words_of"]


@dataclass(frozen=True, slots=True)
class Filling:
    """What is filled in; empty means missing.

    Attributes
    ----------
    in_region : str
        The region with its preposition: "in the district of Gifhorn".
    figure : Offer or None
        The figure that was chosen; None if it is unknown or none was wanted.
    points : tuple of str
        What awaits people, a line each.
    """

    language: Literal["de", "en"]
    issued_on: date
    initiative: str = ""
    in_region: str = ""
    figure: Offer | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    from_time: time | None = None
    to_time: time | None = None
    place: str = ""
    points: tuple[str, ...] = ()
    quote: str = ""
    quoted: str = ""
    about: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    web: str = ""
    logo: Logo | None = None

    @property
    def contact(self) -> str:
        """Name, telephone and address in one line."""
        return ", ".join(filter(None, (self.contact_name, self.contact_phone, self.contact_email)))

    @property
    def is_of_one_day(self) -> bool:
        return self.ends_on is None or self.ends_on == self.starts_on


def words_of(filling: Filling) -> dict[str, str]:
    """Return the words by the name of their gap, in the active language; what must be there and is not is a gap."""
    figure = filling.figure
    on_day, hours = _on_day(filling), _hours(filling, in_sentence=True)
    has_quote = filling.quote and filling.quoted
    words = {
        "initiative": filling.initiative or pgettext("gap", "[name of your initiative]"),
        "in_region": filling.in_region or pgettext("gap", "[in your region]"),
        "day": day_words(filling),
        "on_day": on_day,
        "hours": hours,
        "on_day_and_hours": f"{on_day}{_comma(filling)}{hours}" if hours else on_day,
        "placard_hours": _hours(filling, in_sentence=False),
        "place": filling.place,
        "figure": figure.sentence if figure else "",
        "figure_note": figure.note if figure else "",
        "points": "\n".join(filling.points),
        "quote": filling.quote.rstrip(".") if has_quote else "",
        "quoted": filling.quoted if has_quote else "",
        "about": filling.about,
        "contact": filling.contact,
        "web": filling.web,
    }
    capital = {f"{name}_capital": text[:1].upper() + text[1:] for name, text in words.items()}
    return words | capital


def _comma(filling: Filling) -> str:
    """Several days are followed by a comma: from 12 to 18 June, daily from 10:00."""
    return " " if filling.is_of_one_day else ", "


def day_words(filling: Filling) -> str:
    """Return the day or the days without a preposition."""
    if filling.starts_on is None:
        return pgettext("gap", "[day]")
    first, last = filling.starts_on, filling.ends_on
    if last is None or filling.is_of_one_day:
        return _format(first, "EEEE, d. MMMM y", "EEEE d MMMM y")
    if (first.year, first.month) == (last.year, last.month):
        start = _format(first, "d.", "d")
    elif first.year == last.year:
        start = _format(first, "d. MMMM", "d MMMM")
    else:
        start = _format(first, "d. MMMM y", "d MMMM y")
    return pgettext("days", "%(first)s to %(last)s") % {
        "first": start,
        "last": _format(last, "d. MMMM y", "d MMMM y"),
    }


def _on_day(filling: Filling) -> str:
    if filling.starts_on is None:
        return pgettext("gap", "[on which day]")
    words = {"day": day_words(filling)}
    if filling.is_of_one_day:
        return pgettext("days", "on %(day)s") % words
    return pgettext("days", "from %(day)s") % words


def _hours(filling: Filling, *, in_sentence: bool) -> str:
    if filling.from_time is None:
        return ""
    values = {"from": _clock(filling.from_time)}
    if filling.to_time is not None:
        values["to"] = _clock(filling.to_time)
    if not in_sentence:
        return (
            pgettext("hours on a poster", "%(from)s to %(to)s")
            if filling.to_time
            else pgettext("hours on a poster", "%(from)s")
        ) % values
    pattern = (
        pgettext("hours", "from %(from)s to %(to)s")
        if filling.to_time
        else pgettext("hours", "at %(from)s")
    )
    if not filling.is_of_one_day:
        pattern = pgettext("hours", "daily %(hours)s") % {"hours": pattern}
    return pattern % values


def _clock(value: time) -> str:
    """Return "10" and "10:30" in German, where "Uhr" follows; "10:00" in English."""
    if locale() == "de_DE" and value.minute == 0:
        return str(value.hour)
    return f"{value.hour}:{value.minute:02d}"


def _format(value: date, german: str, english: str) -> str:
    return str(format_date(value, german if locale() == "de_DE" else english, locale=locale()))
