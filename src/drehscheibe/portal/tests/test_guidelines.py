from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.library.models import HelpVote
from drehscheibe.capabilities.library.services.reviews import remind_of_items
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import MandateFactory
from drehscheibe.core.outbox.delivery import deliver_due
from drehscheibe.core.search import api as search
from drehscheibe.portal import findable
from drehscheibe.portal.guidelines import SEEDS, load_guidelines
from drehscheibe.portal.models import GuidelinePage
from drehscheibe.portal.pages import load_pages

pytestmark = pytest.mark.django_db

CHECK = "/de/leitfaeden/akzeptanzkommunikation/"
FIELDS = [f"a{area}-{number}" for area in range(1, 5) for number in range(1, 4)]


@pytest.fixture(autouse=True)
def _pages() -> None:
    load_pages()
    load_guidelines()


def test_six_whole_guidelines_stand_in_german_and_in_english() -> None:
    assert load_guidelines() == 0

    german = GuidelinePage.objects.filter(locale__language_code="de")
    assert german.count() == len(SEEDS) == 6
    for page in german:
        twin = GuidelinePage.objects.get(
            translation_key=page.translation_key, locale__language_code="en"
        )
        for one in (page, twin):
            words = len(one.plain_text.split())
            assert 850 <= words <= 1600, (one.slug, words)
            assert one.get_twin() is None
        assert len(twin.body) == len(page.body) >= 5
        assert len(twin.self_check) == len(page.self_check)
        for told, said in zip(twin.body, page.body, strict=True):
            english, spoken = str(told.value["text"]), str(said.value["text"])
            # A chapter that lost a paragraph or a line of a list in translation is no translation.
            for tag in ("<p", "<li", "<b>"):
                assert english.count(tag) == spoken.count(tag), (twin.slug, told.value["title"])


def test_no_sentence_of_a_german_guideline_stands_on_its_english_page(client: Client) -> None:
    for page in GuidelinePage.objects.filter(locale__language_code="de"):
        twin = GuidelinePage.objects.get(
            translation_key=page.translation_key, locale__language_code="en"
        )
        shown = client.get(twin.url).text
        sentences = [part.strip() for part in re.split(r"[.!?:]\s|\n", page.plain_text)]
        long = [part for part in sentences if len(part) > 20]
        assert len(long) > 30
        assert [part for part in long if part in shown] == []
        assert "The whole text is in German" not in shown


def test_an_untouched_page_gets_the_new_text_and_is_found_by_it() -> None:
    page = _page_of_an_earlier_release()

    assert load_guidelines() == 1

    page.refresh_from_db()
    assert [block.value["title"] for block in page.body][1] == "Preparation decides"
    assert page.lead.startswith("How to lead a conversation")
    hits = search.find("malfunction lorries", actor=ANONYMOUS, language="en").hits
    assert page.url in [hit.path for hit in hits]
    assert load_guidelines() == 0


def test_a_page_that_an_editor_saved_is_theirs() -> None:
    page = _page_of_an_earlier_release()
    page.lead = "Words of our editor."
    page.save_revision().publish()

    assert load_guidelines() == 0

    page.refresh_from_db()
    assert page.lead == "Words of our editor."
    assert not page.body


def _page_of_an_earlier_release() -> GuidelinePage:
    """Return an English guideline as hubs have it that loaded title and summary only."""
    page: GuidelinePage = GuidelinePage.objects.get(slug="moderating-conflict")
    page.body, page.lead = "[]", "An earlier line."
    page.save()
    return page


def test_contents_lead_to_every_chapter_and_the_paper_has_them_all(client: Client) -> None:
    page = client.get("/de/leitfaeden/konflikte-moderieren/").text
    paper = client.get("/de/leitfaeden/konflikte-moderieren/", {"view": "print"}).text

    targets = re.findall(r'href="#(chapter-\d+)"', page)
    assert len(targets) >= 6
    for target in targets:
        assert page.count(f'id="{target}"') == 1
    assert "Wenn es laut wird" in paper
    assert "Strg+P" in paper


def test_where_an_editor_has_no_english_chapters_the_reader_is_led_to_the_german_text(
    client: Client,
) -> None:
    _page_of_an_earlier_release()

    page = client.get("/en/guidelines/moderating-conflict/").text

    assert "The whole text is in German" in page
    assert 'href="/de/leitfaeden/konflikte-moderieren/" lang="de"' in page


def test_guidelines_are_found_by_words_of_their_chapters() -> None:
    findable.load_pages()

    hits = search.find("Störfall Presse", actor=ANONYMOUS, language="de").hits

    assert "/de/leitfaeden/pressearbeit/" in [hit.path for hit in hits]


def test_the_self_check_asks_for_what_is_open_and_keeps_what_was_said(client: Client) -> None:
    answer = client.get(CHECK, {"check": "1", "a1-1": "yes"})

    assert answer.text.count("Bitte wählen Sie eine Antwort.") == 2 * (len(FIELDS) - 1)
    assert 'name="a1-1" value="yes" checked' in re.sub(r'\s+id="[^"]*"', "", answer.text)
    assert 'id="result"' not in answer.text


