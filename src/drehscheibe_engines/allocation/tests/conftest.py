"""Time limits per example say more about the neighbours on the machine than about the engine."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("allocation", deadline=None, max_examples=60)
settings.load_profile("allocation")
