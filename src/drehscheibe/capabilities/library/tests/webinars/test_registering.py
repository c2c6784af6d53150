"""Places, waiting list, addresses to confirm, letters: each use case through its service."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from drehscheibe.capabilities.library.choices.webinar import Access, RegistrationState, WebinarState
from drehscheibe.capabilities.library.models import Webinar, WebinarFeedback, WebinarRegistration
from drehscheibe.capabilities.library.queries.webinar_figures import make_feedback_figures
from drehscheibe.capabilities.library.services.webinars import links, planning
from drehscheibe.capabilities.library.services.webinars.feedback import give_feedback
from drehscheibe.capabilities.library.services.webinars.registering import (
    Wish,
    confirm_registration,
    mark_attendance,
    register,
    unregister,
)
from drehscheibe.capabilities.library.services.webinars.reminding import look_after_webinars
from drehscheibe.capabilities.library.tests.factories import WebinarFactory
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.privacy.retention import all_rules, apply_rule

pytestmark = pytest.mark.django_db

GUEST = Wish(email="Gast@Example.org", name="Kim Beispiel", needs=("captions",))


def join(webinar: Webinar, actor: Actor | None = None) -> WebinarRegistration:
    return register(actor or make_actor(), webinar.uuid, Wish(), language="de")


def ask(webinar: Webinar, wish: Wish = GUEST) -> WebinarRegistration:
    return register(ANONYMOUS, webinar.uuid, wish, language="de")


def confirm(registration: WebinarRegistration) -> WebinarRegistration:
    return confirm_registration(links.confirm_token(registration))


def subjects() -> list[str]:
    return list(Mail.objects.order_by("pk").values_list("subject", flat=True))


def content_of(webinar: Webinar, **changes: object) -> dict[str, Any]:
    return {name: getattr(webinar, name) for name in planning.WEBINAR_FIELDS} | changes


def shift(webinar: Webinar, starts_at: datetime) -> Webinar:
    webinar.starts_at, webinar.ends_at = starts_at, starts_at + timedelta(hours=1)
    webinar.save()
    return webinar


def test_with_an_account_one_click_takes_a_place() -> None:
    webinar = WebinarFactory.create()
    actor = make_actor()

    first, again = join(webinar, actor), join(webinar, actor)

    assert first.pk == again.pk
    assert first.state == RegistrationState.REGISTERED
    assert Notification.objects.filter(person_id=actor.person_id).count() == 1


def test_without_an_account_the_address_is_confirmed_first() -> None:
    webinar = WebinarFactory.create(seats=1)

    waiting = ask(webinar)
    assert waiting.state == RegistrationState.UNCONFIRMED
    assert waiting.email == "gast@example.org"
    for _time in range(2):
        assert confirm(waiting).state == RegistrationState.REGISTERED

    assert subjects() == [
        f"Bitte bestätigen: {webinar.title}",
        f"Sie haben einen Platz: {webinar.title}",
    ]


def test_nobody_learns_which_addresses_are_registered() -> None:
    webinar = WebinarFactory.create()
    confirm(ask(webinar))

    ask(webinar, Wish(email="gast@example.org", name="Jemand anderes"))

    registration = WebinarRegistration.objects.get()
    assert (registration.state, registration.name) == (
        RegistrationState.REGISTERED,
        "Kim Beispiel",
    )
    assert subjects()[-1] == f"Sie sind schon angemeldet: {webinar.title}"


def test_tokens_cannot_be_guessed_or_taken_for_one_another() -> None:
    registration = ask(WebinarFactory.create())
    confirming, own = links.confirm_token(registration), links.own_token(registration)

    for token in ("", "x", own, f"{confirming}x", confirming.swapcase()):
        assert links.find_of_confirm_token(token) is None
    assert links.find_of_own_token(confirming) is None
    with pytest.raises(Conflict):
        confirm_registration(own)


def test_who_waits_moves_up_in_order_and_is_told_once() -> None:
    webinar = WebinarFactory.create(seats=1)
    first, second, third = (join(webinar) for _time in range(3))
    assert [second.state, third.state] == ["waiting", "waiting"]

    unregister(ANONYMOUS, first.uuid)
    unregister(ANONYMOUS, first.uuid)

    second.refresh_from_db()
    third.refresh_from_db()
    assert [second.state, third.state] == ["registered", "waiting"]
    assert subjects().count(f"Sie haben jetzt einen Platz: {webinar.title}") == 1


def test_more_places_let_those_who_wait_the_longest_in(office: Actor) -> None:
    webinar = WebinarFactory.create(seats=1)
    ones = [join(webinar) for _time in range(4)]

    planning.change_webinar(
        office,
        webinar.uuid,
        content_of(webinar, seats=3),
        seen_at=webinar.changed_at.isoformat(),
    )

    states = [WebinarRegistration.objects.get(pk=one.pk).state for one in ones]
    assert states == ["registered", "registered", "registered", "waiting"]
    webinar.refresh_from_db()
    with pytest.raises(ValidationError):
        planning.change_webinar(
            office,
            webinar.uuid,
            content_of(webinar, seats=2),
            seen_at=webinar.changed_at.isoformat(),
        )


def test_whoever_comes_while_others_wait_waits_behind_them() -> None:
    webinar = WebinarFactory.create(seats=1)
    join(webinar)
    join(webinar)
    Webinar.objects.update(seats=2)

    assert join(webinar).state == RegistrationState.WAITING


@pytest.mark.parametrize(
    ("state", "starts_in"),
    [
        (WebinarState.DRAFT, 10),
        (WebinarState.CANCELLED, 10),
        (WebinarState.PUBLISHED, -0.01),
        (WebinarState.PUBLISHED, -3),
    ],
)
def test_nobody_registers_for_what_does_not_come(
    office: Actor, state: str, starts_in: float
) -> None:
    starts_at = timezone.now() + timedelta(days=starts_in)
    webinar = WebinarFactory.create(state=state, starts_at=starts_at)

    with pytest.raises((Conflict, NotAllowed)):
        ask(webinar)
    with pytest.raises(Conflict):
        join(webinar, office)
    assert not WebinarRegistration.objects.exists()


def test_cancelled_then_confirmed_gives_no_place(office: Actor) -> None:
    webinar = WebinarFactory.create()
    registration = ask(webinar)
    there = join(webinar)

    planning.cancel_webinar(office, webinar.uuid, reason="Die Referentin ist krank.")

    with pytest.raises(Conflict):
        confirm(registration)
    registration.refresh_from_db()
    assert registration.state == RegistrationState.UNCONFIRMED
    told = Notification.objects.filter(person_id=there.person_id).order_by("pk").last()
    assert told is not None
    assert (told.context["event"], told.context["reason"]) == (
        "cancelled",
        "Die Referentin ist krank.",
    )
    with pytest.raises(Conflict):
        planning.cancel_webinar(office, webinar.uuid, reason="")
    assert look_after_webinars(webinar.starts_at - timedelta(hours=23)) == 0


def test_confirming_after_the_start_gives_no_place() -> None:
    webinar = WebinarFactory.create()
    registration = ask(webinar)
    shift(webinar, timezone.now() - timedelta(minutes=1))

    with pytest.raises(Conflict):
        confirm(registration)


def test_a_webinar_of_the_network_is_for_people_under_a_mandate() -> None:
    webinar = WebinarFactory.create(access=Access.NETWORK)

    with pytest.raises(NotAllowed):
        ask(webinar)

    assert join(webinar).has_place


def test_moving_tells_everybody_and_reminds_anew(office: Actor) -> None:
    webinar = WebinarFactory.create()
    person = join(webinar)
    confirm(ask(webinar))
    WebinarRegistration.objects.update(placed_at=timezone.now() - timedelta(days=2))
    soon = webinar.starts_at - timedelta(hours=20)
    assert look_after_webinars(soon) == 2
    later = webinar.starts_at + timedelta(days=7)
    content = content_of(webinar, starts_at=later, ends_at=later + timedelta(hours=1))

    planning.change_webinar(office, webinar.uuid, content, seen_at=webinar.changed_at.isoformat())

    assert subjects().count(f"Neuer Termin: {webinar.title}") == 2
    assert look_after_webinars(soon) == 0
    assert look_after_webinars(later - timedelta(hours=20)) == 2
    assert Notification.objects.filter(person_id=person.person_id).count() == 4


def test_reminders_go_out_a_day_and_an_hour_before_and_never_twice() -> None:
    webinar = WebinarFactory.create()
    person, gone = join(webinar), join(webinar)
    unregister(ANONYMOUS, gone.uuid)
    ask(webinar)  # never confirmed
    WebinarRegistration.objects.update(placed_at=timezone.now() - timedelta(days=2))
    start = webinar.starts_at

    sent = [
        look_after_webinars(start - timedelta(hours=hours))
        for hours in (30, 24, 23, 5, 2, 1, 0.9, 0.1, -0.1)
    ]

    assert sent == [0, 1, 0, 0, 0, 1, 0, 0, 0]
    kinds = [
        note.context["event"] for note in Notification.objects.filter(person_id=person.person_id)
    ]
    assert kinds == ["hour", "day", "registered"]


def test_whoever_registers_late_is_not_reminded_of_tomorrow_at_once() -> None:
    webinar = WebinarFactory.create(starts_at=timezone.now() + timedelta(hours=10))
    join(webinar)

    assert look_after_webinars(timezone.now()) == 0
    assert look_after_webinars(webinar.starts_at - timedelta(minutes=50)) == 1


def test_thanks_wait_for_the_recording_and_a_late_one_is_told_once() -> None:
    webinar = WebinarFactory.create()
    join(webinar)
    end = timezone.now() - timedelta(hours=1)
    shift(webinar, end - timedelta(hours=1))
    assert look_after_webinars(timezone.now()) == 0

    assert look_after_webinars(timezone.now() + timedelta(days=3)) == 1
    now = timezone.now() + timedelta(days=4)
    Webinar.objects.update(recording_url="https://video.example.org/a", recording_public_at=now)

    assert [look_after_webinars(now) for _time in range(2)] == [1, 1]
    events = [note.context["event"] for note in Notification.objects.order_by("pk")]
    assert events == ["registered", "thanks", "recording"]


def test_feedback_is_given_once_and_small_groups_are_not_shown() -> None:
    webinar = WebinarFactory.create()
    people = [join(webinar) for _time in range(5)]
    with pytest.raises(Conflict):
        give_feedback(ANONYMOUS, people[0].uuid, helped="yes")
    shift(webinar, timezone.now() - timedelta(hours=3))

    for person in people[:4]:
        assert give_feedback(ANONYMOUS, person.uuid, helped="yes", note="Gut.")
        assert not give_feedback(ANONYMOUS, person.uuid, helped="no")
    few = make_feedback_figures(webinar)
    give_feedback(ANONYMOUS, people[4].uuid, helped="no")
    enough = make_feedback_figures(webinar)

    assert (few.total, few.rows, few.notes) == (None, (), ())
    assert enough.total == 5
    # One "no" alone would be somebody: it is hidden, and so is what would tell it.
    assert [number for _label, number in enough.rows] == [None, 0, None]
    fields = {field.name for field in WebinarFeedback._meta.get_fields()}
    assert fields == {"id", "webinar", "helped", "note"}


def test_attendance_is_for_the_office_and_for_those_who_had_a_place(office: Actor) -> None:
    webinar = WebinarFactory.create(seats=1)
    there, waits = join(webinar), join(webinar)

    with pytest.raises(NotAllowed):
        mark_attendance(make_actor(), webinar.uuid, {there.uuid})
    assert mark_attendance(office, webinar.uuid, {there.uuid, waits.uuid}) == 1
    assert mark_attendance(office, webinar.uuid, set()) == 0


def test_nothing_of_people_stays_longer_than_it_is_needed() -> None:
    webinar = WebinarFactory.create()
    kept = confirm(ask(webinar))
    ask(webinar, Wish(email="nie@example.org"))
    now = webinar.ends_at
    rules = {rule.name: rule for rule in all_rules() if rule.name.startswith("library.webinar_")}

    def run(days: int) -> None:
        for rule in rules.values():
            apply_rule(rule, now + timedelta(days=days))

    run(6)
    assert WebinarRegistration.objects.get(pk=kept.pk).needs == ["captions"]
    run(8)
    assert WebinarRegistration.objects.get(pk=kept.pk).needs == []
    run(91)
    assert not WebinarRegistration.objects.exists()


def test_only_the_office_plans(office: Actor) -> None:
    webinar = WebinarFactory.create(state=WebinarState.DRAFT)
    stranger = make_actor()

    with pytest.raises(NotAllowed):
        planning.plan_webinar(stranger, webinar.series.uuid, content_of(webinar))
    with pytest.raises(NotAllowed):
        planning.publish_webinar(stranger, webinar.uuid)
    with pytest.raises(NotAllowed):
        planning.cancel_webinar(ANONYMOUS, webinar.uuid, reason="")
    past = content_of(webinar, starts_at=timezone.now() - timedelta(days=1))
    with pytest.raises(ValidationError) as refused:
        planning.plan_webinar(office, webinar.series.uuid, past)
    assert "starts_at" in refused.value.message_dict
    named = content_of(webinar, speakers=[{"name": "Kim Beispiel", "organisation": "Kammer"}])
    with pytest.raises(ValidationError) as unasked:
        planning.plan_webinar(office, webinar.series.uuid, named)
    assert "speakers_agreed" in unasked.value.message_dict


def test_a_draft_without_a_way_in_is_not_published(office: Actor) -> None:
    webinar = WebinarFactory.create(state=WebinarState.DRAFT, join_url="")

    with pytest.raises(Conflict):
        planning.publish_webinar(office, webinar.uuid)


def test_two_of_the_office_at_once_do_not_overwrite_each_other(office: Actor) -> None:
    webinar = WebinarFactory.create()
    seen = webinar.changed_at.isoformat()
    planning.change_webinar(office, webinar.uuid, content_of(webinar, title="Eins"), seen_at=seen)

    with pytest.raises(Conflict):
        planning.change_webinar(
            office, webinar.uuid, content_of(webinar, title="Zwei"), seen_at=seen
        )
