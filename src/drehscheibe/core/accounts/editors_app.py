"""Wagtail's user administration for our people, who have one name and no user name."""

from wagtail.users.apps import WagtailUsersAppConfig


class EditorsConfig(WagtailUsersAppConfig):  # type: ignore[misc]
    user_viewset = "drehscheibe.core.accounts.editors.EditorViewSet"
