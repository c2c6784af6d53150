"""Example cases for the demo, marked as examples: played through the same services as real ones."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from drehscheibe.capabilities.advisory.choices import SessionState
from drehscheibe.capabilities.advisory.models import Case, Coach, Step, TextBlock
from drehscheibe.capabilities.advisory.services import coaching, requester, talks, triage
from drehscheibe.capabilities.advisory.services.asking import RequestContent, ask_for_advice
from drehscheibe.capabilities.advisory.services.coaches import CoachProfile, add_coach
from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.organisations import demo
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.places.models import Kreis

__all__ = ["load_example_cases"]

FILE = Path(__file__).parents[1] / "data" / "examples.json"
#: Who advises in the examples: somebody of the office, and an expert of a partner.
COACH, EXPERT, REQUESTER = "office@example.org", "member@example.org", "coordination@example.org"


@transaction.atomic
def load_example_cases() -> int:
    """Write the example cases and return how many; none a second time, or without demo people."""
    actors = {email: _actor_of(email) for email in (COACH, EXPERT, REQUESTER)}
    office, asker = actors[COACH], actors[REQUESTER]
    if Case.objects.filter(is_example=True).exists() or not (office and asker and actors[EXPERT]):
        return 0
    plots = json.loads(FILE.read_text(encoding="utf-8"))
    for block in plots["text_blocks"]:
        TextBlock.objects.get_or_create(title=block["title"], defaults={"text": block["text"]})
    for coach in plots["coaches"]:
        _make_coach(coach)
    for plot in plots["cases"]:
        _play(plot, office, asker)
    return len(plots["cases"])


def _make_coach(plot: dict[str, Any]) -> None:
    if Coach.objects.filter(person__email=plot["email"]).exists():
        return
    profile = CoachProfile(
        tuple(plot["topics"]), tuple(plot["laender"]), plot["kreis"], plot["limit"], plot["about"]
    )
    add_coach(SYSTEM, email=plot["email"], profile=profile, is_example=True)


def _actor_of(email: str) -> Actor | None:
    names = [person.email for person in demo.PEOPLE]
    mandate = (
        Mandate.objects.valid_at(timezone.now())
        .filter(person__email=email, person__email__in=names)
        .select_related("person", "organisation")
        .order_by("pk")
        .first()
    )
    return organisations.make_actor(mandate.person, mandate) if mandate else None


def _play(plot: dict[str, Any], office: Actor, asker: Actor) -> None:
    """Let one example go its way as far as its plot says."""
    land = Kreis.objects.get(pk=plot["kreis"]).land_id
    content = RequestContent(
        topic=plot["topic"],
        land=land,
        kreis=plot["kreis"],
        situation=plot["situation"],
        wish=plot["wish"],
        urgency=plot["urgency"],
        confidentiality=plot["confidentiality"],
        name="Koordination (Demo)",
        in_name_of_organisation=True,
    )
    case = ask_for_advice(asker, content, language="de", is_example=True)
    if plot["until"] != "received":
        _advise(plot, case, office, asker)
    _age(case.pk, weeks=plot["weeks_ago"], keep_date=plot["until"] == "running")


def _advise(plot: dict[str, Any], case: Case, office: Actor, asker: Actor) -> None:
    coach = Coach.objects.get(person_id=office.person_id)
    triage.propose_coach(office, case.pk, coach_id=coach.pk)
    coaching.accept_case(office, case.pk)
    coaching.propose_goal(office, case.pk, goal=plot["goal"])
    requester.agree_goal(asker, case.token, seen=plot["goal"])
    _hold_talk(plot, case, office)
    today = timezone.localdate()
    for side, text, days, is_done in plot["steps"]:
        day = today + timedelta(days=max(0, days))
        coaching.add_step(office, case.pk, text=text, side=side, due_on=day)
        past = {"due_on": today + timedelta(days=days)} if days < 0 else {}
        done = {"done_at": timezone.now() + timedelta(days=days)} if is_done else {}
        Step.objects.filter(case=case, text=text).update(**past, **done)
    if "result" in plot:
        coaching.finish_case(office, case.pk, result=plot["result"])
        requester.rate_result(asker, case.token, helped=plot["helped"])


def _hold_talk(plot: dict[str, Any], case: Case, office: Actor) -> None:
    content = talks.TalkContent(
        starts_at=_at_ten(timezone.localdate() - timedelta(days=14)),
        minutes=60,
        people="Koordination (Demo), Servicestelle (Demo)",
        notes=plot["talk"],
        hours=Decimal("2.5"),
        state=SessionState.HELD,
    )
    talks.plan_talk(office, case.pk, content)


def _at_ten(day: date) -> datetime:
    return datetime.combine(day, time(10), timezone.get_current_timezone())


def _age(pk: int, *, weeks: int, keep_date: bool) -> None:
    """Move the dates of an example back by whole weeks; a running one keeps its next date."""
    case = Case.objects.select_related("item").get(pk=pk)
    rows: list[models.Model] = [case, *case.proposals.all()]
    if case.item is not None:
        rows += [case.item, *case.item.stations.all()]
    ago = timedelta(weeks=weeks)
    for row in rows:
        fields = [f for f in row._meta.concrete_fields if isinstance(f, models.DateField)]
        kept = {"due_on"} if keep_date else set()
        moved = {
            f.attname: getattr(row, f.attname) - ago
            for f in fields
            if getattr(row, f.attname) and f.attname not in kept
        }
        # Not save(): it would write today into the columns that note the last change.
        type(row)._default_manager.filter(pk=row.pk).update(**moved)  # noqa: SLF001 -- likewise
