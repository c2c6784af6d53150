"""Settings of the tests: same code, cheap hashes, mail in memory, home in a temporary folder."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DREHSCHEIBE_HOME", str(Path(tempfile.gettempdir()) / "drehscheibe-test"))
os.environ.setdefault("SECRET_KEY", "tests-only-" + "x" * 60)
os.environ.setdefault("BASE_URL", "http://testserver")

from drehscheibe.config.catalogues import compile_catalogues
from drehscheibe.config.settings.base import *  # noqa: F403 -- after the environment is set
from drehscheibe.config.settings.base import STORAGES

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True

# Here and not in a fixture: Django reads the catalogues while it starts, and keeps what it read.
compile_catalogues()
