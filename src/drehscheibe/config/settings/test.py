"""Settings of the tests: same code, cheap hashes, mail in memory, home in a temporary folder."""

import os
import re
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

os.environ.setdefault("DREHSCHEIBE_HOME", str(Path(tempfile.gettempdir()) / "drehscheibe-test"))
os.environ.setdefault("SECRET_KEY", "tests-only-" + "x" * 60)
os.environ.setdefault("BASE_URL", "http://testserver")

if os.environ.get("REDIS_URL") and (worker := os.environ.get("PYTEST_XDIST_WORKER")):
    # Each test empties the cache: two processes of the suite must not share one.
    redis = urlsplit(os.environ["REDIS_URL"])
    number = int(redis.path.strip("/") or 0) + int(re.sub(r"\D", "", worker))
    os.environ["REDIS_URL"] = redis._replace(path=f"/{number}").geturl()

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
