"""A dossier as a document tree, for the file that is handed over, and its map for page and paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language, ngettext, npgettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from drehscheibe.capabilities.exchange import api
from drehscheibe.capabilities.exchange.models import DossierQuote
from drehscheibe.capabilities.exchange.queries.dossier_content import Content, Stated
from drehscheibe.core.documents import api as documents
from drehscheibe.core.places.names import list_kreise
from drehscheibe.core.places.reference import GAZETTEER
from drehscheibe.ui.formats import day, enumeration, number
from drehscheibe.ui.print_map import draw_print_map
from drehscheibe.ui.tile_map import Tile, draw_tile_map, load_tile_map

__all__ = [
    "KeyFigure",
    "draw_map",
    "key_figures",
    "make_document",
    "map_source",
    "region_rows",
    "region_sentence",
]

#: Number of concerns from which a tile has the next stronger fill.
STEPS = (1, 2, 4, 7)
MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One number of the dossier; ``value`` is None if nobody stated it."""

    value: str | None
    label: str
    note: str = ""


def key_figures(content: Content) -> list[KeyFigure]:
    """Return the figures in words; what is missing is said, what is not open is only counted."""
    hidden = ""
    if content.hidden:
        hidden = ngettext(
            "%(n)s of them is not open and counted here only",
            "%(n)s of them are not open and counted here only",
            content.hidden,
        ) % {"n": content.hidden}
    laender = len(content.per_land)
    return [
        KeyFigure(number(content.number), ngettext("concern", "concerns", content.number), hidden),
        KeyFigure(
            number(len(content.organisations)),
            ngettext("organisation", "organisations", len(content.organisations)),
            _("with those who support it"),
        ),
        KeyFigure(
            number(laender) if laender else None,
            npgettext("below a number", "Land", "Länder", laender),
            _nationwide(content),
        ),
        _stated(_("companies"), content.companies),
        _stated(_("employees"), content.employees),
    ]


def _nationwide(content: Content) -> str:
    if not content.nationwide:
        return ""
    return ngettext(
        "%(n)s concern holds for all of Germany",
        "%(n)s concerns hold for all of Germany",
        content.nationwide,
    ) % {"n": content.nationwide}


def _stated(label: str, stated: Stated) -> KeyFigure:
    note = ""
    if stated.total is not None and stated.silent:
        note = ngettext(
            "as stated; %(n)s concern names no number",
            "as stated; %(n)s concerns name no number",
            stated.silent,
        ) % {"n": stated.silent}
    elif stated.total is not None:
        note = _("as stated by the authors")
    return KeyFigure(None if stated.total is None else number(stated.total), label, note)


def region_sentence(content: Content) -> str:
    """Return in words what the map shows."""
    if not content.per_land:
        return _("The concerns hold for all of Germany or name no Land.")
    names = [content.land_names[code] for code in content.per_land]
    named = names[:MOST_NAMED]
    if len(names) > MOST_NAMED:
        rest = len(names) - MOST_NAMED
        named.append(
            ngettext("%(n)s further Land", "%(n)s further Länder", rest) % {"n": number(rest)}
        )
    words = ngettext(
        "Concerns come from %(n)s Land: %(names)s.",
        "Concerns come from %(n)s Länder: %(names)s.",
        len(names),
    ) % {"n": number(len(names)), "names": enumeration(named)}
    return f"{words} {_nationwide(content)}." if content.nationwide else words


def region_rows(content: Content) -> list[tuple[str, int]]:
    """Return the name of every Land with its number of concerns, most first."""
    return [(content.land_names[code], count) for code, count in content.per_land.items()]


def draw_map(content: Content) -> Markup | None:
    """Draw the map for the page; None if no concern names a place."""
    if not content.per_kreis:
        return None
    names = {kreis.ags5: kreis.label for kreis in list_kreise()}
    tiles = {
        key: Tile(
            name=names.get(key, key),
            value=ngettext("%(n)s concern", "%(n)s concerns", count) % {"n": count},
            level=_level(count),
        )
        for key, count in content.per_kreis.items()
        if key in load_tile_map().positions
    }
    svg = draw_tile_map(
        tiles,
        title=_("Regions of the dossier"),
        description=region_sentence(content),
        element_id="dossier-map",
    )
    return Markup(svg)  # noqa: S704 -- drawn by our own code, names escaped there


def map_source() -> str:
    """Return the line to print near the map."""
    return _("Sources: %(registry)s; centres, neighbourhoods and layout: our own computation.") % {
        "registry": GAZETTEER["attribution"]
    }


def _level(count: int) -> int:
    return sum(count >= step for step in STEPS)


