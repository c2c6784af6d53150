"""Settings of the property tests of this engine."""

from __future__ import annotations

import os

from hypothesis import settings

# Time is measured in benchmarks; on a busy machine a deadline only makes tests fail by chance.
# Where a change waits to land, the same examples are tried each time; new ones are looked for here.
settings.register_profile("opinion-map", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("opinion-map")
