"""Addresses of this room; included under the locale."""

from django.urls import path, register_converter
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.founding.views import (
    asking,
    circle,
    documents,
    projects,
    showing,
    white_spots,
)


class DataEnding:
    """Files for programs."""

    regex = "csv|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PaperEnding(DataEnding):
    """Files for people."""

    regex = "pdf|docx|txt"


register_converter(DataEnding, "ending")
register_converter(PaperEnding, "paper")

urlpatterns = [
    path(pgettext_lazy("url", "founding/"), projects.founding_home, name="founding_home"),
    path(
        pgettext_lazy("url", "founding/white-spots/"),
        white_spots.white_spot_list,
        name="white_spot_list",
    ),
    path(
        pgettext_lazy("url", "founding/white-spots/export.<ending:ending>"),
        white_spots.white_spot_export,
        name="white_spot_export",
    ),
    path(
        pgettext_lazy("url", "founding/white-spots/<str:ags5>/"),
        white_spots.white_spot,
        name="white_spot",
    ),
    path(
        pgettext_lazy("url", "founding/path/<slug:key>/"),
        projects.founding_station,
        name="founding_station",
    ),
    path(pgettext_lazy("url", "founding/begin/"), projects.founding_begin, name="founding_begin"),
    path(pgettext_lazy("url", "founding/plans/"), showing.plan_list, name="plan_list"),
    path(
        pgettext_lazy("url", "founding/plans/<str:public_id>/"),
        showing.plan_detail,
        name="plan_detail",
    ),
    path(
        pgettext_lazy("url", "founding/entries/<str:public_id>/"),
        showing.founded_profile,
        name="founded_profile",
    ),
    path(
        pgettext_lazy("url", "founding/join/<str:token>/"),
        asking.founding_join,
        name="founding_join",
    ),
    path(
        pgettext_lazy("url", "founding/sign/<str:token>/"),
        asking.founding_sign,
        name="founding_sign",
    ),
    path(pgettext_lazy("url", "founding/desk/"), showing.founding_desk, name="founding_desk"),
    path(
        pgettext_lazy("url", "founding/desk/<uuid:uuid>/"), showing.call_answer, name="call_answer"
    ),
    path(
        pgettext_lazy("url", "founding/desk/<uuid:uuid>/take/"), showing.call_take, name="call_take"
    ),
    path(
        pgettext_lazy("url", "founding/mentoring/"), asking.mentorship_list, name="mentorship_list"
    ),
    path(
        pgettext_lazy("url", "founding/mentoring/<uuid:uuid>/"),
        asking.mentorship_detail,
        name="mentorship_detail",
    ),
    path(
        pgettext_lazy("url", "founding/mentoring/<uuid:uuid>/end/"),
        asking.mentorship_end,
        name="mentorship_end",
    ),
    path(pgettext_lazy("url", "founding/projects/"), projects.project_list, name="project_list"),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/"),
        projects.project_detail,
        name="project_detail",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/edit/"),
        projects.project_edit,
        name="project_edit",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/end/"),
        projects.project_end,
        name="project_end",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/stations/<slug:key>/"),
        projects.milestone_detail,
        name="milestone_detail",
    ),
    path(
        pgettext_lazy(
            "url", "founding/projects/<uuid:uuid>/stations/<slug:key>/checklists/<slug:slug>/"
        ),
        projects.milestone_checklist,
        name="milestone_checklist",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/stations/<slug:key>/proof/"),
        projects.proof_add,
        name="proof_add",
    ),
    path(
        pgettext_lazy(
            "url", "founding/projects/<uuid:uuid>/stations/<slug:key>/proof/<uuid:file>/remove/"
        ),
        projects.proof_remove,
        name="proof_remove",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/table/"),
        circle.project_circle,
        name="project_circle",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/table/new/"),
        circle.seat_new,
        name="seat_new",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/table/<uuid:seat>/"),
        circle.seat_edit,
        name="seat_edit",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/table/<uuid:seat>/remove/"),
        circle.seat_remove,
        name="seat_remove",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/texts/"),
        documents.project_documents,
        name="project_documents",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/texts/<slug:kind>/"),
        documents.draft_detail,
        name="draft_detail",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/texts/<slug:kind>/edit/"),
        documents.draft_edit,
        name="draft_edit",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/texts/<slug:kind>/renew/"),
        documents.draft_renew,
        name="draft_renew",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/texts/<slug:kind>/<int:number>/"),
        documents.draft_version,
        name="draft_version",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/texts/<slug:kind>.<paper:ending>"),
        documents.draft_file,
        name="draft_file",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/money/"),
        documents.project_financing,
        name="project_financing",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/money/<uuid:line>/"),
        documents.line_edit,
        name="line_edit",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/money/<uuid:line>/remove/"),
        documents.line_remove,
        name="line_remove",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/signatures/"),
        asking.project_signatures,
        name="project_signatures",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/signatures/<uuid:signature>/cancel/"),
        asking.signature_cancel,
        name="signature_cancel",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/mentors/"),
        asking.project_mentors,
        name="project_mentors",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/mentors/<slug:slug>/"),
        asking.mentor_ask,
        name="mentor_ask",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/team/"),
        asking.project_team,
        name="project_team",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/team/<uuid:member>/remove/"),
        asking.member_remove,
        name="member_remove",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/team/<uuid:member>/role/"),
        asking.member_role,
        name="member_role",
    ),
    path(
        pgettext_lazy(
            "url", "founding/projects/<uuid:uuid>/invitations/<uuid:invitation>/withdraw/"
        ),
        asking.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/help/"),
        showing.project_help,
        name="project_help",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/help/end/"),
        showing.help_end,
        name="help_end",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/publish/"),
        showing.project_publish,
        name="project_publish",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/publish/plan/"),
        showing.plan_publish,
        name="plan_publish",
    ),
    path(
        pgettext_lazy("url", "founding/projects/<uuid:uuid>/publish/withdraw/"),
        showing.plan_withdraw,
        name="plan_withdraw",
    ),
]
