"""Reports, decisions and objections from the front door, on real concerns, answers and entries."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals.author import widen_signal
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    colleague_of,
    hand_over_to_desk,
    make_answered,
    make_draft,
    make_house,
    make_submitted,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.accounts.tests.factories import UserFactory
from drehscheibe.core.accounts.tests.pages import link_in
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.moderation import services
from drehscheibe.core.moderation.models import Case, Decision, Report
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.tests.delivering import deliver_all
from drehscheibe.core.privacy.services import apply_retention

pytestmark = pytest.mark.django_db

FIELDS = {
    "category": "insult",
    "reason": "Der zweite Satz beleidigt.",
    "email": "gast@example.org",
    "good_faith": "on",
}
PASSAGE = "seit 14 Monaten"
#: Of the title, without letters that JSON writes in another way.
TITLE = "neue Hallen dauern zu lang"


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def signal(house: House) -> Signal:
    found = make_answered(house)
    deliver_all()
    Mail.objects.all().delete()
    Notification.objects.all().delete()
    return found


def stranger() -> Actor:
    person = UserFactory.create()
    return Actor(person_id=person.pk, name=person.name, email=person.email)


def send(client: Client, kind: str, key: str, **fields: str) -> HttpResponse:
    address = reverse("moderation_report", args=[kind, key])
    return client.post(address, {**FIELDS, **fields})  # type: ignore[return-value]


def report(kind: str, key: str, actor: Actor | None = None, **more: str) -> Report:
    return services.report_item(
        actor or Actor(),
        kind=kind,
        key=key,
        category="insult",
        reason="Beleidigt.",
        email="" if actor else more.pop("email", "gast@example.org"),
        **more,
    )


def decide(house: House, case: Case, outcome: str, **more: str) -> Decision:
    ground = "insult" if outcome.startswith("hide") else ""
    values = {"ground": ground, "words": "Wegen Hausregel 2.", **more}
    return services.decide_case(house.office, case.pk, outcome=outcome, **values)


def second_of_office(house: House) -> Actor:
    return colleague_of(house.office)


# Who may open what


@pytest.mark.parametrize(
    ("name", "visitor", "member", "author", "office"),
    [
        ("moderation_queue", 302, 404, 404, 200),
        ("moderation_case", 302, 404, 404, 200),
        ("house_rules_edit", 302, 404, 404, 200),
        ("moderation_author", 302, 404, 200, 404),
        ("moderation_report", 200, 200, 200, 200),
        ("house_rules", 200, 200, 200, 200),
        ("moderation_figures", 200, 200, 200, 200),
    ],
)
def test_who_may_open_which_page(
    house: House, signal: Signal, name: str, visitor: int, member: int, author: int, office: int
) -> None:
    case = report("concern", signal.public_id).case
    decide(house, case, "leave")
    args = {
        "moderation_case": [case.number],
        "moderation_author": [case.number],
        "moderation_report": ["concern", signal.public_id],
    }.get(name, [])
    actors = (None, make_actor("member"), house.author, house.office)

    answers = [client_of(each).get(reverse(name, args=args)).status_code for each in actors]

    assert answers == [visitor, member, author, office]


def test_an_author_reads_nothing_before_the_decision(house: House, signal: Signal) -> None:
    case = report("concern", signal.public_id).case

    page = client_of(house.author).get(reverse("moderation_author", args=[case.number]))

    assert page.status_code == 404


def test_only_what_is_public_can_be_reported(house: House) -> None:
    draft, waiting = make_draft(house.author), make_submitted(house)
    proposed = InitiativeFactory.create(state="proposed", published_at=None)
    pairs = [
        ("concern", str(draft.uuid)),
        ("concern", waiting.public_id),
        ("answer", "S-2026-0001:1"),
        ("answer", "x"),
        ("initiative", proposed.slug),
        ("person", "1"),
    ]

    answers = [send(Client(), kind, key).status_code for kind, key in pairs]

    assert answers == [404] * len(pairs)
    assert Case.objects.count() == 0


# Reporting


def test_a_stranger_reports_and_follows_the_report(signal: Signal) -> None:
    client = Client()
    address = reverse("moderation_report", args=["concern", signal.public_id])
    assert address in client.get(reverse("signal_detail", args=[signal.public_id])).content.decode()

    response = send(client, "concern", signal.public_id)
    deliver_all()

    case = Case.objects.get()
    mail = Mail.objects.get(to="gast@example.org")
    assert response["Location"] == link_in(mail)
    page = Client().get(link_in(mail)).content.decode()
    assert (case.number in page, "wird geprüft" in page, signal.title in page) == (True,) * 3
    assert Notification.objects.get().kind == "moderation.case_opened"


def test_who_is_logged_in_needs_no_address(signal: Signal) -> None:
    actor = stranger()

    page = client_of(actor).get(reverse("moderation_report", args=["concern", signal.public_id]))
    send(client_of(actor), "concern", signal.public_id, email="fremd@example.org")
    deliver_all()

    assert 'name="email"' not in page.content.decode()
    made = Report.objects.get()
    assert (made.person_id, made.email) == (actor.person_id, "")
    assert Mail.objects.filter(to=actor.email).count() == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"email": ""}, "Bitte geben Sie Ihre E-Mail-Adresse ein"),
        ({"email": "gast@"}, "Das ist noch keine E-Mail-Adresse"),
        ({"reason": " "}, "Bitte füllen Sie dieses Feld aus"),
        ({"category": "ugly"}, "Bitte wählen Sie eine der Möglichkeiten aus"),
        ({"good_faith": ""}, "Bitte setzen Sie hier ein Häkchen"),
    ],
)
def test_faults_are_said_and_nothing_is_lost(
    signal: Signal, fields: dict[str, str], message: str
) -> None:
    response = send(Client(), "concern", signal.public_id, **fields)

    page = response.content.decode()
    assert message in page
    assert ("Der zweite Satz beleidigt." in page) == ("reason" not in fields)
    assert Case.objects.count() == 0


def test_harm_to_children_is_reported_without_an_address(signal: Signal) -> None:
    response = send(Client(), "concern", signal.public_id, category="child_safety", email="")

    assert response.status_code == 302
    assert Report.objects.get().email == ""


def test_a_report_sent_twice_is_one(signal: Signal) -> None:
    client = Client()

    answers = [send(client, "concern", signal.public_id, form_token="t") for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Report.objects.count() == 1


def test_further_reports_join_the_case_and_the_office_is_told_once(signal: Signal) -> None:
    first = report("concern", signal.public_id)
    second = report("concern", signal.public_id, stranger())
    same = report("concern", signal.public_id)
    deliver_all()

    assert (second.case_id, same.pk) == (first.case_id, first.pk)
    assert Notification.objects.filter(kind="moderation.case_opened").count() == 1


def test_a_program_that_fills_in_everything_reports_nothing(signal: Signal) -> None:
    response = send(Client(), "concern", signal.public_id, website="https://spam.example")

    assert response.status_code == 302
    assert Report.objects.count() == 0


def test_a_stranger_cannot_flood_the_office(signal: Signal) -> None:
    answers = [
        send(Client(), "concern", signal.public_id, email=f"gast{n}@example.org").status_code
        for n in range(12)
    ]

    assert (answers[:10], answers[10:]) == ([302] * 10, [429, 429])


# Deciding


def test_the_office_decides_beside_the_house_rules(house: House, signal: Signal) -> None:
    case = report("concern", signal.public_id).case
    client = client_of(house.office)
    page = client.get(reverse("moderation_case", args=[case.number])).content.decode()

    response = client.post(
        reverse("moderation_case", args=[case.number]),
        {"outcome": "leave", "words": "Scharf, aber zur Sache.", "form_token": "t"},
    )
    deliver_all()

    assert ("Fair zu Menschen" in page, "Beleidigt." in page, PASSAGE in page) == (True,) * 3
    assert response.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.due_on) == ("decided", None)
    told = {mail.to: mail.text for mail in Mail.objects.exclude(key__contains="received")}
    assert "Scharf, aber zur Sache." in told["gast@example.org"]
    assert "Scharf, aber zur Sache." in told[house.author.email]
    assert "gast@example.org" not in told[house.author.email]
    assert Entry.objects.filter(verb="moderation.case_decided", item_key=case.number).exists()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"outcome": "hide_item", "words": "x"}, "Bitte wählen Sie eine Möglichkeit aus"),
        ({"outcome": "hide_passage", "ground": "insult", "words": "x"}, "Bitte kopieren Sie"),
        (
            {"outcome": "hide_passage", "ground": "insult", "words": "x", "passage": "nirgends"},
            "Die Stelle wurde nicht gefunden",
        ),
        ({"outcome": "restore", "words": "x"}, "Bitte wählen Sie eine der Möglichkeiten aus"),
        ({"outcome": "leave", "words": ""}, "Bitte füllen Sie dieses Feld aus"),
    ],
)
def test_a_decision_owes_reasons(
    house: House, signal: Signal, fields: dict[str, str], message: str
) -> None:
    case = report("concern", signal.public_id).case

    response = client_of(house.office).post(reverse("moderation_case", args=[case.number]), fields)

    assert message in response.content.decode()
    assert Decision.objects.count() == 0


def public_addresses(signal: Signal) -> dict[str, str]:
    return {
        "list": reverse("signal_list"),
        "search": f"{reverse('search')}?q=Hallen",
        "feed": reverse("signal_feed"),
        "csv": reverse("signal_csv"),
        "json": reverse("signal_json"),
        "api": "/api/v1/signals",
        "detail": reverse("signal_detail", args=[signal.public_id]),
    }


def body_of(address: str) -> tuple[int, str]:
    response = Client().get(address)
    content = b"".join(response) if response.streaming else response.content
    return response.status_code, content.decode()


def test_a_hidden_concern_is_gone_everywhere_and_comes_back(
    house: House,
    signal: Signal,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    before = {name: body_of(address) for name, address in public_addresses(signal).items()}
    published_at = signal.published_at
    case = report("concern", signal.public_id).case

    with django_capture_on_commit_callbacks(execute=True):
        decide(house, case, "hide_item")
    hidden = {name: body_of(address) for name, address in public_addresses(signal).items()}

    assert {name for name, (_code, text) in before.items() if TITLE in text} == set(before)
    assert [name for name, (_code, text) in hidden.items() if TITLE in text] == []
    assert (hidden["detail"][0], "Das ist ausgeblendet" in hidden["detail"][1]) == (410, True)
    assert body_of(f"/api/v1/signals/{signal.public_id}")[0] == 404
    own = client_of(house.author).get(reverse("signal_detail", args=[signal.public_id]))
    assert own.status_code == 200

    services.appeal_as_author(house.author, case.pk, "Das war keine Beleidigung.")
    with django_capture_on_commit_callbacks(execute=True):
        services.decide_case(
            second_of_office(house), case.pk, outcome="restore", words="Sie haben recht."
        )
    after = {name: body_of(address) for name, address in public_addresses(signal).items()}

    signal.refresh_from_db()
    assert [name for name, (_code, text) in after.items() if TITLE not in text] == []
    assert signal.published_at == published_at


def test_authors_cannot_open_what_was_hidden_by_themselves(house: House) -> None:
    signal = make_submitted(house)
    hand_over_to_desk(house, signal)
    case = report("concern", signal.public_id).case
    decide(house, case, "hide_item")

    with pytest.raises(Conflict, match="ausgeblendet"):
        widen_signal(house.author, signal.pk, visibility="public")

    assert body_of(reverse("signal_detail", args=[signal.public_id]))[0] == 410


def test_a_hidden_passage_is_gone_everywhere_and_comes_back(
    house: House,
    signal: Signal,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    case = report("concern", signal.public_id).case
    addresses = public_addresses(signal)

    with django_capture_on_commit_callbacks(execute=True):
        decide(house, case, "hide_passage", passage=f"  {PASSAGE}\r\n")

    bodies = {name: body_of(address)[1] for name, address in addresses.items()}
    assert [name for name, text in bodies.items() if PASSAGE in text] == []
    assert "Der Antrag liegt […] bei der Behörde." in bodies["detail"]
    assert signal.title in bodies["search"]

    services.appeal_as_author(house.author, case.pk, "Das ist eine Tatsache.")
    with django_capture_on_commit_callbacks(execute=True):
        services.decide_case(second_of_office(house), case.pk, outcome="restore", words="Stimmt.")

    assert PASSAGE in body_of(addresses["detail"])[1]


def test_restoring_keeps_what_was_changed_since(house: House, signal: Signal) -> None:
    case = report("concern", signal.public_id).case
    decide(house, case, "hide_passage", passage=PASSAGE)
    Signal.objects.filter(pk=signal.pk).update(what_happens="Neu gefasst.")
    services.appeal_as_author(house.author, case.pk, "Bitte prüfen.")

    services.decide_case(second_of_office(house), case.pk, outcome="restore", words="Ja.")

    signal.refresh_from_db()
    assert signal.what_happens == "Neu gefasst."


def test_a_hidden_answer_leaves_a_neutral_sentence(
    house: House,
    signal: Signal,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    key = f"{signal.public_id}:1"
    case = report("answer", key).case
    address = reverse("signal_detail", args=[signal.public_id])

    with django_capture_on_commit_callbacks(execute=True):
        decide(house, case, "hide_item")
    deliver_all()

    page = body_of(address)[1]
    assert "Künftig gibt es eine Liste" not in page
    assert "Diese Antwort ist nach den Hausregeln ausgeblendet." in page
    assert case.organisation_id == house.desk.organisation_id
    assert Mail.objects.filter(to=house.desk.email).count() == 1
    assert send(Client(), "answer", key).status_code == 404

    services.appeal_as_author(house.desk, case.pk, "Bitte noch einmal lesen.")
    second = client_of(second_of_office(house))
    for client, name in ((second, "moderation_case"), (client_of(house.desk), "moderation_author")):
        seen = client.get(reverse(name, args=[case.number])).content.decode()
        assert "Künftig gibt es eine Liste" in seen  # who judges reads what is judged
    with django_capture_on_commit_callbacks(execute=True):
        services.decide_case(second_of_office(house), case.pk, outcome="restore", words="Ja.")

    assert "Künftig gibt es eine Liste" in body_of(address)[1]


def test_a_hidden_entry_is_gone_everywhere_and_comes_back(
    house: House, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    entry = InitiativeFactory.create(
        slug="nord", name="Industrie am Fluss", organisation_id=house.author.organisation_id
    )
    addresses = {
        "list": reverse("initiative_list"),
        "search": f"{reverse('search')}?q=Fluss",
        "export": reverse("initiative_export", args=["csv"]),
        "feed": reverse("initiative_feed"),
        "api": "/api/v1/initiatives",
        "detail": reverse("initiative_detail", args=["nord"]),
    }
    before = [name for name, each in addresses.items() if entry.name not in body_of(each)[1]]
    case = report("initiative", "nord").case

    with django_capture_on_commit_callbacks(execute=True):
        decide(house, case, "hide_item")
    hidden = {name: body_of(address) for name, address in addresses.items()}

    assert set(before) <= {"feed"}  # an entry is in the feed once something was told of it
    assert [name for name, (_code, text) in hidden.items() if entry.name in text] == []
    assert hidden["detail"][0] == 410

    services.appeal_as_author(house.author, case.pk, "Bitte noch einmal lesen.")
    with django_capture_on_commit_callbacks(execute=True):
        services.decide_case(second_of_office(house), case.pk, outcome="restore", words="Ja.")

    assert Initiative.objects.get(pk=entry.pk).state == "published"
    assert entry.name in body_of(addresses["list"])[1]


def test_a_recorded_concern_has_no_author_to_be_told(house: House, signal: Signal) -> None:
    Signal.objects.filter(pk=signal.pk).update(
        organisation=None, mandate=None, raised_in_public_by="Verband (Beispiel)"
    )
    case = report("concern", signal.public_id).case

    decide(house, case, "leave")
    deliver_all()

    assert Notification.objects.filter(kind="moderation.decided_for_author").count() == 0


# Who decides


def test_nobody_judges_their_own_report_words_or_decision(house: House, signal: Signal) -> None:
    own_report = report("concern", signal.public_id, house.office).case
    with pytest.raises(NotAllowed):
        decide(house, own_report, "leave")
    for actor in (house.author, house.desk, Actor(), stranger()):
        with pytest.raises(NotAllowed):
            services.decide_case(actor, own_report.pk, outcome="leave", words="x")
    services.decide_case(second_of_office(house), own_report.pk, outcome="leave", words="x")

    with pytest.raises(Conflict):
        services.decide_case(second_of_office(house), own_report.pk, outcome="leave", words="x")
    services.appeal_as_reporter(own_report.reports.get(), "Doch.")
    first = Decision.objects.get().decided_by
    assert first is not None
    again = client_of(Actor(person_id=first.pk)).get(
        reverse("moderation_case", args=[own_report.number])
    )
    assert "Jemand anderes muss entscheiden" in again.content.decode()


def test_a_second_person_hears_of_the_objection(house: House, signal: Signal) -> None:
    second = second_of_office(house)
    case = report("concern", signal.public_id).case
    decide(house, case, "leave")
    deliver_all()
    Notification.objects.all().delete()

    services.appeal_as_reporter(case.reports.get(), "Bitte noch einmal.")
    deliver_all()

    case.refresh_from_db()
    told = Notification.objects.filter(kind="moderation.appealed")
    assert list(told.values_list("person_id", flat=True)) == [second.person_id]
    assert (case.state, case.due_on is not None) == ("appealed", True)
    with pytest.raises(NotAllowed):
        decide(house, case, "uphold")
    services.decide_case(second, case.pk, outcome="uphold", words="Es bleibt dabei.")
    case.refresh_from_db()
    assert case.state == "settled"


# Objecting


def test_a_reporter_objects_by_the_personal_link_once(house: House, signal: Signal) -> None:
    found = report("concern", signal.public_id)
    address = reverse("moderation_status", args=[found.token])
    assert "Widersprechen" not in Client().get(address).content.decode()
    decide(house, found.case, "leave")

    page = Client().get(address).content.decode()
    answers = [Client().post(address, {"text": "Doch.", "form_token": "t"}) for _ in range(2)]

    assert ("Widersprechen" in page, "Wegen Hausregel 2." in page) == (True, True)
    assert answers[0].status_code == 302
    assert found.appeals.count() == 1
    with pytest.raises(Conflict):
        services.appeal_as_reporter(found, "Noch einmal.")


def test_an_author_objects_only_to_what_was_taken_away(house: House, signal: Signal) -> None:
    left = report("concern", signal.public_id).case
    decide(house, left, "leave")
    address = reverse("moderation_author", args=[left.number])
    assert "Widerspruch absenden" not in client_of(house.author).get(address).content.decode()
    with pytest.raises(Conflict):
        services.appeal_as_author(house.author, left.pk, "x")

    hidden = report("concern", signal.public_id, stranger()).case
    decide(house, hidden, "hide_passage", passage=PASSAGE)
    with pytest.raises(NotAllowed):
        services.appeal_as_author(house.desk, hidden.pk, "x")
    address = reverse("moderation_author", args=[hidden.number])
    response = client_of(house.author).post(address, {"text": "Das ist eine Tatsache."})

    assert response.status_code == 302
    assert hidden.appeals.get().party == "author"


def test_after_six_months_nothing_can_be_objected_to(house: House, signal: Signal) -> None:
    found = report("concern", signal.public_id)
    decide(house, found.case, "leave")

    with (
        time_machine.travel(timezone.now() + timedelta(days=184), tick=False),
        pytest.raises(Conflict),
    ):
        services.appeal_as_reporter(found, "Zu spät.")


def test_an_objection_waits_while_the_item_is_checked_anew(house: House, signal: Signal) -> None:
    first = report("concern", signal.public_id)
    decide(house, first.case, "leave")
    report("concern", signal.public_id, stranger())

    with pytest.raises(Conflict, match="neu gemeldet"):
        services.appeal_as_reporter(first, "Doch.")


# Lists, rules, figures


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_costs_the_same_for_one_and_for_three(
    house: House, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        InitiativeFactory.create(slug=f"entry-{each}")
        report("initiative", f"entry-{each}")
    client = client_of(house.office)
    client.get(reverse("moderation_queue"))

    with django_assert_num_queries(5):
        page = client.get(reverse("moderation_queue")).content.decode()

    assert page.count("M-20") >= number


def test_the_office_writes_the_house_rules(house: House) -> None:
    client = client_of(house.office)

    client.post(reverse("house_rules_edit"), {"text": "Nur Gutes.\r\n\r\n<b>Zweitens</b>"})

    page = Client().get(reverse("house_rules")).content.decode()
    assert ("Nur Gutes." in page, "&lt;b&gt;Zweitens" in page) == (True, True)
    assert "Fair to people" in Client().get("/en/house-rules/").content.decode()
    entry = Entry.objects.get(verb="moderation.house_rules_changed")
    assert "Fair zu Menschen" in entry.changes["text"][0]


def test_the_figures_are_public_and_name_nobody(house: House, signal: Signal) -> None:
    with time_machine.travel("2027-05-31T10:00:00Z", tick=False):
        found = report("concern", signal.public_id)
    with time_machine.travel("2027-06-02T10:00:00Z", tick=False):
        decide(house, found.case, "hide_passage", passage=PASSAGE)
    with time_machine.travel("2027-07-05T10:00:00Z", tick=False):
        services.appeal_as_author(house.author, found.case_id, "Nein.")
        services.decide_case(
            second_of_office(house), found.case_id, outcome="restore", words="Stimmt."
        )

    page = Client().get(reverse("moderation_figures")).content.decode()

    first, second = page.split("Erstes Halbjahr 2027")[1], page.split("Zweites Halbjahr 2027")[1]
    assert ("Beleidigung oder Hetze" in first, "eine Stelle wird ausgeblendet" in first) == (
        True,
        True,
    )
    assert "1 zweite Entscheidung hat die erste geändert" in second
    assert (signal.title in page, "gast@" in page) == (False, False)


def test_names_of_reporters_go_after_three_years(house: House, signal: Signal) -> None:
    found = report("concern", signal.public_id, name="Gast Beispiel")
    decide(house, found.case, "leave")

    early = apply_retention(timezone.now() + timedelta(days=1090))["moderation.reports"]
    late = apply_retention(timezone.now() + timedelta(days=1100))["moderation.reports"]

    found.refresh_from_db()
    assert (early, late) == (0, 1)
    assert (found.email, found.name, found.reason) == ("", "", "Beleidigt.")
