from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "drehscheibe.core.submissions"
    label = "submissions"
