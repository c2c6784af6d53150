from __future__ import annotations

import pytest

from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.search import api as search

pytestmark = pytest.mark.django_db


def document(key: str, title: str, audience: str = "public") -> search.Document:
    return search.Document(
        kind="signal",
        key=key,
        language="de",
        title=title,
        summary="",
        body="",
        path=f"/de/{key}/",
        audience=audience,
    )


def keys_for(text: str, *, any_word: bool) -> list[str]:
    found = search.find(text, actor=ANONYMOUS, language="de", any_word=any_word)
    return [hit.key for hit in found.hits]


def test_any_word_finds_what_shares_one_word_best_first() -> None:
    search.put(
        [
            document("both", "Genehmigungen dauern zu lang"),
            document("one", "Genehmigung ohne Gutachter"),
            document("none", "Wohnheim für Auszubildende"),
            document("secret", "Genehmigungen dauern", audience="office"),
        ]
    )

    assert keys_for("Genehmigungen dauern", any_word=True) == ["both", "one"]


def test_every_word_is_needed_without_it() -> None:
    search.put([document("one", "Genehmigung ohne Gutachter")])

    assert keys_for("Genehmigungen dauern", any_word=False) == []
