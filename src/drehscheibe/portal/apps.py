from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "drehscheibe.portal"
    label = "portal"

    def ready(self) -> None:
        from drehscheibe.portal import personal_data  # noqa: PLC0415 -- models are loaded by now
        from drehscheibe.portal.entries import register_entries  # noqa: PLC0415 -- models are loaded by now

        register_entries()
        personal_data.register()
