"""What impulses and measures announce to the core: their items, navigation, work and periodic jobs."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange.machine.impulse import IMPULSE
from drehscheibe.capabilities.exchange.machine.measure import MEASURE
from drehscheibe.capabilities.exchange.models import Measure
from drehscheibe.capabilities.exchange.queries import measures
from drehscheibe.capabilities.exchange.rules import impulse as impulse_rules
from drehscheibe.capabilities.exchange.services.impulses.sending import run_impulse_clock
from drehscheibe.capabilities.exchange.services.leaving import look_after_the_left
from drehscheibe.capabilities.exchange.services.measures.reviews import run_review_clock
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.jobs import api as jobs
from drehscheibe.core.trace.api import ItemKind, register_kind
from drehscheibe.ui import navigation

__all__ = ["list_on_profile", "register_all"]

MOST_ON_PROFILE = 6


def register_all() -> None:
    """Announce everything; called from ``AppConfig.ready``."""
    for kind, prefix, label, page, machine in (
        ("impulse", "I", _("Impulse"), "impulse_detail", IMPULSE),
        ("measure", "M", _("Measure"), "measure_detail", MEASURE),
    ):
        states = {name: (state.label, state.badge) for name, state in machine.states.items()}
        register_kind(ItemKind(kind, prefix, label, page, states))
    # Every hour: an impulse ends with its day, and a restarted worker catches up soon.
    jobs.register("exchange.run_impulse_clock", run_impulse_clock, jobs.every(timedelta(hours=1)))
    jobs.register("exchange.run_review_clock", run_review_clock, jobs.every(timedelta(hours=6)))
    jobs.register(
        "exchange.look_after_the_left", look_after_the_left, jobs.every(timedelta(days=1))
    )
    for entry in (
        navigation.Entry("main", _("Impulses"), "impulse_list", 32, under="signal_list"),
        navigation.Entry("main", _("Measures"), "measure_list", 34, under="signal_list"),
        navigation.Entry(
            "workspace",
            _("Impulses"),
            "impulse_work_list",
            25,
            impulse_rules.may_send_impulses,
            "question",
            group=_("Concerns"),
        ),
        navigation.Entry(
            "workspace",
            _("Impulses to us"),
            "impulse_inbox",
            25,
            impulse_rules.may_react,
            "question",
            group=_("Concerns"),
        ),
        navigation.Entry(
            "workspace",
            _("Our measures"),
            "measure_work_list",
            27,
            impulse_rules.may_commit_measures,
            "check-double",
            group=_("Concerns"),
        ),
    ):
        navigation.register(entry)
    directory.register_profile_section(
        directory.ProfileSection("measures", _("Measures in the lead"), 20, list_on_profile)
    )


def list_on_profile(organisation_id: int, _actor: Actor) -> directory.SectionContent:
    """Return the measures that an initiative leads; one query, nothing is shown without any."""
    found = list(
        measures.public_measures_of(organisation_id)
        .select_related("item", "lead")
        .order_by("-changed_at", "-pk")[: MOST_ON_PROFILE + 1]
    )
    has_more = len(found) > MOST_ON_PROFILE
    more = f"{reverse('measure_list')}?lead={found[0].lead.uuid}" if has_more else ""
    return directory.SectionContent(
        items=tuple(_profile_item(measure) for measure in found[:MOST_ON_PROFILE]),
        more_href=more,
        more_label=gettext("All measures of this initiative") if has_more else "",
    )


def _profile_item(measure: Measure) -> directory.ProfileItem:
    state = MEASURE.states[measure.state]
    note = measure.next_step or gettext("Last change")
    note = f"{gettext('Example')}. {note}" if measure.is_example else note
    is_dated = bool(measure.next_step and measure.next_step_on)
    return directory.ProfileItem(
        title=measure.title,
        href=reverse("measure_detail", args=[measure.public_id]),
        badge=str(state.label),
        badge_kind=state.badge,
        note=note,
        when=measure.next_step_on if is_dated else timezone.localdate(measure.changed_at),
    )
