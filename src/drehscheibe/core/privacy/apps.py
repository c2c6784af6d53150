from datetime import time

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "drehscheibe.core.privacy"
    label = "privacy"

    def ready(self) -> None:
        from drehscheibe.core.jobs import api as jobs  # noqa: PLC0415 -- models are loaded by now
        from drehscheibe.core.privacy import (  # noqa: PLC0415 -- models are loaded by now
            checks,  # noqa: F401 -- registers itself
            personal_data,
            services,
        )

        personal_data.register()
        jobs.register("privacy.apply_retention", services.apply_retention, jobs.daily(time(3, 20)))
