"""Who runs this hub: everything the law asks a public site to say, in one form."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from drehscheibe.portal.models.day_field import DayInput


@register_setting(icon="home")
class OperatorSettings(BaseSiteSetting):  # type: ignore[misc]
    """Imprint, contacts and funding note; printed in footer, legal pages, e-mails and exports."""

    name = models.CharField(_("operator"), max_length=200, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    represented_by = models.CharField(_("represented by"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    register_entry = models.CharField(_("register and number"), max_length=200, blank=True)
    supervisory_body = models.CharField(_("supervisory body"), max_length=200, blank=True)
    responsible_editor = models.CharField(
        _("responsible for the content (section 18 MStV)"), max_length=200, blank=True
    )
    privacy_contact = models.TextField(_("data protection officer"), blank=True)
    accessibility_checked_on = models.DateField(
        _("accessibility checked on"), null=True, blank=True
    )
    accessibility_findings = models.TextField(_("what is not yet accessible, and why"), blank=True)
    arbitration_body = models.TextField(
        _("arbitration body for accessibility"),
        blank=True,
        help_text=_("Name, address and web address; section 16 BGG or the law of the Land."),
    )
    funding_note_de = models.CharField(_("funding note in German"), max_length=300, blank=True)
    funding_note_en = models.CharField(_("funding note in English"), max_length=300, blank=True)

    panels = (
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "name",
                    "address",
                    "represented_by",
                    "email",
                    "phone",
                    "register_entry",
                    "supervisory_body",
                    "responsible_editor",
                )
            ],
            heading=_("Imprint"),
        ),
        FieldPanel("privacy_contact"),
        MultiFieldPanel(
            [
                FieldPanel("accessibility_checked_on", widget=DayInput),
                FieldPanel("accessibility_findings"),
                FieldPanel("arbitration_body"),
            ],
            heading=_("Accessibility"),
        ),
        MultiFieldPanel(
            [FieldPanel("funding_note_de"), FieldPanel("funding_note_en")], heading=_("Funding")
        ),
    )

    class Meta:
        verbose_name = _("Operator of this hub")
