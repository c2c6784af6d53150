"""Every address that takes a form: sent by everybody, done for those whom the law names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.exchange.models import AnswerTemplate, Question, Signal
from drehscheibe.capabilities.exchange.services.signals import templates
from drehscheibe.capabilities.exchange.tests.factories import WORDS
from drehscheibe.capabilities.exchange.tests.impulse_factories import MEASURE_WORDS, impulse_words
from drehscheibe.capabilities.exchange.tests.rights import acts as law
from drehscheibe.capabilities.exchange.tests.rights.addresses import ACTING
from drehscheibe.capabilities.exchange.tests.rights.concerns import Thing, soon
from drehscheibe.capabilities.exchange.tests.rights.conftest import World
from drehscheibe.capabilities.exchange.tests.rights.law import AFTER, BEFORE, Audience
from drehscheibe.core.audit.models import Entry

pytestmark = pytest.mark.django_db

EVERYBODY = frozenset(law.ACTING_PEOPLE)
COMMIT, WRITE, OFFICE, DESK = law.COMMIT, law.WRITE, law.OFFICE, law.DESK
#: Whoever commits an initiative, and whoever asks initiatives something.
INITIATIVES = COMMIT | {"supporter", "member"}
SENDERS = frozenset({"office", "desk", "first desk", "other desk"})
#: Not written into the log: what is saved while somebody types, and wishes about e-mails.
UNLOGGED = {
    "signal_draft",
    "signal_draft_save",
    "dossier_office",
    "dossier_save",
    "question_status",
}


@dataclass(frozen=True, slots=True)
class Form:
    """A form that is sent.

    Attributes
    ----------
    way : str
        Name of the address; after a space the act, under which the fields stand as well.
    line : tuple of str
        Of the thing with which something is done: kind, state, stage, circle.
    by : frozenset of str
        For whom it is done.
    """

    way: str
    line: tuple[str, ...]
    by: Audience
    fields: Mapping[str, object] = field(default_factory=dict)
    query: str = ""

    def __str__(self) -> str:
        return f"{self.way} {' '.join(self.line[1:2])}"


def concern(state: str, stage: str = AFTER, circle: str = "network") -> tuple[str, ...]:
    return ("concern", state, stage, circle)


def dossier(state: str, stage: str) -> tuple[str, ...]:
    return ("dossier", state, stage, "public")


TEXT = {"text": "Das ist der Text dazu."}
DAY = soon
ANSWER = {
    "decision": "accepted",
    "text": "Sie haben recht.",
    "what_changes": "Eine Liste.",
    "contact": "Referat, referat@example.org",
    "step": "publish",
}
DOSSIER = {"title": "Neu", "pattern": "Überall.", "why_now": "Jetzt.", "visibility": "public"}

FORMS = (
    Form("signal_new", (), WRITE | {"supporter", "member"}),
    Form("signal_draft", concern("draft", BEFORE), WRITE, {**WORDS, "next": "save"}),
    Form("signal_draft_save", concern("draft", BEFORE), WRITE, {"title": "Neu"}),
    Form("signal_draft_discard", concern("draft", BEFORE), WRITE),
    Form("signal_review", concern("draft", BEFORE), COMMIT),
    Form("signal_join", concern("handed_over"), law.NEW, {**TEXT, "laender": "NW"}),
    Form("signal_join_act leave", concern("handed_over"), law.JOINED),
    Form("signal_own_act release", concern("awaiting_second_key", BEFORE), law.SECOND),
    Form(
        "signal_own_act return_to_draft", concern("awaiting_second_key", BEFORE), law.SECOND, TEXT
    ),
    Form("signal_own_act answer_question", concern("needs_clarification"), COMMIT, TEXT),
    Form("signal_own_act answer_back", concern("asked_back"), COMMIT, TEXT),
    Form("signal_own_act withdraw", concern("handed_over"), COMMIT),
    Form("signal_own_act widen", concern("handed_over"), COMMIT, {"visibility": "public"}),
    Form("signal_own_act rate", concern("answered"), COMMIT, {"helped": "yes"}),
    Form(
        "signal_office_act hand_over",
        concern("submitted", BEFORE),
        OFFICE,
        {"desk": "{desk}", "due_on": "{day}"},
    ),
    Form("signal_office_act ask_author", concern("submitted", BEFORE), OFFICE, TEXT),
    Form(
        "signal_office_act reject",
        concern("submitted", BEFORE),
        OFFICE,
        {**TEXT, "reason": "unclear"},
    ),
    Form("signal_office_act call_back", concern("handed_over"), OFFICE, TEXT),
    Form("signal_office_act close", concern("answered"), OFFICE),
    Form("signal_office_act note_in_effect", concern("promised"), OFFICE, TEXT),
    Form("signal_office_act summarise", concern("closed"), OFFICE, TEXT),
    Form("signal_merge", concern("submitted", BEFORE), OFFICE, query="into={origin}"),
    Form("signal_unmerge", concern("merged", BEFORE), OFFICE),
    Form("signal_desk_act take_up", concern("handed_over"), DESK),
    Form("signal_desk_act ask_back", concern("in_review"), DESK, TEXT),
    Form("signal_desk_act drop_question", concern("asked_back"), DESK),
    Form(
        "signal_desk_act forward",
        concern("in_review"),
        DESK,
        {**TEXT, "desk": "{desk}", "due_on": "{day}"},
    ),
    Form("signal_desk_act send_back", concern("handed_over"), DESK, TEXT),
    Form("signal_desk_act report_in_effect", concern("promised"), DESK, TEXT),
    Form("signal_desk_act postpone", concern("promised"), DESK, {**TEXT, "until": "{later}"}),
    Form("signal_desk_act withdraw_answer", concern("answered"), DESK, {**TEXT, "due_on": "{day}"}),
    Form("signal_desk_answer", concern("handed_over"), DESK, ANSWER),
    Form("signal_answer_many", concern("handed_over"), DESK, {**ANSWER, "signals": "{number}"}),
    Form(
        "answer_template_list", (), DESK | {"first desk", "other desk"}, {**TEXT, "title": "Gruß"}
    ),
    Form("answer_template_remove", ("template",), DESK),
    Form("dossier_office_list", (), OFFICE, {"title": "Neu"}),
    Form("dossier_office", dossier("in_preparation", BEFORE), OFFICE, DOSSIER),
    Form("dossier_save", dossier("in_preparation", BEFORE), OFFICE, {"title": "Neu"}),
    Form("dossier_pick", dossier("in_preparation", BEFORE), OFFICE, {"concern": "{free}"}),
    Form(
        "dossier_office_act hand_over",
        dossier("in_preparation", BEFORE),
        OFFICE,
        {"desk": "{desk}", "due_on": "{day}"},
    ),
    Form("dossier_office_act withdraw", dossier("in_preparation", BEFORE), OFFICE),
    Form("dossier_office_act close", dossier("answered", AFTER), OFFICE),
    Form("question_work_act answer", ("question", "asked"), COMMIT, TEXT),
    Form("question_work_act answer", ("question", "with_office"), OFFICE, TEXT),
    Form("question_work_act decline", ("question", "asked"), COMMIT, {**TEXT, "reason": "unclear"}),
    Form("question_work_act pass_on", ("question", "asked"), COMMIT, TEXT),
    Form("question_work_act release_answer", ("question", "awaiting_second_key"), law.SECOND),
    Form("question_work_act return_answer", ("question", "awaiting_second_key"), law.SECOND, TEXT),
    Form(
        "question_work_act assign",
        ("question", "with_office"),
        OFFICE,
        {"organisation": "{supporters}"},
    ),
    Form("question_take_up", ("question", "asked"), COMMIT),
    # The personal address is the right: whoever has it is the asker.
    Form("question_status_act withdraw", ("question", "asked"), EVERYBODY),
    Form("question_status_act rate", ("question", "answered"), EVERYBODY, {"helped": "yes"}),
    Form("question_status_act object", ("question", "declined"), EVERYBODY, TEXT),
    Form("question_status_act hide", ("question", "answered"), EVERYBODY),
    Form("question_status_act erase", ("question", "asked"), EVERYBODY),
    Form("impulse_new", (), SENDERS, {**impulse_words(), "everybody": "on", "sender": "{own}"}),
    Form(
        "impulse_draft",
        ("impulse", "draft"),
        frozenset({"desk", "office"}),
        {**impulse_words(), "everybody": "on", "sender": "{desk}"},
    ),
    Form("impulse_review", ("impulse", "draft"), frozenset({"desk", "office"})),
    Form("impulse_draft_discard", ("impulse", "draft"), frozenset({"desk", "office"})),
    Form(
        "impulse_react",
        ("impulse", "published"),
        COMMIT | {"supporter"},
        {**TEXT, "stance": "partly", "consent": "named"},
    ),
    Form("impulse_react_act take_back", ("impulse", "published"), COMMIT | {"supporter"}),
    Form(
        "impulse_work_act evaluate",
        ("impulse", "in_evaluation"),
        frozenset({"desk", "office"}),
        TEXT,
    ),
    Form(
        "impulse_work_act withdraw", ("impulse", "published"), frozenset({"desk", "office"}), TEXT
    ),
    Form("measure_new", (), INITIATIVES | SENDERS, {**MEASURE_WORDS, "lead": "{authors}"}),
    Form("measure_edit", ("measure", "running"), WRITE | {"office"}, MEASURE_WORDS),
    Form("measure_act review", ("measure", "running"), WRITE | {"office"}),
    Form(
        "measure_act pass_on",
        ("measure", "running"),
        frozenset({"office"}),
        {**TEXT, "lead": "{supporters}"},
    ),
    Form("measure_act move", ("measure", "running"), WRITE | {"office"}, {**TEXT, "act": "pause"}),
)


def test_every_address_for_forms_is_sent_to() -> None:
    assert ACTING - {form.way.partition(" ")[0] for form in FORMS} == set()


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_form_is_done_for_whom_the_law_names(world: World, form: Form) -> None:
    thing = _thing(world, form)

    done = {name for name in law.ACTING_PEOPLE if is_done(world, form, thing, name)}

    assert done == form.by


def _thing(world: World, form: Form) -> Thing | None:
    if not form.line or form.line[0] == "template":
        return None
    kind, state = form.line[:2]
    stage, circle = form.line[2:] or (BEFORE, "")
    return world.one(kind, state, stage, circle)


def is_done(world: World, form: Form, thing: Thing | None, name: str) -> bool:
    """Send a form in the name of somebody, see whether it did something, and take it back."""
    way, _space, act = form.way.partition(" ")
    with transaction.atomic():
        address = _address(world, way, act, thing) + _query(world, form)
        lines = Entry.objects.count()
        response = world.clients[name].post(address, _filled(world, form, thing, name, act))
        logged = Entry.objects.count() > lines
        transaction.set_rollback(True)
    assert response.status_code < 500, address
    assert response.status_code != 422, f"{name}: the form is not filled in: {response.content!r}"
    goes_on = response.status_code == 302 and not response["Location"].startswith(
        reverse("account_login")
    )
    is_saved = response["Content-Type"] == "application/json" and response.json()["saved"]
    return bool((goes_on or is_saved) and (logged or way in UNLOGGED))


def _query(world: World, form: Form) -> str:
    return f"?{form.query.format(origin=world.origin.public_id)}" if form.query else ""


def _address(world: World, way: str, act: str, thing: Thing | None) -> str:
    if way == "answer_template_remove":
        by = world.people.actor("desk")
        block = AnswerTemplate.objects.first() or templates.save_template(
            by, title="Dank", text="Vielen Dank."
        )
        return reverse(way, args=[block.pk])
    if thing is None or way == "signal_answer_many":
        return reverse(way)
    key: object = thing.public_id
    if way in ("signal_review", "impulse_draft", "impulse_review", "impulse_draft_discard") or (
        way.startswith("signal_draft")
    ):
        key = thing.key
    if way == "question_status_act":
        key = Question.objects.get(pk=thing.pk).token
    return reverse(way, args=[key, act] if act else [key])


def _filled(
    world: World, form: Form, thing: Thing | None, name: str, act: str
) -> dict[str, object]:
    """Return the fields with what is only known now, under the name of the act if there is one."""
    free = world.one("concern", "submitted", BEFORE, "public")
    own = world.people.actor(name).organisation_id
    now = {
        "desk": world.people.bodies["desk"].pk,
        "supporters": world.people.bodies["supporters"].pk,
        "authors": world.people.bodies["authors"].pk,
        "own": own or "",
        "day": soon().isoformat(),
        "later": (timezone.localdate() + timedelta(days=200)).isoformat(),
        "number": thing.public_id if thing else "",
        "free": free.public_id,
    }
    if act == "forward":
        now["desk"] = world.people.bodies["other desk"].pk
    fields = {
        key: value.format(**now) if isinstance(value, str) else value
        for key, value in form.fields.items()
    }
    if thing is not None and form.way == "signal_draft":
        for row in Signal.objects.get(pk=thing.pk).evidence.select_related("file"):
            fields |= {f"description_{row.file.uuid.hex}": "Zeigt es."}
            fields |= {f"audience_{row.file.uuid.hex}": row.audience}
    fields["form_token"] = f"{form.way[-40:]}-{name}"
    return {f"{act}-{key}": value for key, value in fields.items()} if act else fields
