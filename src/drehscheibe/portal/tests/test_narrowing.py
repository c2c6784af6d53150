"""Results by bench, marks of examples, kinds that exist, words of the field, and warming."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from drehscheibe.capabilities.directory.services.partner_index import refresh_partners
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.organisations.choices import Bench, OrganisationKind
from drehscheibe.core.organisations.tests.factories import OrganisationFactory
from drehscheibe.core.search import api as search
from drehscheibe.core.search.models import Miss
from drehscheibe.core.search.warming import warm
from drehscheibe.core.search.words import load_words

pytestmark = pytest.mark.django_db


def put(key: str, **more: object) -> None:
    values = {"title": "Hafen", "summary": "", "body": "", "path": f"/de/{key}/", **more}
    kind, language = values.pop("kind", "initiative"), values.pop("language", "de")
    document = search.Document(kind=kind, key=key, language=language, **values)  # type: ignore[arg-type]
    search.put([document])


def keys(**narrowed: object) -> list[str]:
    found = search.find("Hafen", actor=ANONYMOUS, language="de", **narrowed)  # type: ignore[arg-type]
    return [hit.key for hit in found.hits]


def test_hits_narrow_by_bench() -> None:
    put("union", benches=("union", "works-council"))
    put("chamber", benches=("chamber",))
    put("unknown")

    assert keys(bench="works-council") == ["union"]
    assert sorted(keys()) == ["chamber", "union", "unknown"]


def test_examples_are_marked_on_the_page_of_results(client: Client) -> None:
    put("made-up", title="Hafen Muster", is_example=True)
    put("real", title="Hafen Nord")

    page = client.get("/de/suche/?q=hafen").text
    page = page.replace("<mark>", "").replace("</mark>", "")

    cards = {name: page[page.index(name) :][:900] for name in ("Hafen Muster", "Hafen Nord")}
    assert "Beispiel" in cards["Hafen Muster"].split("</article>")[0]
    assert "Beispiel" not in cards["Hafen Nord"].split("</article>")[0]


def test_each_kind_that_answers_says_how_often_whichever_is_chosen(client: Client) -> None:
    put("one")
    put("two")
    put("three", kind="partner")
    put("elsewhere", kind="region", title="Ganz etwas anderes")

    for chosen in ("", "partner", "region"):
        page = client.get(f"/de/suche/?q=hafen&kind={chosen}").text
        chips = dict(
            re.findall(r'<a class="chip[^>]*>.*?<span>([^<]*)</span>.*?([0-9]+)</span>', page)
        )
        assert chips.pop("Regionen", None) == ("0" if chosen == "region" else None)
        assert chips == {"Alles": "3", "Initiativen": "2", "Partner": "1"}


def test_words_are_marked_where_they_were_found_and_nothing_becomes_html(client: Client) -> None:
    put("one", title="Hafen <b>am</b> Rhein", summary="Ein Hafen & mehr")

    page = client.get("/de/suche/?q=hafen").text

    assert "<mark>Hafen</mark> &lt;b&gt;am&lt;/b&gt; Rhein" in page
    assert "Ein <mark>Hafen</mark> &amp; mehr" in page


def test_german_results_say_so_on_english_pages(client: Client) -> None:
    put("one", kind="signal", language="en", title="Hafen ohne Gleis")

    page = client.get("/en/search/?q=hafen").text

    assert '<span lang="de"><mark>Hafen</mark> ohne Gleis</span>' in page


def test_partners_are_found_and_forgotten() -> None:
    partner = OrganisationFactory.create(
        kind=OrganisationKind.PARTNER, name="Bund am Hafen", bench=Bench.UNION
    )

    refresh_partners()
    assert keys(kinds=["partner"], bench="union") == [str(partner.uuid)]

    partner.delete()
    refresh_partners()
    assert keys(kinds=["partner"]) == []


def test_only_what_was_answered() -> None:
    put("answered", kind="signal", is_answered=True)
    put("open", kind="signal")

    found = search.suggest(
        "Hafen", kinds=["signal"], actor=ANONYMOUS, language="de", only_answered=True
    )

    assert [one.key for one in found] == ["answered"]


def test_a_situation_counts_words_of_the_field_one_by_one_and_no_other() -> None:
    load_words()

    search.note_missing_help("Herr Krause aus Musterstadt sucht Azubis, Azubi-Mangel 2026", "de")

    words = set(Miss.objects.values_list("words", flat=True))
    assert words
    assert words <= {name for name in words if " " not in name or name.islower()}
    assert not any(secret in word for word in words for secret in ("krause", "musterstadt", "2026"))


def test_warming_reads_what_the_first_question_needs() -> None:
    put("one")

    warm()

    assert search.list_kinds(ANONYMOUS, "de") == {"initiative"}
