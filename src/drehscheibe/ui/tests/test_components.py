"""Components: closed arguments, escaping, and the words that belong to a state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django import forms as django_forms
from django.core.paginator import Paginator
from django.template import engines
from django.utils import translation
from jinja2 import Environment
from markupsafe import Markup

from drehscheibe.ui import charts, forms, markup, specimens

NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(1)>&'"
BAD_LINK = " java\tscript:alert(1)"


class EvilForm(forms.Form):
    field = django_forms.CharField(
        label=EVIL, help_text=EVIL, widget=django_forms.Textarea, max_length=20
    )
    choice = django_forms.ChoiceField(label=EVIL, choices=[(EVIL, EVIL), (EVIL, [(EVIL, EVIL)])])
    radio = django_forms.ChoiceField(
        label=EVIL, choices=[(EVIL, EVIL)], widget=django_forms.RadioSelect
    )

    def clean_field(self) -> str:
        raise django_forms.ValidationError(EVIL)


def environment() -> Environment:
    env: Environment = engines["jinja2"].env.here  # type: ignore[attr-defined]
    return env


def render(source: str, **context: object) -> str:
    return environment().from_string(source).render(**context)


def macro_of(name: str) -> Callable[..., str]:
    ui: Any = environment().globals["ui"]
    found: Callable[..., str] = getattr(ui, name)
    return found


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with translation.override("de"):
        yield


@pytest.mark.parametrize("name", specimens.component_names())
def test_components_reject_arguments_that_they_do_not_know(name: str) -> None:
    with pytest.raises(TypeError):
        macro_of(name)(an_argument_that_nobody_declared=1)


def evil_form() -> EvilForm:
    return EvilForm({"field": EVIL, "choice": EVIL, "radio": "?"})


#: One call per component in which every text is hostile.
HOSTILE_CALLS: dict[str, str] = {
    "badge": "{{ ui.badge(evil) }}",
    "bar_chart": "{{ ui.bar_chart(evil, [(evil, 3, evil), (evil, none, evil)], evil, evil, evil) }}",
    "benches": "{{ ui.benches([('company', evil)], missing=[('union', evil)]) }}",
    "breadcrumbs": "{{ ui.breadcrumbs([(evil, bad), (evil,)]) }}",
    "button": "{{ ui.button(evil, href=bad, name=evil, value=evil, attrs={'data-x': evil}) }}",
    "card": "{% call ui.card(evil, href=bad, eyebrow=evil, badges=[{'text': evil}], footer=evil) %}{{ evil }}{% endcall %}",
    "card_list": "{% call ui.card_list(label=evil) %}<li>{{ evil }}</li>{% endcall %}",
    "chart_frame": "{{ ui.chart_frame(evil, evil, [evil], [(evil, evil)], evil, evil, [evil]) }}",
    "chip": "{{ ui.chip(evil, bad, selected=True, count=3) }}",
    "clock": "{{ ui.clock(now, now, evil) }}{{ ui.clock(none, now, evil, done=True) }}",
    "details": "{% call ui.details(evil) %}{{ evil }}{% endcall %}",
    "empty": "{% call ui.empty(evil, evil) %}{{ evil }}{% endcall %}",
    "error_summary": "{{ ui.error_summary(form) }}",
    "example_mark": "{{ ui.example_mark() }}",
    "field": "{% for bound in form %}{{ ui.field(bound, prefix=evil, autocomplete=evil) }}{% endfor %}",
    "fieldset": "{% call ui.fieldset(evil, help=evil) %}{{ evil }}{% endcall %}",
    "filter_bar": "{% call ui.filter_bar(bad, evil, active=[{'label': evil, 'remove_url': bad}], reset_url=bad, target=evil) %}{{ evil }}{% endcall %}",
    "form_actions": "{% call ui.form_actions(note=evil) %}{{ evil }}{% endcall %}",
    "icon": "{{ ui.icon('clock', label=evil) }}",
    "illustration": "{{ ui.illustration('works') }}",
    "interval_chart": "{{ ui.interval_chart(evil, [(evil, 3, 2, 4, evil), (evil, none, none, none, evil)], evil, evil) }}",
    "mark": "{{ ui.mark(label=evil) }}",
    "notice": "{% call ui.notice(title=evil) %}{{ evil }}{% endcall %}",
    "page_head": "{% call ui.page_head(evil, eyebrow=evil, lead=evil) %}{{ evil }}{% endcall %}",
    "pagination": "{{ ui.pagination(page, evil) }}",
    "person": "{{ ui.person(evil, role=evil, organisation=evil, email=evil, phone=evil) }}",
    "promise": "{{ ui.promise(evil, until=evil, then=evil) }}",
    "report_link": "{{ ui.report_link(evil, evil) }}{{ ui.report_link('concern', evil) }}",
    "search_form": "{{ ui.search_form(bad, evil, evil, id=evil, text=evil, form_label=evil) }}",
    "source_note": "{{ ui.source_note(evil, href=bad) }}",
    "stacked_chart": "{{ ui.stacked_chart(evil, [evil], [(evil, [3], evil)], evil, evil) }}",
    "stat": "{{ ui.stat(evil, evil, note=evil, source=evil) }}",
    "steps": "{{ ui.steps([{'label': evil, 'state': 'current', 'note': evil}], evil) }}",
    "subscribe_links": "{{ ui.subscribe_links(atom_url=bad, csv_url=evil) }}",
    "summary_list": "{{ ui.summary_list([{'label': evil, 'value': evil, 'note': evil, 'href': bad}]) }}",
    "table": "{% call ui.table(evil, [evil], note=evil) %}<tr><td>{{ evil }}</td></tr>{% endcall %}",
    "tabs_nav": "{{ ui.tabs_nav([(evil, bad, True)], evil) }}",
    "tag": "{{ ui.tag(evil, href=bad) }}",
    "theme_switch": "{{ ui.theme_switch() }}",
    "timeline": "{{ ui.timeline([{'when': now, 'title': evil, 'body': evil, 'who': evil}]) }}",
    "trace": "{{ ui.trace([{'title': evil, 'href': bad, 'kind': evil, 'state': evil, 'who': evil, 'note': evil}], evil) }}",
    "unconfirmed": "{{ ui.unconfirmed() }}",
    "unknown": "{{ ui.unknown() }}",
}


def test_hostile_calls_cover_every_component() -> None:
    assert sorted(HOSTILE_CALLS) == specimens.component_names()


@pytest.mark.parametrize("name", sorted(HOSTILE_CALLS))
def test_hostile_text_stays_text(name: str) -> None:
    page = Paginator(range(100), 10).page(5)

    html = render(
        HOSTILE_CALLS[name], evil=EVIL, bad=BAD_LINK, now=NOW, form=evil_form(), page=page
    )

    assert re.findall(r"<(?:script|img)\b", html) == []
    # Outside quoted values no attribute may have been smuggled in, and no address may be a script.
    assert re.findall(r"\sonerror", re.sub(r"\"[^\"]*\"|>[^<]*<", "", html)) == []
    assert re.findall(r"(?:href|action)=\"\s*java", html) == []


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/a?b=c#d", True),
        ("/de/verzeichnis/", True),
        ("?page=2", True),
        ("mailto:a@example.org", True),
        ("tel:+49123", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
    ],
)
def test_only_harmless_addresses_become_links(address: str, kept: bool) -> None:
    assert markup.safe_href(address) == (address if kept else "")


@pytest.mark.parametrize("name", ["style", "onclick", "on", 'x"y', "a b", "DATA"])
def test_components_refuse_attributes_that_the_security_policy_forbids(name: str) -> None:
    with pytest.raises(ValueError, match="may not be an attribute"):
        markup.attributes({name: "x"})


def test_attributes_are_written_bare_left_out_or_escaped() -> None:
    written = markup.attributes({"hidden": True, "disabled": False, "title": None, "data-n": '1"<'})

    assert written == Markup(' hidden data-n="1&#34;&lt;"')


def test_icons_that_do_not_exist_fail_at_once() -> None:
    with pytest.raises(KeyError, match="no icon"):
        render("{{ ui.icon('unicorn') }}")


def test_button_is_a_link_only_with_an_address() -> None:
    assert render("{{ ui.button('Los', href='/de/') }}").startswith(
        '<a class="button button--primary" href="/de/"'
    )
    assert '<button class="button button--quiet" type="submit" name="a" value="b">' in render(
        "{{ ui.button('Los', kind='quiet', name='a', value='b') }}"
    )


@pytest.mark.parametrize(
    ("call", "sentences"),
    [
        ("ui.clock(now, now, 'X')", ["Jetzt liegt es bei", "Das ist heute."]),
        ("ui.clock(later, now, 'X')", ["Antwort bis 6. Mai 2026", "Noch 2 Tage"]),
        (
            "ui.clock(earlier, now, 'X', overdue=True)",
            ["Antwort war fällig am 3. Mai 2026", "1 Tag zu spät. Wir fragen nach."],
        ),
        ("ui.clock(now, now, 'X', done=True)", ["Beantwortet", "von X"]),
        ("ui.clock(none, now, 'X')", ["Noch kein Termin zugesagt"]),
        ("ui.unknown()", ["nicht bekannt"]),
        ("ui.unconfirmed()", ["aus öffentlichen Quellen, von der Initiative noch nicht bestätigt"]),
        ("ui.summary_list([{'label': 'A', 'value': none}])", ["nicht bekannt"]),
        ("ui.trace([{'title': 'T', 'is_future': True}], 'L')", ["kommt noch"]),
    ],
)
def test_states_are_said_in_words(call: str, sentences: list[str]) -> None:
    html = render(
        f"{{{{ {call} }}}}", now=NOW, later=NOW + timedelta(days=2), earlier=NOW - timedelta(days=1)
    )

    assert [sentence for sentence in sentences if sentence not in html] == []


def test_a_long_address_breaks_before_its_sign_and_stays_one_link() -> None:
    html = render(
        "{{ ui.summary_list([{'label': 'A', 'value': mail, 'href': 'mailto:' ~ mail}]) }}",
        mail="geschaeftsstelle@industrie-<b>.example.org",
    )

    assert "geschaeftsstelle<wbr>@industrie-&lt;b&gt;.example.org</a>" in html
    assert 'href="mailto:geschaeftsstelle@industrie-&lt;b&gt;.example.org"' in html


def test_the_same_component_speaks_the_language_of_the_page() -> None:
    with translation.override("en"):
        assert "not known" in render("{{ ui.unknown() }}")


def test_current_page_is_marked_in_the_navigation() -> None:
    assert markup.current("/de/verzeichnis/", "/de/verzeichnis/") == "page"
    assert markup.current("/de/verzeichnis/", "/de/verzeichnis/koeln/") == "true"
    assert markup.current("/de/", "/de/verzeichnis/") == ""


def test_nearest_address_is_the_one_that_the_page_lies_under() -> None:
    three = ["/de/", "/de/verzeichnis/", "/de/verzeichnis/karte/"]
    assert markup.nearest_of(three, "/de/verzeichnis/karte/") == "/de/verzeichnis/karte/"
    assert markup.nearest_of(three, "/de/verzeichnis/karte/a/") == "/de/verzeichnis/karte/"
    assert markup.nearest_of(three, "/de/verzeichnis/koeln/") == "/de/verzeichnis/"
    assert markup.nearest_of(three, "/en/") == ""


def test_bar_chart_keeps_proportions_and_says_gaps() -> None:
    svg = charts.bar_chart("T", [("A", 10, ""), ("B", 5, ""), ("C", None, "")], "km")

    widths = [float(width) for width in re.findall(r'width="([\d.]+)%" height="22"', svg)]
    assert len(widths) == 2
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.02)
    assert "nicht bekannt" in svg
    assert 'role="img"' in svg


def test_value_too_long_to_stand_beside_its_bar_stands_below() -> None:
    svg = charts.bar_chart("T", [("A", 10, "")], "Donaudampfschifffahrtsgesellschaften")

    assert re.findall(r'width="([\d.]+)%" height="22"', svg) == ["96.00"]
    below = re.findall(r'class="chart__value" x="0" y="\d+">([^<]*)</text>', svg)
    assert (
        "".join(below).replace("\u00a0", " ").replace(" ", "")
        == "10Donaudampfschifffahrtsgesellschaften"
    )


def test_bar_chart_of_nothing_and_of_zeros_is_drawn() -> None:
    assert "<rect" not in charts.bar_chart("T", [])
    assert 'width="0.00%"' in charts.bar_chart("T", [("A", 0, "")])


def test_interval_chart_uses_one_scale_for_all_rows() -> None:
    svg = charts.interval_chart("T", [("A", 50, 25, 75, "")], low=0, high=100)

    assert re.findall(r'chart__interval" x1="([\d.]+)%" x2="([\d.]+)%"', svg) == [
        ("25.50", "74.50")
    ]
    assert 'cx="50.00%"' in svg


def test_stacked_chart_fills_the_row_and_refuses_too_many_parts() -> None:
    svg = charts.stacked_chart("T", ["a", "b"], [("R", [1, 3], "")])

    assert re.findall(r'width="([\d.]+)%" height="30"', svg) == ["25.00", "75.00"]
    with pytest.raises(ValueError, match="eight"):
        charts.stacked_chart("T", list("abcdefghi"), [])


def test_two_visits_get_the_same_chart() -> None:
    rows = [("A", 10, ""), ("B", 5, "")]

    assert charts.bar_chart("T", rows) == charts.bar_chart("T", rows)
    assert charts.bar_chart("T", rows) != charts.bar_chart("U", rows)
