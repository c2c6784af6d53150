"""A matrix: role × confidentiality × state × way out. Whoever is not named here learns nothing.

``WAYS_OUT`` is the specification. A new address of the room without a line fails the first test.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.advisory import urls
from drehscheibe.capabilities.advisory.choices import CaseState, Confidentiality
from drehscheibe.capabilities.advisory.models import Case, Coach, TextBlock
from drehscheibe.capabilities.advisory.queries.suggestions import search_hub, suggest_help
from drehscheibe.capabilities.advisory.services import coaching, documents, maturing, triage
from drehscheibe.capabilities.advisory.services.clocks import look_after_cases
from drehscheibe.capabilities.advisory.tests.factories import (
    GOAL,
    RESULT,
    SECRET,
    SITUATION,
    WISH,
    House,
    bring_to,
    coach_for,
    fill_case,
    make_case,
    make_case_of,
    make_house,
    make_lead_of,
)
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.accounts.models import User
from drehscheibe.core.audit.models import Entry as AuditEntry
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.delivery import deliver_due
from drehscheibe.core.outbox.models import Message as OutboxMessage
from drehscheibe.core.search import api as search
from drehscheibe.core.trace.models import Item, Station

pytestmark = pytest.mark.django_db

#: No word of these may reach anybody but both sides.
WORDS = (SITUATION, WISH, GOAL, RESULT, SECRET, "Kim Beispiel")
#: What the requester may open to the network, and nothing else.
SHORT_CARD = (WISH, GOAL)
PRIVATE, INTERNAL = f"{SECRET} privat", f"{SECRET} intern"

OUTSIDERS = ("anonymous", "account", "member", "desk", "editor", "refused_coach", "free_coach")
REQUESTERS = ("requester", "lead")
TEAM = ("office", "second_office", "coach")

#: (who may open it, whether it names a case). "nobody" stands for addresses that only act.
BOTH, ONE_SIDE, OFFICE, EVERYBODY, HAS_TOKEN = "requester", "team", "office", "everybody", "token"
WAYS_OUT: dict[str, str] = {
    "advisory_start": EVERYBODY,
    "advisory_request": EVERYBODY,
    "advisory_sent": EVERYBODY,
    "advisory_confirm": HAS_TOKEN,
    "advisory_stop": HAS_TOKEN,
    "advisory_later": HAS_TOKEN,
    "advisory_consent": HAS_TOKEN,
    "advisory_status": BOTH,
    "advisory_status_act": BOTH,
    "advisory_status_document": BOTH,
    "advisory_status_talk": BOTH,
    "advisory_case": "leads on",
    "advisory_work_list": "own list",
    "advisory_queue_csv": OFFICE,
    "advisory_network": "network",
    "advisory_network_case": "network",
    "advisory_coach_list": OFFICE,
    "advisory_coach_new": OFFICE,
    "advisory_coach": OFFICE,
    "advisory_text_block_list": OFFICE,
    "advisory_text_block": OFFICE,
    "advisory_text_block_remove": OFFICE,
    "advisory_figures": OFFICE,
    "advisory_figures_csv": OFFICE,
    "advisory_consent_work": "body",
    "advisory_work": ONE_SIDE,
    "advisory_work_act": ONE_SIDE,
    "advisory_practice": ONE_SIDE,
    "advisory_practice_act": ONE_SIDE,
    "advisory_practice_text": ONE_SIDE,
    "advisory_talk": ONE_SIDE,
    "advisory_talk_ical": ONE_SIDE,
}
#: Ways of the whole house that everybody has.
HOUSE_WAYS = (
    "/de/",
    "/de/suche/?q={words}",
    "/de/arbeitsplatz/",
    "/de/arbeitsplatz/mitteilungen/",
    "/sitemap.xml",
    "/api/v1/",
)


@dataclass(frozen=True, slots=True)
class Scene:
    """One case with everything that could leak, and everybody who may look."""

    house: House
    case: Case
    people: dict[str, Actor]
    file_address: str
    session_uuid: str
    document_uuid: str


def test_every_address_of_the_room_has_a_line() -> None:
    names = {str(one.name) for one in urls.urlpatterns}

    assert names == set(WAYS_OUT)


@pytest.mark.parametrize("confidentiality", Confidentiality.values)
@pytest.mark.parametrize("state", [CaseState.RUNNING, CaseState.RESULT_GIVEN])
def test_outsiders_learn_nothing_on_any_way(confidentiality: str, state: str) -> None:
    scene = make_scene(confidentiality, state)

    for role in OUTSIDERS:
        allowed = network_words(scene, role)
        for address, answer in look_everywhere(scene, role):
            assert answer.status_code < 500, address
            text = body_of(answer)
            leaked = [word for word in WORDS if word in text and word not in allowed]
            assert leaked == [], (role, confidentiality, state, address)


@pytest.mark.parametrize("confidentiality", Confidentiality.values)
def test_nobody_but_its_author_reads_a_private_note(confidentiality: str) -> None:
    scene = make_scene(confidentiality, CaseState.RUNNING)
    author = "office" if confidentiality == Confidentiality.OFFICE else "coach"

    for role in (*OUTSIDERS, *REQUESTERS, *TEAM):
        seen = any(PRIVATE in body_of(answer) for _way, answer in look_everywhere(scene, role))
        assert seen == (role == author), role


def test_notes_of_the_advisory_side_stay_there() -> None:
    scene = make_scene(Confidentiality.COACHES, CaseState.RUNNING)

    for role in (*OUTSIDERS, *REQUESTERS):
        assert not any(INTERNAL in body_of(answer) for _way, answer in look_everywhere(scene, role))
    for role in TEAM:
        assert any(INTERNAL in body_of(answer) for _way, answer in look_everywhere(scene, role))


@pytest.mark.parametrize("confidentiality", Confidentiality.values)
def test_both_sides_see_their_case(confidentiality: str) -> None:
    scene = make_scene(confidentiality, CaseState.RUNNING)

    for role in (*REQUESTERS, *TEAM):
        is_outside = role == "coach" and confidentiality == Confidentiality.OFFICE
        seen = any(SITUATION in body_of(answer) for _way, answer in look_everywhere(scene, role))
        assert seen != is_outside, role


@pytest.mark.parametrize("confidentiality", Confidentiality.values)
def test_log_trace_facts_mails_and_notes_hold_no_word(confidentiality: str) -> None:
    scene = make_scene(confidentiality, CaseState.CLOSED)
    look_after_cases(timezone.now())
    while deliver_due():
        pass

    told = [
        *(json.dumps(entry.changes) + entry.verb for entry in AuditEntry.objects.all()),
        *(item.title for item in Item.objects.all()),
        *(f"{s.note} {s.organisation_name}" for s in Station.objects.filter(item=scene.case.item)),
        *(json.dumps(message.payload) for message in OutboxMessage.objects.all()),
        *(f"{mail.subject} {mail.text} {mail.html}" for mail in Mail.objects.all()),
        *(json.dumps(note.context) for note in Notification.objects.all()),
    ]

    assert len(told) > 30
    assert [text for text in told if any(word in text for word in WORDS)] == []
    assert [text for text in told if "Bürgerbeteiligung" in text or "Gifhorn" in text] == []


@pytest.mark.parametrize("confidentiality", Confidentiality.values)
def test_search_and_suggestions_know_only_what_was_opened(confidentiality: str) -> None:
    scene = make_scene(confidentiality, CaseState.RUNNING)
    words = f"{SITUATION} {WISH} {GOAL} {SECRET}"

    for role, actor in scene.people.items():
        hits = search.find(words, actor=actor, language="de", any_word=True).hits
        found = [hit for hit in hits if hit.kind == "advice"]
        is_open = confidentiality == Confidentiality.NETWORK and actor.mandate_id is not None
        assert bool(found) == is_open, role
        assert [hit for hit in found if SITUATION in hit.summary or SECRET in hit.summary] == []
        assert [one for one in suggest_help(words, actor=actor) if one.kind == "advice"] == []
        assert bool([h for h in search_hub(GOAL, actor=actor) if h.kind == "advice"]) == is_open


def test_a_coach_who_is_only_asked_reads_the_request_and_nothing_else() -> None:
    scene = make_scene(Confidentiality.COACHES, CaseState.RUNNING)
    triage.propose_coach(scene.house.office, scene.case.pk, coach_id=scene.house.coach.pk)

    pages = "".join(body_of(answer) for _way, answer in look_everywhere(scene, "coach"))

    assert SITUATION in pages
    assert SECRET not in pages


def test_who_no_longer_acts_for_the_organisation_loses_sight_of_its_case(client: Client) -> None:
    house = make_house()
    case = make_case_of(house.requester)
    client.force_login(User.objects.get(pk=house.requester.person_id or 0))
    before = client.get(reverse("advisory_status", args=[case.token])).status_code

    Mandate.objects.filter(pk=house.requester.mandate_id or 0).update(valid_until=timezone.now())

    assert before == 200
    assert client.get(reverse("advisory_status", args=[case.token])).status_code == 404
    assert SITUATION not in client.get(reverse("advisory_work_list")).content.decode()


def test_made_narrower_a_case_vanishes_at_once(client: Client) -> None:
    scene = make_scene(Confidentiality.NETWORK, CaseState.RUNNING)
    client.force_login(User.objects.get(pk=scene.house.requester.person_id or 0))

    client.post(
        reverse("advisory_status_act", args=[scene.case.token, "confidentiality"]),
        {"confidentiality-confidentiality": Confidentiality.OFFICE},
    )

    member = scene.people["member"]
    assert search.find(GOAL, actor=member, language="de", any_word=True).total == 0
    for role in (*OUTSIDERS, "coach"):
        for address, answer in look_everywhere(scene, role):
            assert not any(word in body_of(answer) for word in WORDS), (role, address)
    scene.case.refresh_from_db()
    assert (scene.case.state, scene.case.coach) == (CaseState.RECEIVED, None)


def test_a_personal_address_is_not_enough_where_an_account_asked(client: Client) -> None:
    house = make_house()
    case = make_case_of(house.requester)

    stranger = client.get(reverse("advisory_status", args=[case.token]))
    client.force_login(User.objects.get(pk=house.member.person_id or 0))
    member = client.get(reverse("advisory_status", args=[case.token]))

    assert (stranger.status_code, member.status_code) == (302, 404)


def test_a_confidential_case_without_account_opens_by_its_address_alone(client: Client) -> None:
    house = make_house()
    case = bring_to(house, make_case(confidentiality=Confidentiality.OFFICE), CaseState.RUNNING)

    page = client.get(reverse("advisory_status", args=[case.token]))

    assert SITUATION in page.content.decode()
    assert "noindex" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


# The scene


def make_scene(confidentiality: str, state: str) -> Scene:
    house = make_house()
    case = make_case_of(house.requester, confidentiality=confidentiality)
    running = bring_to(house, case, CaseState.RUNNING)
    session = fill_case(house, running)
    actor, _coach = coach_for(house, running)
    upload = SimpleUploadedFile("geheim.txt", f"{SECRET} Datei".encode())
    documents.add_document(actor, case.pk, upload, circle="both")
    document = case.documents.select_related("file").get()
    finish(house, running, state)
    TextBlock.objects.create(title="Gruß", text="Guten Tag")
    people = {
        "anonymous": ANONYMOUS,
        "account": Actor(person_id=User.objects.create_user("a@example.org", name="A").pk),
        "member": house.member,
        "desk": make_actor(OrganisationKind.DESK),
        "editor": Actor(
            person_id=User.objects.create_user("e@example.org", name="E", is_staff=True).pk
        ),
        "refused_coach": house.other_expert,
        "free_coach": make_actor(OrganisationKind.PARTNER),
        "requester": house.requester,
        "lead": make_lead_of(house.requester),
        "office": house.office,
        "second_office": house.second_office,
        "coach": house.expert,
    }
    case.proposals.create(coach=house.other_coach, state="refused")
    Coach.objects.create(person_id=people["free_coach"].person_id or 0)
    return Scene(
        house=house,
        case=Case.objects.select_related("item").get(pk=case.pk),
        people=people,
        file_address=reverse("file_content", args=[document.file.uuid]),
        session_uuid=str(session.uuid),
        document_uuid=str(document.uuid),
    )


def finish(house: House, case: Case, state: str) -> None:
    """Bring a running case on to one of its later states."""
    actor, _coach = coach_for(house, case)
    if state == CaseState.RESULT_GIVEN:
        coaching.finish_case(actor, case.pk, result=RESULT)
        maturing.write_practice(
            actor,
            case.pk,
            {"title": "T", "challenge": "C", "measures": "M", "result": RESULT, "lessons": "L"},
        )
    elif state == CaseState.CLOSED:
        triage.end_case(house.office, case.pk, text=f"{SECRET} Ende")


def network_words(scene: Scene, role: str) -> tuple[str, ...]:
    """Return the words that a role may read because the requester opened them."""
    is_open = scene.case.confidentiality == Confidentiality.NETWORK
    return SHORT_CARD if is_open and scene.people[role].mandate_id is not None else ()


def look_everywhere(scene: Scene, role: str) -> Iterator[tuple[str, HttpResponse]]:
    """Yield every way out of the room and of the house, as one role tries it."""
    client, actor = Client(), scene.people[role]
    if actor.person_id is not None:
        client.force_login(User.objects.get(pk=actor.person_id))
    for name in WAYS_OUT:
        for arguments in arguments_of(scene, name):
            address = reverse(name, args=arguments)
            yield address, get(client, address)
            if name.endswith(("_act", "_list", "_work", "_talk")):
                answer: HttpResponse = client.post(address, {})  # type: ignore[assignment]  # likewise
                yield f"POST {address}", answer
    for way in HOUSE_WAYS:
        address = way.format(words="Hafen+Gespräch+Seiten")
        yield address, get(client, address)
    yield scene.file_address, get(client, scene.file_address)


def get(client: Client, address: str) -> HttpResponse:
    answer: HttpResponse = client.get(address)  # type: ignore[assignment]  # of the test client
    if answer.status_code in {301, 302} and "/beratung/" in answer.headers["Location"]:
        answer = client.get(answer.headers["Location"])  # type: ignore[assignment]
    return answer


def arguments_of(scene: Scene, name: str) -> list[list[object]]:
    """Return the values with which an address of the room is tried; none without a case."""
    case, number = scene.case, scene.case.public_id
    coach = Coach.objects.get(person_id=scene.house.expert.person_id)
    block = TextBlock.objects.get()
    by_name: dict[str, Callable[[], list[list[object]]]] = {
        "advisory_confirm": lambda: [["forged"]],
        "advisory_stop": lambda: [["forged"]],
        "advisory_later": lambda: [["forged"]],
        "advisory_consent": lambda: [["forged"]],
        "advisory_consent_work": lambda: [[case.uuid]],
        "advisory_status": lambda: [[case.token], [case.uuid]],
        "advisory_status_act": lambda: [[case.token, "answer"]],
        "advisory_status_document": lambda: [[case.token, scene.document_uuid]],
        "advisory_status_talk": lambda: [[case.token, scene.session_uuid]],
        "advisory_coach": lambda: [[coach.uuid]],
        "advisory_text_block": lambda: [[block.pk]],
        "advisory_text_block_remove": lambda: [[block.pk + 1000]],
        "advisory_work_act": lambda: [[number, "message"]],
        "advisory_practice_act": lambda: [[number, "check"]],
        "advisory_talk": lambda: [[number, scene.session_uuid]],
        "advisory_talk_ical": lambda: [[number, scene.session_uuid]],
    }
    if name in by_name:
        return by_name[name]()
    return [[number]] if "<case:" in str(pattern_of(name)) else [[]]


def pattern_of(name: str) -> object:
    return next(one.pattern for one in urls.urlpatterns if one.name == name)


def body_of(answer: HttpResponse) -> str:
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    return answer.content.decode(errors="replace")
