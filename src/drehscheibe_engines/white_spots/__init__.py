"""How much industry a region has that no initiative looks after. See README.md."""

from __future__ import annotations

from drehscheibe_engines.white_spots.score import (
    ALGORITHM,
    FULL_DECLINE,
    FULL_SHARE,
    HALF_MASS,
    NEED_WEIGHT,
    VERSION,
    Interval,
    Parts,
    Region,
    Score,
    rank_interval,
    score_region,
)

__all__ = [
    "ALGORITHM",
    "FULL_DECLINE",
    "FULL_SHARE",
    "HALF_MASS",
    "NEED_WEIGHT",
    "VERSION",
    "Interval",
    "Parts",
    "Region",
    "Score",
    "rank_interval",
    "score_region",
]
