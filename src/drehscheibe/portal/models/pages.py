"""Kinds of editorial pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.portal.models.blocks import BODY_BLOCKS
from drehscheibe.portal.models.day_field import DayInput
from drehscheibe.portal.models.operator import OperatorSettings
from drehscheibe.ui.addresses import tell_translations

NEWS_PER_PAGE = 12


class WithBody(Page):  # type: ignore[misc]
    """Fields that all editorial pages share."""

    lead = models.TextField(_("lead"), blank=True, max_length=600)
    body = StreamField(BODY_BLOCKS, blank=True, verbose_name=_("content"))

    content_panels = (*Page.content_panels, FieldPanel("lead"), FieldPanel("body"))
    search_fields = (*Page.search_fields, index.SearchField("lead"), index.SearchField("body"))

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page, and let the language switch know its translations."""
        tell_translations(request, _paths_by_language(self.translation_key))
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the page says to programs."""
        from drehscheibe.portal import linked_data  # noqa: PLC0415 -- knows the kinds of pages

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        language = (get_language() or "de")[:2]  # a page stands only under its own language
        return {**context, "linked_data": linked_data.describe_page(self, language)}


@kept_for_epoch()
def _paths_by_language(translation_key: UUID) -> Mapping[str, str]:
    """Return where a page stands in each language in which strangers may read it."""
    twins = Page.objects.filter(translation_key=translation_key).live().public()
    paths = {twin.locale.language_code: twin.url for twin in twins.select_related("locale")}
    return {code: path for code, path in paths.items() if path}


class HomePage(WithBody):
    """The start page: editors write head and text, the rest comes from the rooms."""

    template = "portal/home.html"
    max_count_per_parent = 2
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "portal.ArticlePage",
        "portal.GuidelineIndexPage",
        "portal.LegalPage",
        "portal.NewsIndexPage",
    ]

    class Meta:
        verbose_name = _("Start page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the rooms have to show."""
        from drehscheibe.portal import home  # noqa: PLC0415 -- reads other rooms, which need loaded models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **home.context(self)}


class ArticlePage(WithBody):
    """A page of text."""

    template = "portal/article.html"
    subpage_types: ClassVar[list[str]] = ["portal.ArticlePage"]

    class Meta:
        verbose_name = _("Page")


class LegalKind(models.TextChoices):
    IMPRINT = "imprint", _("Imprint")
    PRIVACY = "privacy", _("Data protection")
    ACCESSIBILITY = "accessibility", _("Accessibility statement")
    EASY_LANGUAGE = "easy-language", _("Easy language")
    SIGN_LANGUAGE = "sign-language", _("German Sign Language")


class LegalPage(WithBody):
    """A page that the law asks for; what the operator says of themselves comes from one form."""

    kind = models.CharField(_("kind"), max_length=20, choices=LegalKind)

    template = "portal/legal.html"
    content_panels = (*WithBody.content_panels, FieldPanel("kind"))
    parent_page_types: ClassVar[list[str]] = ["portal.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("Legal page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the operator's own words."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "operator_settings": OperatorSettings.for_request(request),
            "LegalKind": LegalKind,
        }


class NewsIndexPage(WithBody):
    """All news, newest first."""

    template = "portal/news_index.html"
    parent_page_types: ClassVar[list[str]] = ["portal.HomePage"]
    subpage_types: ClassVar[list[str]] = ["portal.NewsPage"]

    class Meta:
        verbose_name = _("News overview")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of news."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.child_of(self).live().order_by("-published_on", "-pk")
        page = Paginator(news, NEWS_PER_PAGE).get_page(request.GET.get("page"))
        return {**context, "news": page}


class NewsPage(WithBody):
    """One piece of news."""

    published_on = models.DateField(_("date"), default=timezone.localdate)

    template = "portal/news.html"
    content_panels = (
        *Page.content_panels,
        FieldPanel("published_on", widget=DayInput),
        FieldPanel("lead"),
        FieldPanel("body"),
    )
    parent_page_types: ClassVar[list[str]] = ["portal.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("News")
