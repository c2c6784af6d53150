"""Words that say nothing about a topic, and words that say little."""

from __future__ import annotations

from drehscheibe_engines.matching.normalising import fold
from drehscheibe_engines.matching.stemming import stem
from drehscheibe_engines.matching.word_lists import word_list

#: Left out of questions and texts, folded.
LITTLE_WORDS = frozenset(fold(word) for word in word_list("little"))
#: Count less, as stems: they stand in every description of a problem.
VAGUE_WORDS = frozenset(stem(word) for word in word_list("vague"))
