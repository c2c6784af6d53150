"""Map of opinions: what groups think, what they share, and how sure one can be.

`OpinionMap` computes the canonical result of a conversation, `LiveMap` the provisional view
of a running one. See README.md for the method and its limits.
"""

from drehscheibe_engines.opinion_map.estimator import OpinionMap
from drehscheibe_engines.opinion_map.live import LiveMap
from drehscheibe_engines.opinion_map.live_view import LiveView
from drehscheibe_engines.opinion_map.planted import Planted, plant_continuum, plant_groups
from drehscheibe_engines.opinion_map.result import MapResult
from drehscheibe_engines.opinion_map.routing import Offer, choose_statement, statement_priorities
from drehscheibe_engines.opinion_map.votes import VoteTable

__all__ = [
    "LiveMap",
    "LiveView",
    "MapResult",
    "Offer",
    "OpinionMap",
    "Planted",
    "VoteTable",
    "choose_statement",
    "plant_continuum",
    "plant_groups",
    "statement_priorities",
]
