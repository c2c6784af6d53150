from django.apps import AppConfig

from drehscheibe.core.text.closed_fields import look_labels_up


class TextConfig(AppConfig):
    """Words: stems for searching and the vocabulary that all rooms share."""

    name = "drehscheibe.core.text"
    label = "text"

    def ready(self) -> None:
        look_labels_up()
