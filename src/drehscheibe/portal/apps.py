from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "drehscheibe.portal"
    label = "portal"

    def ready(self) -> None:
        from drehscheibe.portal import findable  # noqa: PLC0415 -- models are loaded by now
        from drehscheibe.portal.entries import register_entries  # noqa: PLC0415 -- models are loaded by now
        from drehscheibe.portal.freshness import follow_editors  # noqa: PLC0415 -- as above

        register_entries()
        findable.connect()
        follow_editors()
