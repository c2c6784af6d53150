"""Example content for the gallery. All of it is made up, and the page says so."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from django import forms as django_forms
from django.core.paginator import Paginator

from drehscheibe.ui import forms, icons

COMPONENTS = icons.SPRITE.parents[2] / "templates" / "ui" / "components"
TOKENS = icons.SPRITE.parent / "css" / "tokens.css"

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
HOSTILE = '<script>alert("x")</script> & „Anführung“'
NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)

TOPICS = [
    ("energy", "Energie und Netze"),
    ("skills", "Fachkräfte und Ausbildung"),
    ("sites", "Flächen und Genehmigungen"),
    ("transport", "Verkehr und Logistik"),
]
BENCHES = [
    ("employers", "Unternehmen"),
    ("unions", "Gewerkschaften und Betriebsräte"),
    ("public", "Nachbarschaft und Öffentlichkeit"),
]


class ConcernForm(forms.Form):
    """One field of every kind."""

    title = django_forms.CharField(
        label="Worum geht es?", help_text="Ein Satz, den auch Fachfremde verstehen.", max_length=120
    )
    story = django_forms.CharField(
        label="Was ist passiert?",
        help_text="Schreiben Sie, wie Sie es einer Kollegin erzählen würden. Namen von Betrieben nur, wenn Sie das dürfen.",
        widget=django_forms.Textarea(attrs={"rows": 5}),
        max_length=1500,
    )
    topic = django_forms.ChoiceField(label="Thema", choices=[("", "Bitte wählen"), *TOPICS])
    bench = django_forms.ChoiceField(
        label="Für wen sprechen Sie?", choices=BENCHES, widget=django_forms.RadioSelect
    )
    affected = django_forms.MultipleChoiceField(
        label="Wen betrifft es noch?",
        choices=TOPICS,
        widget=django_forms.CheckboxSelectMultiple,
        required=False,
    )
    companies = django_forms.IntegerField(label="Wie viele Betriebe betrifft es?", required=False)
    since = django_forms.DateField(label="Seit wann?", required=False)
    founded = forms.DayPartsField(
        label="Gründungstag der Initiative", help_text="Zum Beispiel 27 3 2011.", required=False
    )
    email = django_forms.EmailField(label="Ihre E-Mail-Adresse")
    phone = django_forms.CharField(
        label="Telefon",
        required=False,
        widget=django_forms.TextInput(attrs={"type": "tel"}),
    )
    website = django_forms.URLField(label="Internetseite", required=False, assume_scheme="https")
    document = django_forms.FileField(
        label="Beleg", help_text="PDF, Bild oder Tabelle, höchstens 5 MB.", required=False
    )
    password = django_forms.CharField(label="Passwort", widget=django_forms.PasswordInput)
    agree = django_forms.BooleanField(
        label="Die Servicestelle darf mich zu diesem Anliegen anrufen.",
        help_text="Sie können das jederzeit widerrufen.",
    )


class FilterForm(forms.Form):
    """What a list is filtered by."""

    q = django_forms.CharField(label="Suche", required=False)
    land = django_forms.ChoiceField(
        label="Land", required=False, choices=[("", "Alle Länder"), ("NW", "Nordrhein-Westfalen")]
    )
    topic = django_forms.ChoiceField(
        label="Thema", required=False, choices=[("", "Alle Themen"), *TOPICS]
    )


def _failed_form() -> ConcernForm:
    return ConcernForm(
        {
            "title": "Netzanschluss fehlt",
            "story": "Das Umspannwerk hat keine freie Kapazität.",
            "companies": "viele",
            "email": "m.mustermann@",
            "since": "gestern",
        },
        # Two forms on one page must not share their ids.
        auto_id="failed_%s",
    )


def _stations() -> list[dict[str, Any]]:
    return [
        {
            "kind": "Notiz vom Tisch",
            "title": "„Der Netzanschluss kommt vier Jahre zu spät“",
            "href": "#trace",
            "when": datetime(2026, 2, 12, 18, 0, tzinfo=UTC),
            "who": "Werksgespräch Musterstadt",
        },
        {
            "kind": "Anliegen",
            "title": "Netzanschlüsse für Gewerbegebiete",
            "href": "#trace",
            "state": "unterstützt von 7 Initiativen",
            "state_kind": "info",
            "when": datetime(2026, 3, 3, 9, 0, tzinfo=UTC),
            "who": "Initiative Musterregion",
        },
        {
            "kind": "Dossier",
            "title": "Energie: Anschlüsse und Netze",
            "href": "#trace",
            "state": "beim Fachreferat",
            "state_kind": "waiting",
            "when": datetime(2026, 4, 21, 9, 0, tzinfo=UTC),
            "who": "Servicestelle",
            "note": "Das Fachreferat hat den Eingang bestätigt und bis 12. Mai eine Antwort zugesagt.",
            "is_current": True,
        },
        {"kind": "Antwort", "title": "Antwort des Fachreferats", "is_future": True},
        {"kind": "Rückweg", "title": "Alle Beteiligten erfahren davon", "is_future": True},
    ]


def _chronicle() -> list[dict[str, Any]]:
    return [
        {
            "when": date(2026, 4, 21),
            "title": "Dossier übergeben",
            "body": "Sieben Anliegen aus fünf Ländern gehen gemeinsam an das Fachreferat.",
            "who": "Servicestelle",
        },
        {"when": date(2026, 3, 3), "title": "Anliegen geprüft", "body": "", "who": "Servicestelle"},
        {"when": date(2026, 2, 12), "title": "Notiz aufgenommen", "body": LONG_WORD, "who": ""},
    ]


def _summary() -> list[dict[str, Any]]:
    return [
        {"label": "Region", "value": "Musterregion an der Beispiel", "note": "3 Kreise"},
        {"label": "Rechtsform", "value": None},
        {"label": "Internetseite", "value": "www.example.org", "href": "https://www.example.org"},
        {"label": "Mitglieder", "value": "350", "note": "Stand 2024, Angabe der Initiative"},
        {"label": LONG_WORD, "value": LONG_WORD},
    ]


def _charts() -> dict[str, Any]:
    return {
        "bars": [
            ("Energie und Netze", 41, ""),
            ("Fachkräfte und Ausbildung", 33, ""),
            ("Flächen, Genehmigungen und das Bauen im Bestand", 18, "davon 6 zum Denkmalschutz"),
            ("Verkehr und Logistik", 9, ""),
            ("Rohstoffe", None, ""),
        ],
        "intervals": [
            ("Nachbarschaft", 58, 52, 64, "n = 412"),
            ("Schülerinnen und Schüler", 66, 57, 75, "n = 118"),
            ("Beschäftigte", 81, 78, 84, "n = 903"),
            ("Auszubildende", None, None, None, "zu wenige Antworten"),
        ],
        "parts": ["beantwortet", "in Arbeit", "bei uns", "zurückgezogen"],
        "stacks": [("Bund", [52, 30, 12, 6], ""), ("Länder", [38, 44, 15, 3], "")],
        "eight": [f"Teil {number}" for number in range(1, 9)],
        "eight_rows": [("Acht Teile, gleich groß", [1] * 8, "")],
    }


def tokens() -> dict[str, tuple[str, str]]:
    """Return the colour tokens as (day, night), read from the stylesheet itself."""
    source = TOKENS.read_text(encoding="utf-8")
    pattern = r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);"
    return {name: (day, night) for name, day, night in re.findall(pattern, source)}


def component_names() -> list[str]:
    """Return the names of all components."""
    return sorted(path.stem for path in COMPONENTS.glob("*.html"))


def gallery_context() -> dict[str, Any]:
    """Return everything that the gallery shows."""
    pages = Paginator(range(1, 94), 10)
    return {
        "colours": tokens(),
        "icon_names": sorted(icons.icon_names()),
        "component_names": component_names(),
        "long_word": LONG_WORD,
        "hostile": HOSTILE,
        "now": NOW,
        "today": NOW.date(),
        "form": ConcernForm(
            initial={"topic": "energy", "bench": "unions", "title": "Netzanschluss"}
        ),
        "failed_form": _failed_form(),
        "filter_form": FilterForm(auto_id="filter_%s"),
        "fieldset_form": FilterForm(auto_id="fieldset_%s"),
        "page_middle": pages.page(5),
        "page_first": pages.page(1),
        "stations": _stations(),
        "chronicle": _chronicle(),
        "summary": _summary(),
        **_charts(),
    }
