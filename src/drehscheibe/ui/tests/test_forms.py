"""Forms: plain messages, nothing that swallows text, labels and messages that belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django import forms as django_forms
from django.contrib.contenttypes.models import ContentType
from django.utils import translation

from drehscheibe.ui import forms
from drehscheibe.ui.tests.test_components import render


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with translation.override("de"):
        yield


class Sample(forms.Form):
    title = django_forms.CharField(label="Titel")
    own = django_forms.CharField(label="Eigenes", error_messages={"required": "Mein Satz."})
    email = django_forms.EmailField(label="E-Mail")
    count = django_forms.IntegerField(label="Zahl", required=False)
    day = django_forms.DateField(label="Tag", required=False)
    parts = forms.DayPartsField(label="Gründung", required=False)
    text = django_forms.CharField(
        label="Text", required=False, widget=django_forms.Textarea, max_length=10
    )
    bench = django_forms.ChoiceField(
        label="Bank", choices=[("a", "A"), ("b", "B")], widget=django_forms.RadioSelect
    )


def test_each_form_gets_a_token_of_its_own() -> None:
    first, second = Sample(), Sample()

    tokens = [render("{{ ui.field(form['form_token']) }}", form=form) for form in (first, second)]

    values = [
        re.findall(r'type="hidden" name="form_token" value="([\w-]{20,})"', html) for html in tokens
    ]
    assert [len(value) for value in values] == [1, 1]
    assert values[0] != values[1]


def test_token_survives_a_failed_validation() -> None:
    form = Sample({"form_token": "given"})

    assert 'value="given"' in render("{{ ui.field(form['form_token']) }}", form=form)


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({}, "title", "Bitte füllen Sie dieses Feld aus."),
        (
            {"text": "zwölf Worte."},
            "text",
            "Bitte kürzen Sie: Erlaubt sind höchstens 10 Zeichen, es sind 12.",
        ),
        ({}, "own", "Mein Satz."),
        ({}, "email", "Bitte geben Sie Ihre E-Mail-Adresse ein, zum Beispiel name@beispiel.de."),
        (
            {"email": "a@"},
            "email",
            "Das ist noch keine E-Mail-Adresse. Sie sieht so aus: name@beispiel.de.",
        ),
        ({"count": "viele"}, "count", "Bitte geben Sie eine ganze Zahl ein, zum Beispiel 25."),
        (
            {"day": "gestern"},
            "day",
            "Dieses Datum verstehen wir nicht. Bitte schreiben Sie es so: 22.10.2026.",
        ),
        ({"bench": "z"}, "bench", "Bitte wählen Sie eine der Möglichkeiten aus."),
        (
            {"parts_day": "32", "parts_month": "1", "parts_year": "2020"},
            "parts",
            "Dieses Datum verstehen wir nicht. Bitte schreiben Sie es so: 22.10.2026.",
        ),
        (
            {"parts_day": "3", "parts_month": "", "parts_year": ""},
            "parts",
            "Dieses Datum verstehen wir nicht. Bitte schreiben Sie es so: 22.10.2026.",
        ),
    ],
)
def test_messages_say_how_to_mend_it(data: dict[str, str], field: str, message: str) -> None:
    assert list(Sample(data).errors[field]) == [message]


def test_german_and_native_dates_are_both_understood() -> None:
    for typed in ("22.10.2026", "2026-10-22"):
        form = Sample({"day": typed})
        form.is_valid()
        assert form.cleaned_data["day"] == date(2026, 10, 22)


def test_three_part_date_is_one_date() -> None:
    form = Sample({"parts_day": "7", "parts_month": "3", "parts_year": "2011"})
    form.is_valid()

    assert form.cleaned_data["parts"] == date(2011, 3, 7)


@pytest.mark.parametrize(("typed", "kind"), [("2026-10-22", "date"), ("gestern", "text")])
def test_what_a_picker_would_swallow_is_shown_as_text(typed: str, kind: str) -> None:
    html = render("{{ ui.field(form['day']) }}", form=Sample({"day": typed}))

    assert re.findall(r'type="(\w+)" name="day" value="([^"]+)"', html) == [(kind, typed)]


def test_long_text_is_counted_and_never_cut_off() -> None:
    html = render("{{ ui.field(form['text']) }}", form=Sample({"text": "x" * 30}))

    assert "x" * 30 in html
    assert "maxlength" not in html
    assert 'data-limit="10"' in html


def test_browser_bubbles_stay_away() -> None:
    html = "".join(render("{{ ui.field(bound) }}", bound=bound) for bound in Sample())

    assert re.findall(r"\srequired[\s>=]", html) == []


def test_message_and_help_are_tied_to_the_control() -> None:
    html = render(
        "{{ ui.field(form['email'], help='Für die Antwort') }}", form=Sample({"email": "a@"})
    )

    assert 'aria-describedby="id_email-help id_email-error"' in html
    assert 'aria-invalid="true"' in html
    assert '<label class="field__label" for="id_email">' in html
    assert 'id="id_email-help"' in html
    assert 'id="id_email-error"' in html


def test_optional_fields_say_so() -> None:
    form = Sample()

    marked = [
        bound.name for bound in form if "(freiwillig)" in render("{{ ui.field(b) }}", b=bound)
    ]

    assert marked == ["count", "day", "parts", "text"]


def test_field_that_will_be_required_later_is_not_called_optional() -> None:
    html = render("{{ ui.field(b, optional=False) }}", b=Sample()["text"])

    assert "(freiwillig)" not in html


class Choosing(forms.Form):
    wanted = django_forms.ChoiceField(choices=[("", "---------"), ("a", "A")])
    free = django_forms.ChoiceField(choices=[("", "---------"), ("a", "A")], required=False)
    named = django_forms.ChoiceField(choices=[("", "Alle"), ("a", "A")], required=False)
    row = django_forms.ModelChoiceField(ContentType.objects.none())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("wanted", "bitte wählen"),
        ("free", "keine Angabe"),
        ("named", "Alle"),
        ("row", "bitte wählen"),
    ],
)
def test_empty_choice_is_said_in_words(field: str, words: str) -> None:
    html = render("{{ ui.field(b) }}", b=Choosing()[field])

    assert re.search(rf'<option value="" ?(selected)?>{words}</option>', html)


def test_set_of_options_is_a_fieldset_whose_error_can_be_reached() -> None:
    form = Sample({})
    html = render("{{ ui.error_summary(form) }}{{ ui.field(form['bench']) }}", form=form)

    targets = re.findall(r'href="#([\w-]+)"', html)
    assert "id_bench_0" in targets
    assert '<legend class="field__label">Bank' in html
    assert html.count('id="id_bench_0"') == 1


def test_summary_leads_to_every_field_that_failed() -> None:
    form = Sample({})

    links = [(link.label, link.href) for link in forms.error_links(form)]

    assert links == [
        ("Titel", "#id_title"),
        ("Eigenes", "#id_own"),
        ("E-Mail", "#id_email"),
        ("Bank", "#id_bench_0"),
    ]


class WithPassword(forms.Form):
    login = django_forms.CharField(label="Name")
    password = django_forms.CharField(label="Passwort", widget=django_forms.PasswordInput)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (Sample({"own": "x"}), "Alles, was Sie geschrieben haben, ist noch da."),
        (
            WithPassword({"login": "", "password": "geheim"}),
            "Bitte geben Sie das Passwort noch einmal ein. Alles andere ist noch da.",
        ),
    ],
    ids=["kept", "password"],
)
def test_summary_says_the_truth_about_what_was_typed(
    form: django_forms.Form, sentence: str
) -> None:
    html = render(
        "{{ ui.error_summary(form) }}{% for bound in form %}{{ ui.field(bound) }}{% endfor %}",
        form=form,
    )

    assert re.findall('error-summary__calm">([^<]*)<', html) == [sentence]
    assert "geheim" not in html


def test_summary_of_a_form_without_errors_is_nothing() -> None:
    assert render("{{ ui.error_summary(form) }}", form=Sample()).strip() == ""
