"""Templates compiled once per language: what is worked out early, and what must not be."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import engines
from django.template.loader import get_template
from django.urls import NoReverseMatch
from django.utils.translation import override
from jinja2 import nodes

from drehscheibe.ui.compiling import House
from drehscheibe.ui.jinja2 import Environments

EVIL = '"><script>alert(1)</script>'


def environments() -> Environments:
    found: Any = engines["jinja2"]
    env: Environments = found.env
    return env


def render(source: str, language: str = "de", **context: object) -> str:
    with override(language):
        return environments().from_string(source).render(**context)


def code_of(source: str, language: str = "de") -> str:
    """Return the Python to which a template is compiled."""
    with override(language):
        return str(environments().here.compile(source, raw=True))


@pytest.mark.parametrize(
    "source",
    [
        '{{ _("Search") }}',
        '{{ pgettext("noun", "Report") }}',
        '{{ url("home") }}',
        '{{ url_if_exists("no_such_page") }}',
        "{{ static('ui/css/ui.css') }}",
        '{{ ui.icon("search", label=_("Search")) }}',
        "{{ ui.example_mark() }}",
        '{{ frame.search("search-top") }}',
    ],
)
def test_what_is_the_same_on_every_page_is_text_in_the_compiled_template(source: str) -> None:
    code = code_of(source)

    assert "context.call" not in code
    assert "resolve(" not in code


def test_each_language_has_templates_of_its_own() -> None:
    source = '{{ _("Search") }} {{ url("search") }} {{ ui.unknown() }}'

    german, english = render(source, "de"), render(source, "en")

    assert german.split()[0] != english.split()[0]
    assert "/de/suche/" in german
    assert "nicht bekannt" in german
    assert english.startswith("Search /en/search/")
    assert "not known" in english


def test_template_looked_up_in_one_language_is_drawn_in_that_of_the_moment() -> None:
    with override("de"):
        page = get_template("500.html")
        german = page.render({})
    with override("en"):
        assert page.render({}) != german
    with override("de"):
        assert page.render({}) == german


def test_no_language_speaks_as_the_sources_do() -> None:
    with override(None):
        assert environments().from_string('{{ _("Search") }}').render() == "Search"


def test_words_of_a_page_are_escaped() -> None:
    assert "<script>" not in render('{{ _("Run by %(name)s", name=evil) }}', evil=EVIL)
    assert "<script>" not in render(
        "{{ ui.badge(evil) }}{{ ui.icon('key', label=evil) }}", evil=EVIL
    )
    constant = '{{ ui.icon("key", label="\\"><script>") }}{{ "<script>" }}'
    assert "<script>" not in render(constant)


def test_the_same_text_as_markup_and_as_plain_text_are_drawn_apart() -> None:
    assert "&lt;b&gt;" in render("{{ ui.badge(text) }}", text="<b>")
    assert "<b>" in render("{{ ui.badge(text|safe) }}", text="<b>")
    assert "&lt;b&gt;" in render("{{ ui.badge(text) }}", text="<b>")


def test_missing_page_fails_where_it_is_drawn_and_not_before() -> None:
    source = '{% if wanted %}{{ url("no_such_page") }}{% endif %}'

    assert render(source, wanted=False) == ""
    with pytest.raises(NoReverseMatch):
        render(source, wanted=True)


def test_numbers_choose_the_form_of_a_text() -> None:
    source = '{{ ngettext("%(num)s day left", "%(num)s days left", n) }}'

    assert [render(source, "en", n=n) for n in (0, 1, 2)] == [
        "0 days left",
        "1 day left",
        "2 days left",
    ]


def test_nothing_that_a_page_knows_is_worked_out_early() -> None:
    """Calls with anything of the context stay calls, whatever surrounds them."""
    for source in (
        '{{ _("Run by %(name)s", name=name) }}',
        "{{ ui.icon(name) }}",
        "{{ url(name) }}",
    ):
        with override("de"):
            env = environments().here
            assert list(env.parse(source).find_all(nodes.Call))
            assert "context.call" in env.compile(source, raw=True)


def test_templates_belong_to_the_language_and_the_addresses_of_the_moment() -> None:
    with override("de"):
        german = environments().here
        assert environments().here is german
    with override("en"):
        assert environments().here is not german

    assert german.house == House("de", "drehscheibe.config.urls", "/")
