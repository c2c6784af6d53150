from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "drehscheibe.core.jobs"
    label = "jobs"

    def ready(self) -> None:
        from drehscheibe.core.jobs import housekeeping  # noqa: PLC0415 -- models are loaded by now

        housekeeping.register()
