"""``python -m tools.docs generate|check|build``."""

from __future__ import annotations

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drehscheibe.config.settings.test")
    django.setup()

    from tools.docs import site

    ACTS = {"generate": site.generate, "check": site.check, "build": site.build}
    if len(sys.argv) != 2 or sys.argv[1] not in ACTS:
        sys.exit(f"usage: python -m tools.docs {'|'.join(ACTS)}")
    sys.exit(ACTS[sys.argv[1]]())
