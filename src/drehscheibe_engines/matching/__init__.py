"""Find German texts by what is meant: compounds, inflection, synonyms, typing errors.

`MatchIndex` ranks texts for a few words or for a situation told in sentences and says why;
`Splitter` splits compounds. See README.md for the method and its limits.
"""

from drehscheibe_engines.matching.analysis import EnglishAnalyser, GermanAnalyser, Word
from drehscheibe_engines.matching.compounds import Splitter
from drehscheibe_engines.matching.index import Match, MatchIndex, Ranking, Reason
from drehscheibe_engines.matching.normalising import drop_feminine, fold, words_of
from drehscheibe_engines.matching.parts import PartTable, learn_parts, part_table
from drehscheibe_engines.matching.question import How
from drehscheibe_engines.matching.stemming import root, stem
from drehscheibe_engines.matching.thesaurus import (
    Concept,
    Relation,
    Thesaurus,
    ThesaurusError,
    default_thesaurus,
    parse_concepts,
)

__all__ = [
    "Concept",
    "EnglishAnalyser",
    "GermanAnalyser",
    "How",
    "Match",
    "MatchIndex",
    "PartTable",
    "Ranking",
    "Reason",
    "Relation",
    "Splitter",
    "Thesaurus",
    "ThesaurusError",
    "Word",
    "default_thesaurus",
    "drop_feminine",
    "fold",
    "learn_parts",
    "parse_concepts",
    "part_table",
    "root",
    "stem",
    "words_of",
]
