"""Compounds and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe_engines.matching import Splitter, fold, learn_parts, parts, stem

SPLITTER = Splitter()


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Fachkräftemangel", ("fach", "kraft", "mangel")),
        ("FACHKRAEFTEMANGEL", ("fach", "kraft", "mangel")),
        ("Ausbildungsplätze", ("ausbildung", "platz")),
        ("Umweltverträglichkeitsprüfung", ("umwelt", "verträglichkeit", "prüfung")),
        ("Planfeststellungsverfahren", ("plan", "feststellung", "verfahren")),
        ("Wirtschaftsförderungsgesellschaft", ("wirtschaft", "förderung", "gesellschaft")),
        ("Bürger:innenrat", ("bürger", "rat")),
    ],
)
def test_compounds_are_split_into_dictionary_forms(word: str, parts: tuple[str, ...]) -> None:
    assert tuple(stem(part) for part in SPLITTER.split(word)) == tuple(stem(p) for p in parts)


@pytest.mark.parametrize(
    "word",
    [
        "Genehmigung",
        "Gesellschaft",
        "Schülerinnen",
        "Vertreterinnen",
        "Verwaltung",
        "Unternehmen",
        "Gütersloh",
        "Transport",
        "Speicher",
        "Moderation",
        "",
        "x",
        "123456789",
        "Rhythmus",
    ],
)
def test_other_words_stay_whole(word: str) -> None:
    assert SPLITTER.split(word) == ()


def test_given_parts_win_over_learned_ones() -> None:
    splitter = Splitter(given={fold("Wettbewerb"): (), fold("Azubiticket"): ("azubi", "ticket")})

    assert splitter.split("Wettbewerb") == ()
    assert splitter.split("Azubi-Ticket") == ()
    assert splitter.split("Azubiticket") == ("azubi", "ticket")


@given(st.text(max_size=120))
def test_any_text_is_split_or_not_and_never_into_one_part(text: str) -> None:
    assert len(SPLITTER.split(text)) != 1


@given(
    st.sampled_from(["Arbeits", "Energie", "Wasser", "Industrie", "Stadt", "Verkehrs", "Bildungs"]),
    st.sampled_from(["amt", "kosten", "markt", "netz", "politik", "zentrum", "verband", "konzept"]),
)
def test_productive_parts_are_found_in_any_combination(first: str, last: str) -> None:
    stems = [stem(part) for part in SPLITTER.split(first + last)]

    assert stems == [stem(first.removesuffix("s")), stem(last)]


def test_parts_are_learned_from_any_word_list() -> None:
    words = ["Wal", "Wald", "Rand", "Waldrand", "Waldweg", "Weg", "Feld", "Feldweg", "Feldrand"]

    table = learn_parts({word: word for word in words})

    assert table.first.find(["wald", "nie"]) == [("wald", 2), None]
    assert table.last.find(["weg"]) == [("weg", 2)]
    assert Splitter(table).split("Feldwald") == ()


def test_the_table_is_kept_and_learned_again_if_it_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DREHSCHEIBE_CACHE", str(tmp_path))
    words = {word: word for word in ["Wald", "Rand", "Waldrand", "Waldweg", "Weg"]}
    monkeypatch.setattr(parts, "_german_words", lambda: words)

    for _start in range(2):
        parts.part_table.cache_clear()
        assert parts.part_table().first.find(["wald"]) == [("wald", 2)]
    kept = next(tmp_path.rglob("first-pieces.npy"))
    kept.write_bytes(b"damaged")
    parts.part_table.cache_clear()

    assert parts.part_table().first.find(["wald"]) == [("wald", 2)]
    parts.part_table.cache_clear()
