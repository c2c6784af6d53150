"""Claim, queue, editing, second key, confirmation and following, through the pages."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.directory.models import (
    Claim,
    Follow,
    Initiative,
    ProfileRevision,
    SavedSearch,
)
from drehscheibe.capabilities.directory.services import claims, revisions, subscriptions
from drehscheibe.capabilities.directory.services.example_data import load_example_data
from drehscheibe.capabilities.directory.tests.factories import (
    InitiativeFactory,
    make_editor,
    make_kreise,
    make_office,
    make_person,
)
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.notify.models import Mail
from drehscheibe.core.places.models import Land

pytestmark = pytest.mark.django_db

EMPTY_ROWS = {"TOTAL_FORMS": "2", "INITIAL_FORMS": "0"}


def rows(name: str, *filled: dict[str, str]) -> dict[str, str]:
    data = {f"{name}-{key}": value for key, value in EMPTY_ROWS.items()}
    for position, row in enumerate(filled):
        data |= {f"{name}-{position}-{key}": value for key, value in row.items()}
    return data


def test_claiming_needs_log_in_and_is_accepted_once_per_form(client: Client) -> None:
    initiative = InitiativeFactory.create()
    address = f"/en/initiatives/{initiative.slug}/claim/"
    assert "login" in client.get(address).headers["Location"]
    me = client_of(make_person())
    data = {"role": "coordinator", "message": "I run it.", "form_token": "t" * 20}

    first = me.post(address, data)
    second = me.post(address, data)

    assert first.headers["Location"] == second.headers["Location"]
    assert Claim.objects.count() == 1


def test_a_faulty_claim_keeps_what_was_typed(client: Client) -> None:
    initiative = InitiativeFactory.create()

    page = client_of(make_person()).post(
        f"/en/initiatives/{initiative.slug}/claim/",
        {"role": "nonsense", "message": "", "evidence": "<b>see</b> my page"},
    )

    text = page.content.decode()
    assert page.status_code == 200
    assert "&lt;b&gt;see&lt;/b&gt; my page" in text
    assert text.count('class="field__error"') == 2
    assert 'data-draft-key="claim-' in text
    assert Claim.objects.count() == 0


def test_proposal_shows_possible_duplicates_before_it_is_sent() -> None:
    InitiativeFactory.create(
        name="Wachstumsregion Ems-Achse e.V.", website="https://www.emsachse.de/x"
    )
    me = client_of(make_person())
    data = {
        "name": "Ems-Achse",
        "summary": "New.",
        "role": "coordinator",
        "message": "m",
        "website": "https://emsachse.de",
        "form_token": "p" * 20,
    }

    first = me.post("/en/initiatives/new/", data).content.decode()
    assert "Is it one of these?" in first
    assert "Same website." in first
    assert 'value="Ems-Achse"' in first
    assert Claim.objects.count() == 0

    me.post("/en/initiatives/new/", {**data, "is_none_of_these": "on"})
    me.post("/en/initiatives/new/", {**data, "is_none_of_these": "on"})
    assert list(Initiative.objects.values_list("slug", "state").order_by("pk")[1:]) == [
        ("ems-achse", "proposed")
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_queue_costs_the_same_for_one_and_for_three(
    number: int, django_assert_max_num_queries: object
) -> None:
    office = client_of(make_office())
    for _n in range(number):
        claims.submit_claim(make_person(), InitiativeFactory.create().pk, message="m")
    office.get("/en/workspace/entries/")

    with django_assert_max_num_queries(7):  # type: ignore[operator]
        page = office.get("/en/workspace/entries/")

    assert page.content.decode().count('class="queue__item"') == number


def test_queue_and_claims_are_secret_to_others() -> None:
    person = make_person()
    claim = claims.submit_claim(person, InitiativeFactory.create().pk, message="m")
    address = f"/en/workspace/entries/{claim.uuid}/"

    assert client_of(person).get(address).status_code == 200
    assert client_of(make_person()).get(address).status_code == 404
    assert client_of(make_person()).get("/en/workspace/entries/").status_code == 404
    assert client_of(make_person()).post(f"{address}withdraw/").status_code == 404
    assert client_of(person).post(address, {"decision": "accept"}).status_code == 200
    claim.refresh_from_db()
    assert claim.state == "submitted"


def test_office_accepts_with_ticked_criteria_and_must_explain_what_is_open() -> None:
    office = client_of(make_office())
    claim = claims.submit_claim(make_person(), InitiativeFactory.create().pk, message="m")
    address = f"/en/workspace/entries/{claim.uuid}/"

    refused = office.post(address, {"decision": "accept", "criteria": ["two-benches"]})
    assert "Please say why an unmet criterion does not matter." in refused.content.decode()

    done = office.post(
        address, {"decision": "accept", "criteria": ["two-benches"], "reason": "Known."}
    )

    claim.refresh_from_db()
    assert done.status_code == 302
    assert (claim.state, claim.criteria["two-benches"], claim.criteria["has-members"]) == (
        "accepted",
        True,
        False,
    )


def test_office_must_give_a_reason_for_no() -> None:
    office = client_of(make_office())
    claim = claims.submit_claim(make_person(), InitiativeFactory.create().pk, message="m")
    address = f"/en/workspace/entries/{claim.uuid}/"

    refused = office.post(address, {"decision": "reject"})
    assert "Please give a reason" in refused.content.decode()
    office.post(address, {"decision": "reject", "reason": "Not yours."})

    claim.refresh_from_db()
    assert (claim.state, claim.reason) == ("rejected", "Not yours.")


def test_every_section_opens_for_editors_and_for_nobody_else() -> None:
    make_kreise("06434", "06436")
    slug = load_example_data()[1]
    initiative = Initiative.objects.get(slug=slug)
    editor, stranger = client_of(make_editor(initiative)), client_of(make_person())

    for section in ("", "identity/", "region/", "organisation/", "work/", "exchange/"):
        address = f"/en/initiatives/{slug}/edit/{section}"
        assert editor.get(address).status_code == 200
        assert stranger.get(address).status_code == 404
    assert editor.get(f"/en/initiatives/{slug}/edit/nonsense/").status_code == 404
    assert editor.get("/en/workspace/entry/").headers["Location"] == f"/en/initiatives/{slug}/edit/"


def test_saving_an_untouched_section_changes_nothing() -> None:
    make_kreise("06434", "06436")
    slug = load_example_data()[1]
    initiative = Initiative.objects.get(slug=slug)
    editor = client_of(make_editor(initiative))

    for section in ("identity", "region", "organisation", "work", "exchange"):
        page = editor.get(f"/en/initiatives/{slug}/edit/{section}/").content.decode()
        response = editor.post(f"/en/initiatives/{slug}/edit/{section}/", fields_of(page))
        assert response.status_code == 302, section

    assert list(ProfileRevision.objects.values_list("changes", flat=True)) == []


def fields_of(page: str) -> dict[str, list[str]]:
    """Return what a browser would send for the editing form of a page."""
    form = page[page.index('data-draft-key="edit-') :]
    data: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attrs = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        is_choice = attrs.get("type") in ("checkbox", "radio")
        if "name" in attrs and (not is_choice or " checked" in tag):
            data.setdefault(attrs["name"], []).append(attrs.get("value", "on" if is_choice else ""))
    for name, body in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL
    ):
        data[name] = [body]
    for name, body in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        data[name] = re.findall(r'<option value="([^"]*)" selected', body)
    return data


def test_rows_and_benches_are_saved_and_empty_rows_vanish() -> None:
    initiative = InitiativeFactory.create()
    editor = client_of(make_editor(initiative))
    address = f"/en/initiatives/{initiative.slug}/edit/organisation/"

    editor.post(
        address,
        {
            "benches": ["companies"],
            "count_union": "4",
            **rows("bodies", {"name": "Board", "rhythm": "monthly"}, {"name": "", "rhythm": ""}),
        },
    )

    initiative.refresh_from_db()
    assert initiative.benches == {"companies": None, "union": 4}
    assert initiative.bodies == [{"name": "Board", "rhythm": "monthly"}]


def test_errors_stand_at_their_fields_and_nothing_is_lost() -> None:
    initiative = InitiativeFactory.create()
    editor = client_of(make_editor(initiative))

    page = editor.post(
        f"/en/initiatives/{initiative.slug}/edit/organisation/",
        {
            "members_count": "many",
            "company_share": "140",
            "patronage": "Mayor",
            "speaker_union": "A. Person",
            "count_union": "-1",
            **rows("bodies", {"name": "", "rhythm": "monthly"}),
        },
    ).content.decode()

    assert page.count('class="field__error"') == 5
    assert 'value="many"' in page
    assert 'value="Mayor"' in page
    assert 'value="monthly"' in page
    assert ProfileRevision.objects.count() == 0


def test_kreise_that_do_not_exist_are_refused() -> None:
    make_kreise("05515")
    initiative = InitiativeFactory.create()
    editor = client_of(make_editor(initiative))
    address = f"/en/initiatives/{initiative.slug}/edit/region/"

    refused = editor.post(address, {"kreise": ["99999"], "land": "NW"})
    editor.post(address, {"kreise": ["05515"], "land": "NW"})

    assert refused.status_code == 200
    assert [k.pk for k in Initiative.objects.get().kreise.all()] == ["05515"]
    assert Initiative.objects.get().land == Land.objects.get(pk="NW")


def test_addresses_of_other_pages_are_checked() -> None:
    initiative = InitiativeFactory.create()
    editor = client_of(make_editor(initiative))
    address = f"/en/initiatives/{initiative.slug}/edit/exchange/"

    refused = editor.post(address, {"social_links": "https://a.example\njavascript:alert(1)"})
    editor.post(address, {"social_links": "https://a.example\n\nhttps://b.example "})

    assert "This is not a web address: javascript:alert(1)" in refused.content.decode()
    initiative.refresh_from_db()
    assert initiative.social_links == ["https://a.example", "https://b.example"]


def test_second_key_sees_old_beside_new_and_decides() -> None:
    initiative = InitiativeFactory.create(organisation__requires_two_keys=True, topics=["skills"])
    first, second = make_editor(initiative), make_editor(initiative)
    revision = revisions.propose_revision(first, initiative.pk, {"topics": ["skills", "digital"]})
    assert revision is not None
    address = f"/en/workspace/changes/{revision.uuid}/"

    own = client_of(first).get(address).content.decode()
    page = client_of(second).get(address).content.decode()
    assert "Agree and publish" not in own
    assert "<ins>Digitalisation and AI</ins>" in page
    assert "<ins>Skilled work and training</ins>" not in page
    assert client_of(make_person()).get(address).status_code == 404

    client_of(first).post(address, {"decision": "confirm"})
    initiative.refresh_from_db()
    assert initiative.topics == ["skills"]
    client_of(second).post(address, {"decision": "confirm"})
    initiative.refresh_from_db()
    assert initiative.topics == ["skills", "digital"]


def test_refusing_without_a_reason_asks_for_one() -> None:
    initiative = InitiativeFactory.create(organisation__requires_two_keys=True)
    revision = revisions.propose_revision(make_editor(initiative), initiative.pk, {"goals": "A"})
    assert revision is not None
    second = client_of(make_editor(initiative))
    address = f"/en/workspace/changes/{revision.uuid}/"

    assert second.post(address, {"decision": "reject", "reason": ""}).status_code == 200
    second.post(address, {"decision": "reject", "reason": "No."})

    revision.refresh_from_db()
    assert (revision.state, revision.reason) == ("rejected", "No.")


def test_confirming_in_the_workspace() -> None:
    initiative = InitiativeFactory.create(goals="We work.")
    editor = client_of(make_editor(initiative))
    address = f"/en/initiatives/{initiative.slug}/confirm/"

    assert "We work." in editor.get(address).content.decode()
    editor.post(address)

    initiative.refresh_from_db()
    assert initiative.last_confirmed_at is not None
    assert client_of(make_person()).get(address).status_code == 404


def test_links_that_lead_nowhere_say_so(client: Client) -> None:
    for address in ("/en/confirm/forged/", "/en/subscriptions/confirm/forged/"):
        assert client.get(address).status_code == 410
        assert client.post(address).status_code == 410
    assert client.get("/en/subscriptions/end/forged/").status_code == 200


def test_following_with_one_press_and_ending_it() -> None:
    initiative, person = InitiativeFactory.create(), make_person()
    me, address = client_of(person), f"/en/initiatives/{initiative.slug}/follow/"

    me.post(address, {"act": "begin"})
    me.post(address, {"act": "begin"})
    assert Follow.objects.get().person_id == person.person_id
    assert initiative.name in me.get("/en/workspace/following/").content.decode()
    me.post(address, {"act": "end"})

    assert Follow.objects.count() == 0


def test_following_without_account_says_the_same_to_everybody(client: Client) -> None:
    initiative = InitiativeFactory.create()
    address = f"/en/initiatives/{initiative.slug}/follow/"

    faulty = client.post(address, {"email": "no address"})
    first = client.post(address, {"email": "a@example.org"})
    second = client.post(address, {"email": "a@example.org"})

    assert 'value="no address"' in faulty.content.decode()
    assert first.status_code == second.status_code == 202
    assert Mail.objects.count() == 1


def test_saving_the_search_of_the_address(client: Client) -> None:
    make_kreise("05515")
    me = client_of(make_person())

    me.post(
        "/en/initiatives/subscribe/?land=NW&topic=skills&nonsense=1&sort=name",
        {"frequency": "daily"},
    )
    client.post(
        "/en/initiatives/subscribe/?land=NW", {"frequency": "weekly", "email": "a@example.org"}
    )

    assert list(SavedSearch.objects.order_by("pk").values_list("query", "frequency", "email")) == [
        ("land=NW&topic=skills", "daily", ""),
        ("land=NW", "weekly", "a@example.org"),
    ]
    row = SavedSearch.objects.get(query="land=NW&topic=skills")
    assert (
        client_of(make_person()).post(f"/en/workspace/following/{row.uuid}/end/").status_code == 404
    )
    me.post(f"/en/workspace/following/{row.uuid}/end/")
    assert SavedSearch.objects.count() == 1


def test_saved_searches_are_shown_in_words() -> None:
    make_kreise("05515")
    person = make_person()
    for query in ("q=Wasserstoff+%3Cb%3E&land=NW&kreis=05515&topic=skills", ""):
        subscriptions.save_search(person, query, frequency="weekly")

    page = client_of(person).get("/en/workspace/following/").text

    assert "„Wasserstoff &lt;b&gt;“ · Land: NW · Kreis: Kreis 05515 · Topic: " in page
    assert ">All of Germany, all topics.</a>" in page
    assert ">q=" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_more_saved_searches_cost_no_more_queries(
    count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_kreise("05515")
    person = make_person()
    for number in range(count):
        subscriptions.save_search(person, f"q=wort{number}&kreis=05515", frequency="weekly")
    client = client_of(person)

    with django_assert_max_num_queries(10):
        assert client.get("/en/workspace/following/").text.count("„wort") == count
