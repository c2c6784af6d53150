"""What is found, why, and in which order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drehscheibe_engines.matching import EnglishAnalyser, GermanAnalyser, How, MatchIndex

TEXTS = {
    "a": ("Ausbildungsplätze besetzen", "Die Initiative lädt Schulklassen in die Werkhalle ein."),
    "b": ("Genehmigungen", "Wie Betriebe die Dauer gemeinsam verkürzen."),
    "c": ("Strompreise am Standort", "Energieintensive Werke berichten."),
    "d": ("Anwohnerinnen fragen", "Fünf Abende im Bürgerhaus."),
    "e": ("Glashütte heizt mit Strom", "Erfahrungen mit der Wanne."),
}


def index_of(texts: dict[str, tuple[str, str]]) -> MatchIndex:
    index = MatchIndex()
    for identifier, (title, body) in texts.items():
        index.put(identifier, title, body)
    return index


@pytest.mark.parametrize(
    ("question", "best", "met", "how"),
    [
        ("Genehmigungen", "b", "Genehmigungen", How.SAME),
        ("Genehmigung", "b", "Genehmigungen", How.INFLECTION),
        ("genehmigen", "b", "Genehmigungen", How.INFLECTION),
        ("Ausbildung", "a", "Ausbildungsplätze", How.PART),
        ("Genehmigungskultur", "b", "Genehmigungen", How.PART),
        ("Azubis", "a", "Ausbildungsplätze", How.RELATED),
        ("Lehrstelle", "a", "Ausbildungsplätze", How.SYNONYM),
        ("Genemigung", "b", "Genehmigungen", How.SPELLING),
        ("Strompries", "c", "Strompreise", How.SPELLING),
        ("Anwohner*innen", "d", "Anwohnerinnen", How.SAME),
        ("glashuette", "e", "Glashütte", How.SAME),
        ("Energiekosten", "c", "Strompreise", How.SYNONYM),
    ],
)
def test_each_way_of_meeting_is_found_and_said(
    question: str, best: str, met: str, how: How
) -> None:
    match = index_of(TEXTS).match(question)[0]

    assert match.id == best
    assert (met, how) in {(reason.met, reason.how) for reason in match.why}


def test_a_situation_finds_by_its_telling_words() -> None:
    found = index_of(TEXTS).match(
        "Bei uns im Werk zahlen wir seit letztem Jahr viel zu viel für Energie. Wie gehen andere damit um?"
    )

    assert found[0].id in {"c", "e"}


def test_every_change_is_visible_at_once() -> None:
    index = index_of(TEXTS)
    index.put("b", "Hafen", "Kräne")
    assert [m.id for m in index.match("Hafen")] == ["b"]
    assert "b" not in [m.id for m in index.match("Genehmigungen", cut=0.0)]

    index.remove("b")
    index.remove("never there")

    assert index.match("Hafen") == []
    assert len(index) == 4


def test_only_allowed_texts_are_found() -> None:
    index = index_of(TEXTS)

    found = index.match("Strom", allowed=index.slots(["e", "unknown"]), cut=0.0)

    assert [match.id for match in found] == ["e"]


@pytest.mark.parametrize(
    "question", ["", "   ", "und der die das", "!!!", "\x00", "a" * 5000, "🙂"]
)
def test_questions_without_words_find_nothing(question: str) -> None:
    assert index_of(TEXTS).match(question) == []


def test_an_empty_index_answers() -> None:
    assert MatchIndex().match("Genehmigung") == []


def test_the_words_of_a_title_count_more() -> None:
    index = index_of({"body": ("Etwas", "Wasserstoff"), "title": ("Wasserstoff", "Etwas")})

    assert [m.id for m in index.match("Wasserstoff")] == ["title", "body"]


def test_the_cut_leaves_out_what_is_far_behind() -> None:
    index = index_of(TEXTS)
    every = index.match("Strompreise Strom", cut=0.0)

    kept = index.match("Strompreise Strom", cut=0.9)

    assert [m.id for m in kept] == [m.id for m in every if m.score >= 0.9 * every[0].score]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Strom", {"c", "e"}),
        ("Strom Glashütte", {"e"}),
        ("Strom Hafen", set()),
        ("Stromstandort", {"c"}),
        ("Genehm", {"b"}),
        ("CO2-Strom", set()),
    ],
)
def test_every_word_can_be_asked_for(question: str, found: set[str]) -> None:
    assert set(index_of(TEXTS).rank(question, every_word=0.5, cut=0.0).ids) == found


def test_words_with_hyphens_are_found_whole_or_in_pieces() -> None:
    index = index_of(
        {"a": ("S-2026-0147", ""), "b": ("S-2026-0148", ""), "c": ("CO2 speichern", "")}
    )

    assert index.rank("S-2026-0147", every_word=0.5).ids == ("a",)
    assert index.rank("CO2-Speicherung", every_word=0.5).ids == ("c",)


def test_english_has_stems_only() -> None:
    index = MatchIndex(EnglishAnalyser())
    index.put("a", "Permits take too long", "")

    assert [(m.id, m.why[0].how) for m in index.match("permit")] == [("a", How.INFLECTION)]


def test_given_parts_are_used() -> None:
    index = MatchIndex(GermanAnalyser(given_parts={"zuzo": ("zu", "zo")}))
    index.put("a", "Zuzo", "")

    assert [m.id for m in index.match("Zo")] == ["a"]


words = st.sampled_from(
    ["Strom", "Netz", "Stromnetz", "Lärm", "Anwohner", "Genehmigung", "Azubi", "Werk", "Hafen"]
)
some_texts = st.lists(st.tuples(words, st.lists(words, max_size=8)), min_size=1, max_size=12)


@settings(deadline=None, max_examples=40)
@given(some_texts, st.lists(words, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_order_of_filling_and_detours_change_nothing(
    texts: list[tuple[str, list[str]]], asked: list[str], chance: random.Random
) -> None:
    documents = {f"t{k}": (title, " ".join(body)) for k, (title, body) in enumerate(texts)}
    question = " ".join(asked)
    expected = index_of(documents).match(question, cut=0.0)
    detour = MatchIndex()
    names = list(documents)
    chance.shuffle(names)
    for name in names:
        detour.put(name, "anderes", "wieder weg")
        detour.put("gone", "Strom", "Lärm")
    for name in names:
        detour.put(name, *documents[name])
    detour.remove("gone")

    found = detour.match(question, cut=0.0)

    assert {m.id for m in found} >= {m.id for m in expected if m.score > 1e-9}
    assert [round(m.score, 6) for m in found] == [round(m.score, 6) for m in expected]


@settings(deadline=None, max_examples=40)
@given(some_texts, st.lists(words, min_size=1, max_size=5))
def test_scores_fall_and_reasons_are_true(
    texts: list[tuple[str, list[str]]], asked: list[str]
) -> None:
    documents = {f"t{k}": (title, " ".join(body)) for k, (title, body) in enumerate(texts)}

    found = index_of(documents).match(" ".join(asked), limit=100, cut=0.0)

    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)
    for match in found:
        assert match.why
        text = " ".join(documents[match.id])
        assert all(reason.met in text for reason in match.why)


def test_many_replacements_are_compacted_and_change_nothing() -> None:
    index = index_of(TEXTS)
    before = index.match("Strom Genehmigung", cut=0.0)
    for number in range(2500):
        index.put("again", f"Hafen {number % 3}", "Kräne")
    index.remove("again")

    assert [(m.id, round(m.score, 9)) for m in index.match("Strom Genehmigung", cut=0.0)] == [
        (m.id, round(m.score, 9)) for m in before
    ]


def test_a_misspelled_compound_is_repaired_if_only_its_parts_are_known() -> None:
    index = MatchIndex()
    index.put("a", "Verfahren für Genehmigungen", "")
    index.put("b", "Verfahren der Wahl", "")

    found = index.rank("Genehmigungsverfaren", every_word=0.3)

    assert found.ids == index.rank("Genehmigungsverfahren", every_word=0.3).ids
    assert "a" in found.ids


@pytest.mark.parametrize("asked", ["Lehrstelen", "Lehrsteln", "lerhstellen"])
def test_a_misspelled_word_of_the_field_finds_what_means_the_same(asked: str) -> None:
    index = MatchIndex()
    index.put("a", "Ausbildungsplätze am Rhein")
    index.put("b", "Stellwerk am Rhein")

    assert index.rank(asked, every_word=0.3).ids == index.rank("Lehrstellen", every_word=0.3).ids
    assert index.rank(asked, every_word=0.3).ids == ("a",)


def test_a_word_that_means_nothing_is_not_repaired() -> None:
    index = MatchIndex()
    index.put("a", "Verfahren für Genehmigungen", "")

    assert index.rank("Xylofonverfaren", every_word=0.3).ids == ()
