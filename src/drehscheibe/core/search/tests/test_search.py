from __future__ import annotations

import pytest

from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.search import api as search

pytestmark = pytest.mark.django_db


def put(
    key: str, title: str, body: str = "", *, audience: str = "public", language: str = "de"
) -> None:
    search.put(
        [
            search.Document(
                kind="page",
                key=key,
                language=language,
                title=title,
                summary="",
                body=body,
                path=f"/{language}/{key}/",
                audience=audience,
            )
        ]
    )


def keys(text: str, actor: Actor = ANONYMOUS, language: str = "de") -> list[str]:
    return [hit.key for hit in search.find(text, actor=actor, language=language).hits]


def test_finds_inflected_words_and_both_spellings_of_umlauts() -> None:
    put("a", "Bündnisse für Fachkräfte")
    put("b", "Hafen und Logistik")

    found = [keys(text) for text in ("Bündnis", "Buendnis", "FACHKRAFT", "hafens", "Bündnis Hafen")]

    assert found == [["a"], ["a"], ["a"], ["b"], []]


def test_title_counts_more_than_body_and_beginnings_of_words_match() -> None:
    put("body", "Etwas anderes", "Hier steht Wasserstoff im Text.")
    put("title", "Wasserstoff")

    assert keys("wasserst") == ["title", "body"]


def test_people_find_only_what_they_may_see() -> None:
    office, other = make_actor("office"), make_actor()
    put("open", "Vorgang offen")
    put("desk", "Vorgang intern", audience="office")
    put("ours", "Vorgang Initiative", audience=f"org:{other.organisation_id}")
    put("mine", "Vorgang persönlich", audience=f"person:{other.person_id}")

    seen = {
        name: set(keys("Vorgang", actor))
        for name, actor in {"anonymous": ANONYMOUS, "office": office, "other": other}.items()
    }

    assert seen == {
        "anonymous": {"open"},
        "office": {"open", "desk"},
        "other": {"open", "ours", "mine"},
    }


def test_putting_again_replaces_and_removing_forgets() -> None:
    put("a", "Alter Titel")
    put("a", "Neuer Name")
    assert (keys("Titel"), keys("Name")) == ([], ["a"])

    search.remove("page", "a")

    assert keys("Name") == []


@pytest.mark.parametrize(
    "text",
    ["", "   ", '"', "' OR 1=1 --", "a AND OR NOT (", "*", "x" * 10_000, "title_stems:a", "<b>"],
)
def test_hostile_words_find_nothing_and_break_nothing(text: str) -> None:
    put("a", "Kommunikation")

    assert keys(text) == []


def test_pages_of_results_know_the_total() -> None:
    for number in range(5):
        put(f"k{number}", f"Thema {number}")

    page = search.find("Thema", actor=ANONYMOUS, language="de", limit=2, offset=2)

    assert (page.total, [hit.key for hit in page.hits]) == (5, ["k2", "k3"])
