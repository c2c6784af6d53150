from django.apps import AppConfig


class TextConfig(AppConfig):
    """Words: stems for searching and the vocabulary that all rooms share."""

    name = "drehscheibe.core.text"
    label = "text"
