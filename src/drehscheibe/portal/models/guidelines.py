"""Guidelines: editorial pages with chapters, a summary in plain words, and perhaps a self-check."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from drehscheibe.capabilities.library.api import Audience, Phase
from drehscheibe.core.text.readability import reading_grade
from drehscheibe.portal.models.blocks import TEXT_FEATURES, NoteBlock
from drehscheibe.portal.models.day_field import DayInput
from drehscheibe.portal.models.pages import WithBody

__all__ = ["GuidelineIndexPage", "GuidelinePage"]


class ChapterBlock(blocks.StructBlock):  # type: ignore[misc]
    title = blocks.CharBlock(label=_("Heading"))
    text = blocks.RichTextBlock(features=TEXT_FEATURES[1:], label=_("Text"))

    class Meta:
        label = _("Chapter")
        icon = "pilcrow"


class CheckAreaBlock(blocks.StructBlock):  # type: ignore[misc]
    """Statements on one subject, and what the answers mean."""

    name = blocks.CharBlock(label=_("Subject"))
    chapter = blocks.IntegerBlock(label=_("Number of the chapter that helps"), min_value=1)
    questions = blocks.ListBlock(blocks.CharBlock(), label=_("Statements"))
    weak = blocks.TextBlock(label=_("Advice if little is fulfilled"))
    fair = blocks.TextBlock(label=_("Advice if a part is fulfilled"))
    strong = blocks.TextBlock(label=_("Advice if most is fulfilled"))

    class Meta:
        label = _("Subject of the self-check")
        icon = "help"


class GuidelineIndexPage(WithBody):
    """All guidelines."""

    template = "portal/guideline_index.html"
    parent_page_types: ClassVar[list[str]] = ["portal.HomePage"]
    subpage_types: ClassVar[list[str]] = ["portal.GuidelinePage"]

    class Meta:
        verbose_name = _("Overview of the guidelines")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the guidelines in the order of the page tree."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "guidelines": GuidelinePage.objects.child_of(self).live()}


class GuidelinePage(WithBody):
    """One guideline; its chapters are the body."""

    summary = models.TextField(_("Summary in plain words"), max_length=900)
    body = StreamField(
        [("chapter", ChapterBlock()), ("note", NoteBlock())], blank=True, verbose_name=_("content")
    )
    check_intro = models.TextField(_("Words before the self-check"), blank=True, max_length=600)
    self_check = StreamField([("area", CheckAreaBlock())], blank=True, verbose_name=_("Self-check"))
    audience = models.CharField(_("Audience"), max_length=20, choices=Audience)
    phase = models.CharField(_("Phase"), max_length=20, choices=Phase)
    kept_by = models.CharField(_("Kept by"), max_length=120, blank=True)
    licence = models.CharField(_("Licence"), max_length=60, default="CC BY 4.0")
    review_on = models.DateField(_("To be looked at again by"))
    #: The review date of which the office was told last.
    reminded_for = models.DateField(null=True, blank=True, editable=False)

    template = "portal/guideline.html"
    content_panels = (
        *WithBody.content_panels[:2],
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("check_intro"),
        FieldPanel("self_check"),
        FieldPanel("audience"),
        FieldPanel("phase"),
        FieldPanel("kept_by"),
        FieldPanel("licence"),
        FieldPanel("review_on", widget=DayInput),
    )
    search_fields = (*WithBody.search_fields, index.SearchField("summary"))
    parent_page_types: ClassVar[list[str]] = ["portal.GuidelineIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("Guideline")

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Return the paper's template where the address asks for it."""
        if request.GET.get("view") == "print":
            return "portal/guideline_print.html"
        template: str = super().get_template(request, *args, **kwargs)
        return template

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add chapters, reading level, and what the self-check says to the answers in the address."""
        from drehscheibe.portal.forms import HelpForm  # noqa: PLC0415 -- as below
        from drehscheibe.portal.self_check import judge, make_form, read_areas  # noqa: PLC0415 -- forms need loaded models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        chapters = [block.value for block in self.body if block.block_type == "chapter"]
        areas = read_areas(self.self_check)
        form = make_form(areas, request.GET) if areas else None
        return {
            **context,
            "chapters": chapters,
            "grade": reading_grade(self.plain_text, self.locale.language_code),
            "areas": areas,
            "check_form": form,
            "check_result": judge(areas, form) if form is not None else None,
            "twin": self.get_twin(),
            "help_form": HelpForm(prefix="help"),
        }

    @property
    def plain_text(self) -> str:
        """The whole text without markup, a line for each paragraph; for measuring it."""
        parts = [str(block.value["text"]) for block in self.body]
        return strip_tags(f"{self.summary}\n" + "\n".join(parts).replace("</", "\n</"))

    def get_twin(self) -> GuidelinePage | None:
        """Return the guideline in the other language if only that one has chapters."""
        if self.body:
            return None
        twins = GuidelinePage.objects.filter(translation_key=self.translation_key).live()
        return next((twin for twin in twins.exclude(pk=self.pk) if twin.body), None)