def test_the_self_check_names_the_weakest_subject_first_with_its_chapter(client: Client) -> None:
    answers = dict.fromkeys(FIELDS, "yes") | {"a3-1": "no", "a3-2": "no", "a3-3": "partly"}

    page = client.get(CHECK, answers).text

    result = page[page.index('id="result"') :]
    names = re.findall(r"<h3>([^<]+)</h3>", result)
    assert names[0] == "Verlässlichkeit"
    assert "1 von 6 Punkten" in result
    assert 'href="#chapter-4"' in result
    assert "Auf Sie ist Verlass" not in result


def test_every_self_check_leads_to_its_chapters_in_both_languages(client: Client) -> None:
    checked = [page for page in GuidelinePage.objects.all() if page.self_check]

    assert len(checked) == 6
    for page in checked:
        twin = GuidelinePage.objects.exclude(pk=page.pk).get(translation_key=page.translation_key)
        areas = [block.value for block in page.self_check]
        assert [len(area["questions"]) for area in areas] == [3, 3, 3, 3]
        chapters = [area["chapter"] for area in areas]
        assert chapters == [block.value["chapter"] for block in twin.self_check]

        shown = client.get(page.url, dict.fromkeys(FIELDS, "no")).text
        result = shown[shown.index('id="result"') :]
        for area, chapter in zip(areas, chapters, strict=True):
            assert area["weak"] in result
            assert f'href="#chapter-{chapter}"' in result
            assert f'id="chapter-{chapter}"' in shown


def test_nothing_of_the_self_check_is_stored(client: Client) -> None:
    client.get(CHECK, dict.fromkeys(FIELDS, "no"))

    assert not client.session.keys()


@pytest.mark.parametrize("odd", ["maybe", "", "\0", "yes" * 500])
def test_an_answer_that_is_none_is_no_fault_of_the_page(client: Client, odd: str) -> None:
    assert client.get(CHECK, dict.fromkeys(FIELDS, odd)).status_code == 200


def test_the_library_shows_the_guidelines(client: Client) -> None:
    page = client.get("/de/wissen/").text

    assert CHECK in page
    assert "Alle Leitfäden" in page


def test_reader_says_whether_a_guideline_helped(client: Client) -> None:
    page = GuidelinePage.objects.get(slug="konflikte-moderieren")
    address = reverse("guideline_helped", args=[page.pk])

    assert f'action="{address}"' in client.get(page.url).text
    empty = client.post(address, {"help-note": "Mehr Beispiele"})
    assert empty.status_code == 422
    assert "Mehr Beispiele" in empty.text
    for _sent_twice in range(2):
        answer = client.post(address, {"help-helped": "partly", "help-form_token": "once"})
        assert answer.status_code == 302
    assert [(vote.kind, vote.key) for vote in HelpVote.objects.all()] == [
        ("guideline", "konflikte-moderieren")
    ]


def test_unpublished_guideline_takes_no_answer(client: Client) -> None:
    page = GuidelinePage.objects.get(slug="konflikte-moderieren")
    page.unpublish()

    address = reverse("guideline_helped", args=[page.pk])
    assert client.post(address, {"help-helped": "yes"}).status_code == 404


@pytest.fixture
def office() -> Mandate:
    return MandateFactory.create(organisation__kind=OrganisationKind.OFFICE)


def due(slug: str = "konflikte-moderieren", day: date | None = None) -> GuidelinePage:
    page: GuidelinePage = GuidelinePage.objects.get(slug=slug)
    page.review_on = day or timezone.localdate()
    page.save()
    return page


def test_office_is_reminded_once_of_every_review_date(office: Mandate) -> None:
    page = due()

    assert remind_of_items(timezone.now()) == 1
    assert remind_of_items(timezone.now()) == 0
    deliver_due()
    told = Notification.objects.filter(person=office.person, kind="library.item_review")
    assert [page.title in str(one.context) for one in told] == [True]

    due(day=timezone.localdate() - timedelta(days=1))
    assert remind_of_items(timezone.now()) == 1


def test_guideline_that_is_not_due_or_not_live_reminds_nobody(office: Mandate) -> None:
    assert remind_of_items(timezone.now()) == 0

    due().unpublish()
    assert remind_of_items(timezone.now()) == 0


def test_office_says_that_a_guideline_is_still_right(client: Client, office: Mandate) -> None:
    page = due()
    page.lead = "Noch nicht veröffentlicht"
    page.save_revision()
    client.force_login(office.person)

    reviews = client.get(reverse("library_reviews")).text
    assert page.title in reviews
    client.post(reverse("library_reviews"), {"item": f"guideline:{page.pk}"})

    live = GuidelinePage.objects.get(pk=page.pk)
    later = timezone.localdate() + timedelta(days=365)
    assert live.review_on == later
    assert live.lead != "Noch nicht veröffentlicht"
    draft = live.get_latest_revision_as_object()
    assert (draft.lead, draft.review_on) == ("Noch nicht veröffentlicht", later)
    assert live.has_unpublished_changes
    assert remind_of_items(timezone.now()) == 0


def test_others_cannot_say_that_a_guideline_is_right(client: Client) -> None:
    page = due()
    client.force_login(MandateFactory.create().person)

    answer = client.post(reverse("library_reviews"), {"item": f"guideline:{page.pk}"})

    assert answer.status_code == 404
    assert GuidelinePage.objects.get(pk=page.pk).review_on == page.review_on