def make_document(content: Content) -> documents.Document:
    """Return the dossier as one reader may have it, in the present language."""
    dossier = content.dossier
    language = "en" if (get_language() or "de").startswith("en") else "de"
    return documents.Document(
        title=dossier.title,
        kind=_("Dossier"),
        number=dossier.public_id,
        language="en" if language == "en" else "de",
        issued_on=timezone.localdate(content.changed_at),
        publisher=str(dossier.begun_under.organisation),
        warning=_warning(content),
        facts=tuple(_facts(content)),
        figures=documents.KeyFigures(
            tuple(documents.KeyFigure(f.value, f.label, f.note) for f in key_figures(content))
        ),
        sections=tuple(_sections(content)),
    )


def _warning(content: Content) -> str:
    if content.dossier.is_example:
        return _("This is an example. Nobody raised these concerns. It shows how a dossier looks.")
    return ""


def _facts(content: Content) -> Iterator[documents.Fact]:
    dossier = content.dossier
    if dossier.desk is not None and dossier.handed_over_at is not None:
        yield documents.Fact(_("Handed over to"), str(dossier.desk))
        yield documents.Fact(_("Handed over on"), day(dossier.handed_over_at))
    else:
        yield documents.Fact(_("State"), str(dossier.get_state_display()))
    if dossier.handed_over_at is not None and dossier.due_on is not None:
        if dossier.state == "handed_over":
            yield documents.Fact(_("Answer due by"), day(dossier.due_on))
        else:
            yield documents.Fact(_("State"), str(dossier.get_state_display()))


def _sections(content: Content) -> Iterator[documents.Section]:
    dossier = content.dossier
    paragraph, section = documents.Paragraph, documents.Section
    if dossier.pattern:
        yield section(_("The pattern"), (paragraph(dossier.pattern, "lead"),))
    if dossier.why_now:
        yield section(_("Why now"), (paragraph(dossier.why_now),))
    if content.asks:
        entries = tuple(documents.Entry(ask.text, _rests_on(ask.rests_on)) for ask in content.asks)
        yield section(_("What is asked for"), (documents.Items(entries, numbered=True),))
    yield section(_("Where it happens"), _region_blocks(content))
    if content.quotes:
        yield section(_("In the authors’ words"), tuple(_quote(one) for one in content.quotes))
    if content.legal_norms:
        norms = tuple(documents.Entry(norm) for norm in content.legal_norms)
        yield section(_("Laws and rules"), (documents.Items(norms),))
    yield section(_("The concerns and where they stand"), tuple(_signal_blocks(content)))


def _rests_on(public_ids: tuple[str, ...]) -> str:
    return _("Rests on %(concerns)s") % {"concerns": enumeration(public_ids)} if public_ids else ""


def _quote(quote: DossierQuote) -> documents.Quote:
    answered_on: date = timezone.localdate(quote.answered_at)
    consent = documents.Consent(str(quote.signal.organisation), answered_on)
    return documents.Quote(quote.text, consent, quote.signal.public_id)


def _region_blocks(content: Content) -> tuple[documents.Block, ...]:
    sentence = region_sentence(content)
    if not content.per_kreis:
        return (documents.Paragraph(sentence),)
    rows = tuple((name, number(count)) for name, count in region_rows(content))
    levels = {key: _level(count) for key, count in content.per_kreis.items()}
    figure = documents.Figure(
        svg=draw_print_map(levels),
        alternative=_("Map of Germany, one hexagon per Kreis. %(sentence)s")
        % {"sentence": sentence},
        caption=_("The darker, the more concerns."),
        table=documents.Table(
            _("Concerns per Land"), (_("Land"), _("Concerns")), rows, numeric=(1,), widths=(3, 1)
        ),
        source=map_source(),
        width_mm=78,
    )
    return documents.Paragraph(sentence), figure


def _signal_blocks(content: Content) -> Iterator[documents.Block]:
    today = timezone.localdate()
    cards = [api.make_card(one, today) for one in content.signals]
    if cards:
        yield documents.Table(
            ngettext("%(n)s concern", "%(n)s concerns", len(cards)) % {"n": number(len(cards))},
            (_("Number"), _("What it is about"), _("Who"), _("State")),
            tuple(
                (
                    card.public_id,
                    card.title,
                    " · ".join(filter(None, (card.raised_by, card.region))),
                    card.decision or card.state_label,
                )
                for card in cards
            ),
            widths=(10, 26, 18, 12),
        )
    if content.hidden:
        yield documents.Paragraph(_hidden(content), "note")


def _hidden(content: Content) -> str:
    return ngettext(
        "%(n)s further concern is not open. It is counted here and nothing else is said of it.",
        "%(n)s further concerns are not open. They are counted here and nothing else is said of them.",
        content.hidden,
    ) % {"n": number(content.hidden)}
