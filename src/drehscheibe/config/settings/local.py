"""Settings of ``drehscheibe run``: everything from the environment, SQLite by default."""

from drehscheibe.config.settings.base import *  # noqa: F403 -- settings inherit
