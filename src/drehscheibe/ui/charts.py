"""Charts drawn on the server as SVG, without a library and without inline style.

Positions along the scale are per cent of the width, heights are pixels: a chart fills whatever room it
gets and its letters keep their size from a phone to a poster. Colours come from classes
(``components/chart_frame.css``). Labels stand at the bars; there is always a table beside the picture.
"""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from markupsafe import Markup

from drehscheibe.ui import formats

LABEL_CHARACTERS = 38
LINE = 20
BAR = 22
GAP = 18
#: Right of the longest bar stays room for its value: per cent of a phone's width for each letter.
LETTER_WIDTH = 2.9
LONGEST_BESIDE = 22

BarRow = tuple[object, float | None, object]
IntervalRow = tuple[object, float | None, float | None, float | None, object]
StackRow = tuple[object, Sequence[float], object]


@dataclass(slots=True)
class _Drawing:
    """SVG elements from top to bottom; ``y`` is where the next one goes."""

    y: int = 0
    parts: list[Markup] = field(default_factory=list)

    def add(self, template: str, *values: object) -> None:
        # Templates are literals of this module; format() escapes what is filled in.
        self.parts.append(Markup(template).format(*values))  # noqa: S704 -- see above

    def label(self, text: object) -> None:
        """Write a label over as many lines as it needs; SVG does not wrap by itself."""
        for line in _lines(str(text)):
            self.y += LINE
            self.add('<text class="chart__label" x="0" y="{}">{}</text>', self.y - 5, line)

    def note(self, text: object) -> None:
        """Write a remark under what was drawn last; nothing if there is none."""
        for line in _lines(str(text)) if text else ():
            self.y += LINE
            self.add('<text class="chart__note" x="0" y="{}">{}</text>', self.y - 4, line)

    def finish(self, kind: str, title: str, description: str) -> Markup:
        # Ids differ between the charts of one page and stay the same between two visits.
        number = hashlib.sha256(f"{title}{self.parts}".encode()).hexdigest()[:8]
        return Markup(
            '<svg class="chart chart--{kind}" role="img" width="100%" height="{height}"'
            ' aria-labelledby="chart-{number}-title" aria-describedby="chart-{number}-text">'
            '<title id="chart-{number}-title">{title}</title>'
            '<desc id="chart-{number}-text">{description}</desc>{parts}</svg>'
        ).format(
            kind=kind,
            height=self.y,
            number=number,
            title=title,
            description=description,
            parts=Markup("").join(self.parts),
        )


def bar_chart(title: str, rows: Iterable[BarRow], unit: str = "") -> Markup:
    """Draw horizontal bars from an honest zero line.

    Parameters
    ----------
    title : str
        What the chart says, in a sentence.
    rows : iterable of (label, value, note)
        Values are zero or more; None means not known and gets words instead of a bar.
    unit : str
        Stands after each value: ``%``, ``km``.
    """
    rows = list(rows)
    largest = max((value for _label, value, _note in rows if value is not None), default=0) or 1
    letters = max((len(_with_unit(row[1], unit)) for row in rows if row[1] is not None), default=0)
    full_width = 96 - (letters if letters <= LONGEST_BESIDE else 0) * LETTER_WIDTH
    drawing = _Drawing()
    for label, value, note in rows:
        drawing.label(label)
        if value is None:
            drawing.y += LINE
            drawing.add(
                '<text class="chart__missing" x="0" y="{}">{}</text>', drawing.y - 5, _("not known")
            )
        else:
            _draw_bar(drawing, value / largest * full_width, _with_unit(value, unit), note)
        drawing.y += GAP
    return drawing.finish("bars", title, _describe((row[0], row[1]) for row in rows))


def _draw_bar(drawing: _Drawing, width: float, value: str, note: object) -> None:
    beside, below = (value, []) if len(value) <= LONGEST_BESIDE else ("", _lines(value))
    top = drawing.y
    drawing.add(
        '<rect class="chart__bar" x="0" y="{}" width="{:.2f}%" height="{}"/>', top, width, BAR
    )
    drawing.add(
        '<text class="chart__value" x="{:.2f}%" dx="8" y="{}">{}</text>', width, top + 17, beside
    )
    drawing.y += BAR
    for line in below:
        drawing.y += LINE
        drawing.add('<text class="chart__value" x="0" y="{}">{}</text>', drawing.y - 4, line)
    drawing.note(note)


