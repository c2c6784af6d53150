"""What the hub contains when it starts: real public facts always, marked examples in the demo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from drehscheibe.capabilities.advisory import api as advisory
from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange import api as exchange
from drehscheibe.capabilities.experience import api as experience
from drehscheibe.capabilities.founding import api as founding
from drehscheibe.capabilities.library import api as library
from drehscheibe.core.notify.examples import read_older_notes
from drehscheibe.core.organisations import demo as demo_people
from drehscheibe.core.places.reference import load_reference_places
from drehscheibe.core.search.words import load_words
from drehscheibe.portal import findable
from drehscheibe.portal.editors import load_editors
from drehscheibe.portal.guidelines import load_guidelines
from drehscheibe.portal.pages import load_pages

Step = tuple[str, Callable[[], object]]


def steps(*, demo: bool) -> list[Step]:
    """Return what is to be loaded, in order, with the words that tell of it; each may run again."""
    reference: list[Step] = [
        ("16 Länder, 400 Kreise and their figures", load_reference_places),
        ("93 initiatives, 17 partners and their sources", directory.load_reference_data),
        ("60 concerns that were raised in public", exchange.load_reference_data),
        ("35 formats for events and dialogues", library.load_formats),
        ("53 practice cases from public sources", library.load_practice_cases),
        ("5 partner packages", library.load_packages),
        ("8 checklists of the library", library.load_checklists),
        ("editorial pages in German and English", load_pages),
        ("six guidelines", load_guidelines),
        ("words of the field for the search", load_words),
        ("regions in the search", findable.load_regions),
        ("editorial pages in the search", findable.load_pages),
        ("rights of those who write pages", load_editors),
    ]
    examples: list[Step] = [
        ("demo log-ins, one per role", demo_people.load_demo_people),
        ("two example initiatives, marked as such", directory.load_example_data),
        ("example concerns in every state, marked as such", exchange.load_example_data),
        ("an example impulse and two example measures", exchange.load_impulse_examples),
        ("example questions of the public, marked as such", exchange.load_example_questions),
        ("example copies of checklists, marked as such", library.load_example_copies),
        ("an example founding with its plan, marked as such", founding.load_example_data),
        ("two example series of webinars, marked as such", library.load_example_webinars),
        ("example advisory cases, marked as such", advisory.load_example_cases),
        ("an example request for contact, marked as such", experience.load_example_requests),
        ("what the people of the demo were told", partial(read_older_notes, demo_people.EMAILS)),
    ]
    return [*reference, *examples] if demo else reference


def describe_log_ins() -> str:
    """Return the demo log-ins, one person per role, for the terminal."""
    return demo_people.describe_log_ins()
