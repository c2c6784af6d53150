"""The front door: what other rooms and the portal may ask of the library."""

from __future__ import annotations

from drehscheibe.capabilities.library.api.checklists import (
    ChecklistCard,
    CopyCard,
    find_checklists,
    find_copies,
    list_checklists,
    start_checklist_copy,
)
from drehscheibe.capabilities.library.api.formats import (
    FormatCard,
    find_formats,
    find_formats_by_slug,
    list_formats,
)
from drehscheibe.capabilities.library.api.packages import PackageCard, find_packages
from drehscheibe.capabilities.library.api.practice_cases import (
    PracticeCaseCard,
    PracticeCaseView,
    ask_link,
    find_practice_case,
    find_practice_cases,
    list_practice_cases,
    register_ask_link,
)
from drehscheibe.capabilities.library.api.proposals import (
    ProposalState,
    find_proposal,
    propose_practice_case,
    withdraw_practice_case_consent,
)
from drehscheibe.capabilities.library.api.sitemap import (
    list_checklist_sitemap_entries,
    list_format_sitemap_entries,
    list_package_sitemap_entries,
    list_practice_case_sitemap_entries,
    list_webinar_series_sitemap_entries,
    list_webinar_sitemap_entries,
)
from drehscheibe.capabilities.library.api.start import (
    StartCard,
    StartSection,
    register_start_section,
    start_sections,
)
from drehscheibe.capabilities.library.choices.shelf import Audience, Helped, Phase
from drehscheibe.capabilities.library.queries.format_finder import Plan
from drehscheibe.capabilities.library.services.checklists.examples import load_example_copies
from drehscheibe.capabilities.library.services.checklists.reference_data import load_checklists
from drehscheibe.capabilities.library.services.formats.reference_data import load_formats
from drehscheibe.capabilities.library.services.packages.reference_data import load_packages
from drehscheibe.capabilities.library.services.practice_cases.proposals import Consent, Proposal
from drehscheibe.capabilities.library.services.practice_cases.reference_data import (
    load_cases as load_practice_cases,
)
from drehscheibe.capabilities.library.services.reviews import (
    ReviewRow,
    ReviewSource,
    register_review_source,
)
from drehscheibe.capabilities.library.services.shelf import say_helped
from drehscheibe.capabilities.library.services.webinars.examples import load_example_webinars

__all__ = [
    "Audience",
    "ChecklistCard",
    "Consent",
    "CopyCard",
    "FormatCard",
    "Helped",
    "PackageCard",
    "Phase",
    "Plan",
    "PracticeCaseCard",
    "PracticeCaseView",
    "Proposal",
    "ProposalState",
    "ReviewRow",
    "ReviewSource",
    "StartCard",
    "StartSection",
    "ask_link",
    "find_checklists",
    "find_copies",
    "find_formats",
    "find_formats_by_slug",
    "find_packages",
    "find_practice_case",
    "find_practice_cases",
    "find_proposal",
    "list_checklist_sitemap_entries",
    "list_checklists",
    "list_format_sitemap_entries",
    "list_formats",
    "list_package_sitemap_entries",
    "list_practice_case_sitemap_entries",
    "list_practice_cases",
    "list_webinar_series_sitemap_entries",
    "list_webinar_sitemap_entries",
    "load_checklists",
    "load_example_copies",
    "load_example_webinars",
    "load_formats",
    "load_packages",
    "load_practice_cases",
    "propose_practice_case",
    "register_ask_link",
    "register_review_source",
    "register_start_section",
    "say_helped",
    "start_checklist_copy",
    "start_sections",
    "withdraw_practice_case_consent",
]
