"""Rehearse a draw before it is held: what each rule would do, and to whom."""

from drehscheibe_engines.allocation.rehearsal.effects import RuleEffects
from drehscheibe_engines.allocation.rehearsal.optimum import Optimum, find_optimum
from drehscheibe_engines.allocation.rehearsal.rehearse import Rule, estimate_chances, rehearse_rules

__all__ = [
    "Optimum",
    "Rule",
    "RuleEffects",
    "estimate_chances",
    "find_optimum",
    "rehearse_rules",
]
