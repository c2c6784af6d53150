"""Searches without result: what is missing in the hub, counted without people."""

from __future__ import annotations

import re

from django.db.models import F
from django.utils import timezone

from drehscheibe.core.search.models import Miss, WordGroup
from drehscheibe_engines.matching import stem, words_of

_LONGEST = 80
_MOST_KEPT = 5000
#: Addresses, telephone and case numbers may name a person.
_PERSONAL = re.compile(r"[@\d]|https?:|www\.")


def note(text: str, language: str) -> None:
    """Count the words once more, unless they are too long or might name somebody."""
    words = " ".join(text.lower().split())
    if not words or len(words) > _LONGEST or _PERSONAL.search(words) or not words.isprintable():
        return
    today = timezone.localdate()
    known = Miss.objects.filter(words=words, language=language)
    if not known.update(count=F("count") + 1, last_on=today) and Miss.objects.count() < _MOST_KEPT:
        Miss.objects.get_or_create(words=words, language=language, defaults={"last_on": today})


#: Words of the field that one situation counts for, at most.
_MOST_OF_A_SITUATION = 5


def note_words_of_the_field(text: str, language: str) -> None:
    """Count the words of the office's own list that occur in a text, each by itself, under its usual name.

    What somebody tells is kept in no other form: a word that is not in the list is not counted.
    """
    for name in sorted(set(words_of_the_field(text).values()))[:_MOST_OF_A_SITUATION]:
        note(name, language)


def words_of_the_field(text: str) -> dict[str, str]:
    """Return the words of a text that stand in the office's list, each with its usual name there; one query.

    Only names of one word are looked for; longer ones would need the order of the text.
    """
    by_stem: dict[str, list[str]] = {}
    for word in words_of(text):
        by_stem.setdefault(stem(word), []).append(word)
    found: dict[str, str] = {}
    for first, names in WordGroup.objects.filter(is_used=True).values_list("first_name", "names"):
        for name in names.split(","):
            words = list(words_of(name))
            if len(words) == 1:
                found |= dict.fromkeys(by_stem.get(stem(words[0]), ()), first)
    return found
