from datetime import timedelta

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "drehscheibe.core.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from drehscheibe.core.jobs import api as jobs  # noqa: PLC0415 -- models are loaded by now
        from drehscheibe.core.organisations import (  # noqa: PLC0415 -- models are loaded by now
            notifications,
            personal_data,
            receivers,
            services,
        )

        notifications.register()
        receivers.register()
        personal_data.register()
        jobs.register(
            "organisations.end_expired_mandates",
            lambda _now: services.end_expired_mandates(),
            jobs.every(timedelta(minutes=15)),
        )
