"""What editors may build a page from; every block has one look and no options of style."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

#: Restricted so that every text also prints, reads aloud and translates well.
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]


class TextBlock(blocks.RichTextBlock):  # type: ignore[misc]
    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "portal/blocks/text.html"


class PictureBlock(blocks.StructBlock):  # type: ignore[misc]
    image = ImageBlock()
    caption = blocks.CharBlock(required=False, label=_("Caption"))
    source = blocks.CharBlock(label=_("Source and licence"))

    class Meta:
        label = _("Picture")
        icon = "image"
        template = "portal/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):  # type: ignore[misc]
    text = blocks.TextBlock(label=_("Quotation"))
    who = blocks.CharBlock(label=_("Who says it, and in which role"))

    class Meta:
        label = _("Quotation")
        icon = "openquote"
        template = "portal/blocks/quote.html"


class NoteBlock(blocks.StructBlock):  # type: ignore[misc]
    title = blocks.CharBlock(label=_("Heading"))
    text = blocks.RichTextBlock(features=["bold", "link", "ul"], label=_("Text"))

    class Meta:
        label = _("Note")
        icon = "info-circle"
        template = "portal/blocks/note.html"


class QuestionBlock(blocks.StructBlock):  # type: ignore[misc]
    question = blocks.CharBlock(label=_("Question"))
    answer = blocks.RichTextBlock(features=TEXT_FEATURES[2:], label=pgettext_lazy("noun", "Answer"))

    class Meta:
        label = _("Question and answer")
        icon = "help"
        template = "portal/blocks/question.html"


class DownloadBlock(blocks.StructBlock):  # type: ignore[misc]
    document = DocumentChooserBlock(label=_("File"))
    label = blocks.CharBlock(label=_("What it is"))

    class Meta:
        label = _("Download")
        icon = "download"
        template = "portal/blocks/download.html"


class VideoBlock(blocks.StructBlock):  # type: ignore[misc]
    """A film kept on this hub; nothing is embedded from elsewhere."""

    file = DocumentChooserBlock(label=_("Film (MP4 or WebM)"))
    captions = DocumentChooserBlock(required=False, label=_("Captions (WebVTT)"))
    label = blocks.CharBlock(label=_("What the film shows"))

    class Meta:
        label = _("Film")
        icon = "media"
        template = "portal/blocks/video.html"


BODY_BLOCKS = [
    ("text", TextBlock(features=TEXT_FEATURES)),
    ("picture", PictureBlock()),
    ("quote", QuoteBlock()),
    ("note", NoteBlock()),
    ("question", QuestionBlock()),
    ("download", DownloadBlock()),
    ("video", VideoBlock()),
]
