"""What the exchange announces to the core: its items, its navigation, its periodic work."""

from __future__ import annotations

from datetime import time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange.machine.signal import CLOCK_STATES, DOSSIER, SIGNAL
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.queries.evidence import (
    FILE_OWNER,
    existing_owners,
    may_see_file,
)
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.reminding import remind_overdue_daily
from drehscheibe.capabilities.exchange.services.signals.answer_times import fold_daily
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.files import api as files
from drehscheibe.core.jobs import api as jobs
from drehscheibe.core.trace.api import ItemKind, register_kind
from drehscheibe.ui import navigation

__all__ = ["list_on_profile", "register_all"]

MOST_ON_PROFILE = 6


def register_all() -> None:
    """Announce everything; called from ``AppConfig.ready``."""
    register_kind(
        ItemKind(
            kind="signal",
            prefix="S",
            label=_("Concern"),
            url_name="signal_detail",
            states={name: (state.label, state.badge) for name, state in SIGNAL.states.items()},
        )
    )
    register_kind(
        ItemKind(
            kind="dossier",
            prefix="D",
            label=_("Dossier"),
            url_name="dossier_detail",
            states={name: (state.label, state.badge) for name, state in DOSSIER.states.items()},
        )
    )
    files.register_owner(files.FileOwner(FILE_OWNER, may_see_file, existing_owners))
    jobs.register("exchange.remind_overdue", remind_overdue_daily, jobs.daily(time(6, 30)))
    jobs.register("exchange.fold_answer_times", fold_daily, jobs.daily(time(3, 20)))
    for entry in (
        navigation.Entry("main", _("Concerns"), "signal_list", 30, inside=_("All concerns")),
        navigation.Entry("main", _("Dossiers"), "dossier_list", 31, under="signal_list"),
        navigation.Entry("main", _("Answer times"), "signal_ageing", 36, under="signal_list"),
        navigation.Entry(
            "workspace",
            _("Our concerns"),
            "signal_own_list",
            20,
            rules.may_write,
            "megaphone",
            group=_("Concerns"),
        ),
        navigation.Entry(
            "workspace",
            _("Check concerns"),
            "signal_office_list",
            20,
            rules.may_check,
            "megaphone",
            group=_("Concerns"),
        ),
        navigation.Entry(
            "workspace",
            _("Dossiers"),
            "dossier_office_list",
            22,
            rules.may_check,
            "document",
            group=_("Concerns"),
        ),
        navigation.Entry(
            "workspace",
            _("Answer concerns"),
            "signal_desk_list",
            20,
            _is_desk,
            "megaphone",
            group=_("Concerns"),
        ),
    ):
        navigation.register(entry)
    directory.register_profile_section(
        directory.ProfileSection("raised", _("What was raised and answered"), 10, list_on_profile)
    )


def list_on_profile(organisation_id: int, _actor: Actor) -> directory.SectionContent:
    """Return what an initiative raised in public, each with state and answer; two queries.

    The same for every reader: what is not public belongs into their workspace.
    """
    found = signals.list_public_of(organisation_id, limit=MOST_ON_PROFILE + 1)
    if not found:
        return directory.SectionContent(
            empty=gettext(
                "This initiative has not raised a concern in public yet. As soon as it does, state and"
                " answer stand here."
            )
        )
    has_more = len(found) > MOST_ON_PROFILE and found[0].organisation is not None
    query = f"?organisation={found[0].organisation.uuid}" if found[0].organisation else ""
    return directory.SectionContent(
        items=tuple(_profile_item(signal) for signal in found[:MOST_ON_PROFILE]),
        more_href=reverse("signal_list") + query if has_more else "",
        more_label=gettext("All concerns of this initiative") if has_more else "",
    )


def _profile_item(signal: Signal) -> directory.ProfileItem:
    state = SIGNAL.states[signal.state]
    answers = list(signal.answers.all())
    if answers:
        note = gettext("%(desk)s answered: %(decision)s.") % {
            "desk": answers[-1].desk,
            "decision": answers[-1].get_decision_display(),
        }
        when = timezone.localdate(answers[-1].published_at)
    elif signal.state in CLOCK_STATES and signal.due_on is not None:
        is_late = signal.is_overdue(timezone.localdate())
        note = gettext("An answer was due by") if is_late else gettext("An answer is due by")
        when = signal.due_on
    else:
        note = gettext("Public since")
        when = timezone.localdate(signal.published_at)
    if signal.is_example:
        note = f"{gettext('Example')}. {note}"
    return directory.ProfileItem(
        title=signal.title,
        href=reverse("signal_detail", args=[signal.public_id]),
        badge=str(state.label),
        badge_kind=state.badge,
        note=note,
        when=when,
    )


def _is_desk(actor: Actor) -> bool:
    return actor.is_desk
