from __future__ import annotations

import pytest
from django.template import engines
from django.utils import translation
from markupsafe import escape

from drehscheibe.core.text.spoken import Spoken, german, quote, say, say_all


@pytest.mark.parametrize(
    ("reader", "shown"),
    [("de", "Einladen &amp; danken"), ("en", "Invite")],
)
def test_the_reader_gets_their_language(reader: str, shown: str) -> None:
    with translation.override(reader):
        assert escape(say("Einladen & danken", "Invite")) == shown


def test_what_has_no_translation_says_that_it_is_german() -> None:
    with translation.override("en"):
        assert escape(say("Räume & Wege")) == '<span lang="de">Räume &amp; Wege</span>'
        assert escape(german("<b>Anliegen</b>")) == (
            '<span lang="de">&lt;b&gt;Anliegen&lt;/b&gt;</span>'
        )
    with translation.override("de"):
        assert escape(german("Anliegen")) == "Anliegen"


def test_both_template_engines_write_the_language_and_plain_words_have_none() -> None:
    text = Spoken("Räume", "de")

    for name in ("jinja2", "django"):
        made = engines[name].from_string("{{ text }}|{{ text.plain }}").render({"text": text})
        assert made == '<span lang="de">Räume</span>|Räume'
    assert f"{text}: %s" % text == "Räume: Räume"
    assert type(text.plain) is str


def test_nothing_is_said_of_nothing() -> None:
    with translation.override("en"):
        assert not escape(german(None))
        assert not say("", "")


def test_a_list_of_another_length_is_no_translation() -> None:
    with translation.override("en"):
        assert [one.language for one in say_all(["Eins", "Zwei"], ["One"])] == ["de", "de"]
        assert say_all(["Eins", "Zwei"], ["One", "Two"]) == ["One", "Two"]


@pytest.mark.parametrize(("reader", "shown"), [("de", "„Tor“"), ("en", "“Tor”")])
def test_quotation_marks_are_those_of_the_page(reader: str, shown: str) -> None:
    with translation.override(reader):
        assert quote("Tor") == shown
