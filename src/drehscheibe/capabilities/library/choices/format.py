"""The closed vocabulary of formats. Codes are lasting: they stand in URLs and in the files."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

__all__ = ["Effort", "Goal", "Guests", "Hybrid", "Moderation", "Situation"]


class Goal(models.TextChoices):
    """What people want to reach with an event."""

    INFORM = "inform", pgettext_lazy("goal", "Inform and answer questions")
    HEAR = "hear", pgettext_lazy("goal", "Hear opinions and worries")
    IDEAS = "ideas", pgettext_lazy("goal", "Develop ideas and solutions")
    AGREE = "agree", pgettext_lazy("goal", "Settle a conflict, find agreement")
    ADVISE = "advise", pgettext_lazy("goal", "Prepare a decision of politics")
    NETWORK = "network", pgettext_lazy("goal", "Connect people and companies")
    SHOW = "show", pgettext_lazy("goal", "Let people experience industry")
    RECRUIT = "recruit", pgettext_lazy("goal", "Win young people for a trade")


class Situation(models.TextChoices):
    """At which point the work stands."""

    START = "start", pgettext_lazy("situation", "At the beginning: build up an alliance or a topic")
    WORK = "work", pgettext_lazy("situation", "In the middle of everyday work")
    PROJECT = "project", pgettext_lazy("situation", "Before or during a building project")
    CONFLICT = "conflict", pgettext_lazy("situation", "In a dispute or after a loss of trust")
    REVIEW = "review", pgettext_lazy("situation", "At the end: looking back and going on")


class Guests(models.TextChoices):
    """Who is meant to come."""

    NEIGHBOURS = "neighbours", pgettext_lazy("guests", "Neighbourhood and public")
    CRITICS = "critics", pgettext_lazy("guests", "Critical groups")
    YOUTH = "youth", pgettext_lazy("guests", "Young people and schools")
    PARENTS = "parents", pgettext_lazy("guests", "Parents and families")
    COMPANIES = "companies", pgettext_lazy("guests", "Companies")
    WORKFORCE = "workforce", pgettext_lazy("guests", "Employees, works councils, unions")
    POLITICS = "politics", pgettext_lazy("guests", "Politics and administration")
    SCIENCE = "science", pgettext_lazy("guests", "Science and experts")
    INITIATIVES = "initiatives", pgettext_lazy("guests", "Initiatives among themselves")


class Effort(models.TextChoices):
    """How much work a format makes."""

    LOW = "low", pgettext_lazy("effort", "low")
    MEDIUM = "medium", pgettext_lazy("effort", "medium")
    HIGH = "high", pgettext_lazy("effort", "high")


class Moderation(models.TextChoices):
    """Who can lead it."""

    ANYONE = "anyone", pgettext_lazy("moderation", "Anybody who prepares well")
    PRACTISED = "practised", pgettext_lazy("moderation", "Somebody with practice")
    PROFESSIONAL = "professional", pgettext_lazy("moderation", "A professional from outside")


class Hybrid(models.TextChoices):
    """Whether people can take part from elsewhere."""

    GOOD = "good", pgettext_lazy("hybrid", "Works well online as well")
    PARTLY = "partly", pgettext_lazy("hybrid", "Partly possible online")
    NO = "no", pgettext_lazy("hybrid", "Only on the spot")