def interval_chart(
    title: str, rows: Iterable[IntervalRow], unit: str = "", *, low: float = 0, high: float = 100
) -> Markup:
    """Draw estimates as dots with the interval in which the truth probably lies.

    Parameters
    ----------
    rows : iterable of (label, value, lower, upper, note)
        None for the value means that too few people answered.
    low, high : float
        Ends of the scale, the same for all charts that are compared.
    """
    rows = list(rows)
    drawing = _Drawing()
    for label, value, lower, upper, _note in rows:
        drawing.label(label)
        middle = drawing.y + 12
        drawing.add('<line class="chart__rail" x1="1%" x2="99%" y1="{0}" y2="{0}"/>', middle)
        if value is None or lower is None or upper is None:
            _draw_missing(drawing, middle)
        else:
            spots = [1 + 98 * (number - low) / (high - low) for number in (lower, value, upper)]
            _draw_interval(drawing, spots, middle, _with_unit(value, unit))
        drawing.y += 38
    _draw_scale(drawing, low, high, unit)
    return drawing.finish("intervals", title, _describe((row[0], row[1]) for row in rows))


def _draw_missing(drawing: _Drawing, middle: int) -> None:
    drawing.add(
        '<text class="chart__missing" x="0" y="{}">{}</text>', middle + 20, _("too few answers")
    )


def _draw_interval(drawing: _Drawing, spots: list[float], middle: int, value: str) -> None:
    lower, centre, upper = spots
    drawing.add(
        '<line class="chart__interval" x1="{0:.2f}%" x2="{1:.2f}%" y1="{2}" y2="{2}"/>',
        lower,
        upper,
        middle,
    )
    drawing.add('<circle class="chart__dot" cx="{:.2f}%" cy="{}" r="6"/>', centre, middle)
    anchor = "start" if centre < 8 else ("end" if centre > 92 else "middle")
    drawing.add(
        '<text class="chart__value" text-anchor="{}" x="{:.2f}%" y="{}">{}</text>',
        anchor,
        centre,
        middle + 23,
        value,
    )


def _draw_scale(drawing: _Drawing, low: float, high: float, unit: str) -> None:
    drawing.y += LINE
    for part, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
        drawing.add(
            '<text class="chart__scale" text-anchor="{}" x="{:.0f}%" y="{}">{}</text>',
            anchor,
            part * 100,
            drawing.y - 4,
            _with_unit(low + part * (high - low), unit),
        )


def stacked_chart(
    title: str, parts: Sequence[object], rows: Iterable[StackRow], unit: str = ""
) -> Markup:
    """Draw shares of a whole as one bar per row; each row is scaled to its own sum.

    Parameters
    ----------
    parts : sequence of str
        Names of the parts, at most eight, in the order of the values.
    rows : iterable of (label, values, note)

    Raises
    ------
    ValueError
        When there are more parts than colours that people can tell apart.
    """
    if len(parts) > 8:
        raise ValueError("A stacked bar has at most eight parts; put the small ones together.")
    rows = list(rows)
    drawing = _Drawing()
    for label, values, note in rows:
        drawing.label(label)
        _draw_stack(drawing, values, unit)
        drawing.note(note)
        drawing.y += GAP
    described = (
        f"{label}: "
        + ", ".join(f"{part} {_with_unit(v, unit)}" for part, v in zip(parts, values, strict=True))
        for label, values, _note in rows
    )
    return drawing.finish("stacks", title, "; ".join(described))


def _draw_stack(drawing: _Drawing, values: Sequence[float], unit: str) -> None:
    whole = sum(values) or 1
    start, top, height = 0.0, drawing.y + 2, BAR + 8
    for position, value in enumerate(values, start=1):
        width = value / whole * 100
        drawing.add(
            '<rect class="chart__part data-{}" x="{:.2f}%" y="{}" width="{:.2f}%" height="{}"/>',
            position,
            start,
            top,
            width,
            height,
        )
        if width >= 11:
            drawing.add(
                '<text class="chart__inside on-data-{}" x="{:.2f}%" dx="7" y="{}">{}</text>',
                position,
                start,
                top + 21,
                _with_unit(value, unit),
            )
        start += width
    drawing.y += height + 4


def table_of_bars(rows: Iterable[BarRow]) -> list[tuple[object, ...]]:
    """Return the cells of the table beside a bar chart."""
    return [(label, _cell(value), note or "") for label, value, note in rows]


def table_of_intervals(rows: Iterable[IntervalRow]) -> list[tuple[object, ...]]:
    """Return the cells of the table beside an interval chart."""
    return [
        (label, _cell(value), _cell(low), _cell(high), note or "")
        for label, value, low, high, note in rows
    ]


def table_of_stacks(rows: Iterable[StackRow]) -> list[tuple[object, ...]]:
    """Return the cells of the table beside a stacked chart."""
    return [(label, *(_cell(value) for value in values)) for label, values, _note in rows]


def _cell(value: float | None) -> str:
    return _("not known") if value is None else formats.number(value)


def _with_unit(value: float, unit: str) -> str:
    return (
        f"{formats.number(value)}{formats.NO_BREAK_SPACE}{unit}" if unit else formats.number(value)
    )


def _describe(pairs: Iterable[tuple[object, float | None]]) -> str:
    return "; ".join(f"{label}: {_cell(value)}" for label, value in pairs)


def _lines(text: str) -> list[str]:
    return textwrap.wrap(text, LABEL_CHARACTERS, break_long_words=True) or [""]
