"""The hub as a WSGI application; Django's own ASGI handler is several times slower (ADR 0003)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drehscheibe.config.settings.local")
application = get_wsgi_application()

if os.environ.get("DREHSCHEIBE_WORKER") == "inside":
    from drehscheibe.config.worker import start_in_background

    start_in_background()

from drehscheibe.core.search.warming import warm_in_background  # noqa: E402 -- needs the settings

warm_in_background()
