from datetime import time

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "drehscheibe.core.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from drehscheibe.core.accounts import links  # noqa: PLC0415 -- models are loaded by now
        from drehscheibe.core.jobs import api as jobs  # noqa: PLC0415 -- models are loaded by now

        jobs.register(
            "accounts.forget_old_links",
            lambda _now: links.forget_old_links(),
            jobs.daily(time(3, 50)),
        )
