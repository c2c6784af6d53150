from datetime import time

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "drehscheibe.core.moderation"
    label = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from drehscheibe.core.jobs import api as jobs  # noqa: PLC0415 -- models are loaded by now
        from drehscheibe.core.moderation import (  # noqa: PLC0415 -- models are loaded by now
            notifications,
            personal_data,
            receivers,
            services,
        )

        notifications.register()
        receivers.register()
        personal_data.register()
        jobs.register(
            "moderation.look_after_cases", services.look_after_cases, jobs.daily(time(6, 20))
        )
