from datetime import timedelta

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "drehscheibe.core.notify"
    label = "notify"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from drehscheibe.core.jobs import api as jobs  # noqa: PLC0415 -- models are loaded by now
        from drehscheibe.core.notify.digests import (  # noqa: PLC0415 -- models are loaded by now
            make_due_digests,
        )

        jobs.register("notify.make_digests", make_due_digests, jobs.every(timedelta(minutes=1)))
