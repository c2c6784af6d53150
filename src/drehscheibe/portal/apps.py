from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "drehscheibe.portal"
    label = "portal"

    def ready(self) -> None:
        from drehscheibe.portal import (  # noqa: PLC0415 -- models are loaded by now
            findable,
            personal_data,
        )
        from drehscheibe.portal.entries import register_entries  # noqa: PLC0415 -- models are loaded by now
        from drehscheibe.portal.freshness import follow_editors  # noqa: PLC0415 -- as above
        from drehscheibe.portal.guidelines import (  # noqa: PLC0415 -- as above
            register_reviews,
            register_section,
        )

        register_entries()
        personal_data.register()
        findable.connect()
        follow_editors()
        register_section()
        register_reviews()
