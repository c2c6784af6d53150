"""What this room announces to the house."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.choices.project import MentorshipState, SignatureState
from drehscheibe.capabilities.founding.queries.files import (
    MILESTONE_FILES,
    existing_milestones,
    may_see_proof,
)
from drehscheibe.capabilities.founding.queries.projects import plans_of_entries
from drehscheibe.capabilities.founding.services.publishing import ITEM_KIND, PROFILE_KIND
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.files import api as files
from drehscheibe.core.notify import api as notify
from drehscheibe.core.notify.api import NotificationKind, Urgency, Words
from drehscheibe.core.trace import api as trace
from drehscheibe.ui import navigation
from drehscheibe.ui.formats import day


def register_all() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    for entry in _NAVIGATION:
        navigation.register(entry)
    for kind in _KINDS:
        notify.register_kind(kind)
    files.register_owner(files.FileOwner(MILESTONE_FILES, may_see_proof, existing_milestones))
    trace.register_kind(_PLAN)
    trace.register_kind(_PROFILE)
    directory.register_profile_section(_SECTION)


_NAVIGATION = (
    navigation.Entry(
        "main",
        pgettext_lazy("founding", "Founding"),
        "founding_home",
        60,
        inside=pgettext_lazy("founding", "How founding works"),
    ),
    navigation.Entry(
        "main",
        pgettext_lazy("white spots", "White spots"),
        "white_spot_list",
        61,
        under="founding_home",
    ),
    navigation.Entry(
        "main",
        pgettext_lazy("founding", "Public plans"),
        "plan_list",
        62,
        under="founding_home",
    ),
    navigation.Entry(
        "workspace",
        pgettext_lazy("founding", "My foundings"),
        "project_list",
        40,
        visible_to=lambda actor: actor.is_known and not actor.is_office and not actor.is_desk,
        icon="track",
        group=pgettext_lazy("founding", "Founding"),
    ),
    navigation.Entry(
        "workspace",
        pgettext_lazy("founding", "Asked as a mentor"),
        "mentorship_list",
        41,
        visible_to=lambda actor: (
            actor.organisation_kind == "initiative" and actor.role in rules.WORKING_ROLES
        ),
        icon="people",
        group=pgettext_lazy("founding", "Founding"),
    ),
    navigation.Entry(
        "workspace",
        pgettext_lazy("founding", "Help for foundings"),
        "founding_desk",
        42,
        visible_to=rules.may_see_desk,
        icon="flag",
        group=pgettext_lazy("founding", "Founding"),
    ),
)

_PLAN = trace.ItemKind(
    kind=ITEM_KIND,
    prefix="G",
    label=pgettext_lazy("founding", "Founding"),
    url_name="plan_detail",
    states={
        "plan": (pgettext_lazy("founding", "in the making"), "info"),
        "founded": (pgettext_lazy("founding", "founded"), "success"),
    },
)
_PROFILE = trace.ItemKind(
    kind=PROFILE_KIND,
    prefix="GE",
    label=pgettext_lazy("founding", "Entry in the directory"),
    url_name="founded_profile",
    states={"published": (pgettext_lazy("founding", "published"), "success")},
)


def _section(organisation_id: int, _actor: Actor) -> directory.SectionContent:
    plan = plans_of_entries().get(organisation_id)
    if plan is None:
        return directory.SectionContent()
    return directory.SectionContent(
        items=(
            directory.ProfileItem(
                title=plan.name,
                href=reverse("plan_detail", args=[plan.public_id]),
                badge=pgettext("founding", "founded"),
                badge_kind="success",
                note=pgettext("founding", "Plan, stations and who signed"),
                when=plan.starts_on,
            ),
        )
    )


_SECTION = directory.ProfileSection(
    key="founding",
    title=pgettext_lazy("founding", "How it was founded"),
    order=80,
    content=_section,
)


def _inside(context: dict[str, Any], page: str = "project_detail") -> str:
    return reverse(page, args=[context["project"]])


def _member_joined(context: dict[str, Any]) -> Words:
    return Words(
        subject=pgettext("founding", "%(person)s has joined: %(name)s") % context,
        text=pgettext("founding", "Your team has grown. Share out the next stations together."),
        path=_inside(context, "project_team"),
        action=pgettext("founding", "Look at the team"),
    )


def _help_asked(context: dict[str, Any]) -> Words:
    return Words(
        subject=pgettext("founding", "A founding asks for help: %(name)s (%(region)s)") % context,
        text=pgettext(
            "founding", "Please answer by %(due)s. Until then you may look into the project."
        )
        % {"due": day(date.fromisoformat(context["due"]))},
        path=reverse("founding_desk"),
        action=pgettext("founding", "To the requests"),
    )


def _help_stuck(context: dict[str, Any]) -> Words:
    return Words(
        subject=pgettext("founding", "A founding stands still: %(name)s (%(region)s)") % context,
        text=pgettext(
            "founding",
            "Station %(station)s is long overdue and nobody has done anything for three weeks. Please"
            " ask the team by %(due)s whether you can help.",
        )
        % {**context, "due": day(date.fromisoformat(context["due"]))},
        path=reverse("founding_desk"),
        action=pgettext("founding", "To the requests"),
    )


def _stands_still(context: dict[str, Any]) -> Words:
    return Words(
        subject=pgettext("founding", "Shall we help? %(name)s") % context,
        text=pgettext(
            "founding",
            "Station %(station)s is long overdue. The service office knows name, region and station of"
            " your project, nothing else, and gets in touch. You can switch this off in the project.",
        )
        % context,
        path=_inside(context),
        action=pgettext("founding", "Open the project"),
    )


def _help_answered(context: dict[str, Any]) -> Words:
    return Words(
        subject=pgettext("founding", "The service office has answered: %(name)s") % context,
        text=pgettext(
            "founding", "The answer stands in your project. The office no longer looks into it."
        ),
        path=_inside(context, "project_help"),
        action=pgettext("founding", "Read the answer"),
        is_outcome=True,
    )


def _signature_answered(context: dict[str, Any]) -> Words:
    subjects = {
        SignatureState.SIGNED: pgettext("founding", "%(body)s has signed: %(name)s"),
        SignatureState.DECLINED: pgettext("founding", "%(body)s does not sign: %(name)s"),
        SignatureState.WITHDRAWN: pgettext(
            "founding", "%(body)s takes its signature back: %(name)s"
        ),
    }
    return Words(
        subject=subjects[SignatureState(context["state"])] % context,
        text=pgettext("founding", "The list of signatures shows it already."),
        path=_inside(context, "project_signatures"),
        action=pgettext("founding", "To the signatures"),
    )


def _mentor_asked(context: dict[str, Any]) -> Words:
    return Words(
        subject=pgettext("founding", "Would you accompany a founding? %(name)s (%(region)s)")
        % context,
        text=pgettext(
            "founding", "Please answer by %(due)s. A no is fine, too; only silence hurts."
        )
        % {"due": day(date.fromisoformat(context["due"]))},
        path=reverse("mentorship_detail", args=[context["mentorship"]]),
        action=pgettext("founding", "Read and answer"),
    )


def _mentor_answered(context: dict[str, Any]) -> Words:
    subjects = {
        MentorshipState.ACCEPTED: pgettext("founding", "%(initiative)s accompanies you: %(name)s"),
        MentorshipState.DECLINED: pgettext(
            "founding", "%(initiative)s cannot accompany you now: %(name)s"
        ),
    }
    other = pgettext("founding", "The mentorship with %(initiative)s has ended: %(name)s")
    return Words(
        subject=subjects.get(context["state"], other) % context,
        text=pgettext("founding", "What was answered stands in your project."),
        path=_inside(context, "project_mentors"),
        action=pgettext("founding", "To the mentors"),
        is_outcome=True,
    )


def _mentorship_ended(context: dict[str, Any]) -> Words:
    return Words(
        subject=pgettext("founding", "A mentorship has ended: %(name)s") % context,
        text=pgettext("founding", "You no longer look into the project. Thank you for your time."),
        path=reverse("mentorship_detail", args=[context["mentorship"]]),
        action=pgettext("founding", "Look at it"),
    )


def _profile_decided(context: dict[str, Any]) -> Words:
    if context["is_accepted"]:
        return Words(
            subject=pgettext("founding", "Founded: %(name)s stands in the directory") % context,
            text=pgettext(
                "founding", "Congratulations. From now on you look after the entry yourselves."
            ),
            path=reverse("initiative_detail", args=[context["slug"]]),
            action=pgettext("founding", "Look at the entry"),
            is_outcome=True,
        )
    return Words(
        subject=pgettext("founding", "The entry was not accepted yet: %(name)s") % context,
        text=pgettext(
            "founding", "The reason stands in your request. Mend it and propose it once more."
        ),
        path=_inside(context, "project_publish"),
        action=pgettext("founding", "Open the project"),
        is_outcome=True,
    )


_TEAM = pgettext_lazy("founding", "News of my foundings")
_MENTOR = pgettext_lazy("founding", "Foundings that my initiative accompanies")
_OFFICE = pgettext_lazy("founding", "Foundings that need help")
_KINDS = (
    NotificationKind("founding.member_joined", _TEAM, _member_joined),
    NotificationKind("founding.help_asked", _OFFICE, _help_asked, Urgency.AT_ONCE),
    NotificationKind("founding.help_stuck", _OFFICE, _help_stuck),
    NotificationKind("founding.stands_still", _TEAM, _stands_still),
    NotificationKind("founding.help_answered", _TEAM, _help_answered, Urgency.AT_ONCE),
    NotificationKind("founding.signature_answered", _TEAM, _signature_answered),
    NotificationKind("founding.mentor_asked", _MENTOR, _mentor_asked, Urgency.AT_ONCE),
    NotificationKind("founding.mentorship_ended", _MENTOR, _mentorship_ended),
    NotificationKind("founding.mentor_answered", _TEAM, _mentor_answered, Urgency.AT_ONCE),
    NotificationKind("founding.profile_decided", _TEAM, _profile_decided, Urgency.AT_ONCE),
)
