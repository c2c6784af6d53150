"""What questions announce: their items, their place on the profile, navigation, periodic work."""

from __future__ import annotations

from datetime import time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange.choices.question import QuestionState
from drehscheibe.capabilities.exchange.machine.question import QUESTION
from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.queries import questions
from drehscheibe.capabilities.exchange.rules import question as rules
from drehscheibe.capabilities.exchange.services.questions.reminding import look_after_questions
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.jobs import api as jobs
from drehscheibe.core.trace.api import ItemKind, register_kind
from drehscheibe.ui import navigation

__all__ = ["list_on_profile", "register_all"]

MOST_ON_PROFILE = 6


def register_all() -> None:
    """Announce everything; called from ``AppConfig.ready``."""
    register_kind(
        ItemKind(
            kind="question",
            prefix="Q",
            label=pgettext_lazy("noun", "Question"),
            url_name="question_detail",
            states={name: (state.label, state.badge) for name, state in QUESTION.states.items()},
        )
    )
    jobs.register("exchange.look_after_questions", look_after_questions, jobs.daily(time(6, 40)))
    navigation.register(
        navigation.Entry("main", _("Questions"), "question_list", 30, under="signal_list")
    )
    navigation.register(
        navigation.Entry(
            "workspace",
            _("Questions"),
            "question_work_list",
            25,
            rules.may_see_work,
            "comment",
            group=_("Concerns"),
        )
    )
    directory.register_profile_section(
        directory.ProfileSection("questions", _("Questions and answers"), 20, list_on_profile)
    )


def list_on_profile(organisation_id: int, _actor: Actor) -> directory.SectionContent:
    """Return what an initiative answered in public, and where one asks it; one query at most.

    The same for every reader: what is not public belongs to the asker and to the workspace.
    """
    slug = directory.slugs_by_organisation().get(organisation_id, "")
    found = questions.list_public_of(organisation_id, limit=MOST_ON_PROFILE + 1)
    if not slug and not found:
        return directory.SectionContent()
    has_more = len(found) > MOST_ON_PROFILE and bool(slug)
    return directory.SectionContent(
        items=tuple(_profile_item(question) for question in found[:MOST_ON_PROFILE]),
        empty=gettext(
            "No question has been answered in public yet. Ask one: you get an answer with a date."
        ),
        more_href=f"{reverse('question_list')}?initiative={slug}" if has_more else "",
        more_label=gettext("All questions and answers") if has_more else "",
        action_href=reverse("question_ask", args=[slug]) if slug else "",
        action_label=gettext("Ask a question") if slug else "",
    )


def _profile_item(question: Question) -> directory.ProfileItem:
    # For readers it is answered, whether or not the asker has said that it helps.
    shown = QuestionState.ANSWERED if question.has_answer else QuestionState(question.state)
    state = QUESTION.states[shown]
    note = gettext("Public since")
    if question.is_example:
        note = f"{gettext('Example')}. {note}"
    return directory.ProfileItem(
        title=question.subject,
        href=reverse("question_detail", args=[question.public_id]),
        badge=str(state.label),
        badge_kind=state.badge,
        note=note,
        when=timezone.localdate(question.published_at),
    )
