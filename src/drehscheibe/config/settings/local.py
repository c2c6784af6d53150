"""Settings of ``drehscheibe run``: everything from the environment, SQLite by default."""

import os

from drehscheibe.config.settings.base import *  # noqa: F403 -- settings inherit
from drehscheibe.config.settings.base import HOME

# Engines know no settings: what they learn once per machine is kept beside the database.
os.environ.setdefault("DREHSCHEIBE_CACHE", str(HOME / "cache"))
