from django.urls import path
from django.utils.translation import pgettext_lazy

from drehscheibe.core.moderation.views import office, public

urlpatterns = [
    path(
        pgettext_lazy("url", "report/<slug:kind>/<str:key>/"),
        public.report,
        name="moderation_report",
    ),
    path(pgettext_lazy("url", "my-report/<uuid:token>/"), public.status, name="moderation_status"),
    path(
        pgettext_lazy("url", "workspace/decisions/<slug:number>/"),
        public.author,
        name="moderation_author",
    ),
    path(pgettext_lazy("url", "house-rules/"), public.house_rules, name="house_rules"),
    path(pgettext_lazy("url", "house-rules/figures/"), public.figures, name="moderation_figures"),
    path(pgettext_lazy("url", "workspace/reports/"), office.queue, name="moderation_queue"),
    path(
        pgettext_lazy("url", "workspace/reports/<slug:number>/"),
        office.case,
        name="moderation_case",
    ),
    path(
        pgettext_lazy("url", "workspace/reports/<slug:number>/ask-operator/"),
        office.ask_operator,
        name="moderation_ask_operator",
    ),
    path(
        pgettext_lazy("url", "workspace/house-rules/"),
        office.house_rules_edit,
        name="house_rules_edit",
    ),
]
