from drehscheibe.capabilities.library.models.checklist import (
    Checklist,
    ChecklistItem,
    ChecklistSection,
    ChecklistVersion,
    ItemWords,
)
from drehscheibe.capabilities.library.models.checklist_copy import (
    ChecklistCopy,
    CopyChange,
    CopyFile,
    CopyItem,
    CopyItemQuerySet,
    CopyLink,
    ReleasedNote,
)
from drehscheibe.capabilities.library.models.format import EventFormat
from drehscheibe.capabilities.library.models.package import FilledPackage, PartnerPackage
from drehscheibe.capabilities.library.models.practice_case import CaseConsent, PracticeCase
from drehscheibe.capabilities.library.models.shelf import HelpVote, ShelfItem
from drehscheibe.capabilities.library.models.webinar import (
    Webinar,
    WebinarCaptions,
    WebinarFeedback,
    WebinarRegistration,
    WebinarSeries,
)

__all__ = [
    "CaseConsent",
    "Checklist",
    "ChecklistCopy",
    "ChecklistItem",
    "ChecklistSection",
    "ChecklistVersion",
    "CopyChange",
    "CopyFile",
    "CopyItem",
    "CopyItemQuerySet",
    "CopyLink",
    "EventFormat",
    "FilledPackage",
    "HelpVote",
    "ItemWords",
    "PartnerPackage",
    "PracticeCase",
    "ReleasedNote",
    "ShelfItem",
    "Webinar",
    "WebinarCaptions",
    "WebinarFeedback",
    "WebinarRegistration",
    "WebinarSeries",
]
