"""What is kept of a founding: the project, its team, its way, its texts, and who is asked."""

from drehscheibe.capabilities.founding.models.asking import HelpCall, Mentorship, Signature
from drehscheibe.capabilities.founding.models.drafts import Draft, DraftVersion, FinancingLine
from drehscheibe.capabilities.founding.models.project import Milestone, Project, Seat
from drehscheibe.capabilities.founding.models.team import Invitation, Member
from drehscheibe.capabilities.founding.models.tools import StartedChecklist

__all__ = [
    "Draft",
    "DraftVersion",
    "FinancingLine",
    "HelpCall",
    "Invitation",
    "Member",
    "Mentorship",
    "Milestone",
    "Project",
    "Seat",
    "Signature",
    "StartedChecklist",
]
