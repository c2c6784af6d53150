"""Settings of the property tests of this engine."""

from __future__ import annotations

from hypothesis import settings

# Time is measured in benchmarks; on a busy machine a deadline only makes tests fail by chance.
settings.register_profile("opinion-map", deadline=None)
settings.load_profile("opinion-map")
