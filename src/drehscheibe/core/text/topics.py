"""The closed vocabulary of topics, the same for initiatives, concerns, events and materials."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Topic"]


class Topic(models.TextChoices):
    """What something is about; the codes are those of the imported data and never change."""

    ACCEPTANCE = "acceptance", _("Acceptance and image")
    SKILLS = "skills", _("Skilled work and training")
    TRANSFORMATION = "transformation", _("Transformation")
    CLIMATE_ENERGY = "climate-energy", _("Climate, energy, hydrogen")
    CIRCULAR = "circular", _("Circular economy")
    DIGITAL = "digital", _("Digitalisation and AI")
    CYBERSECURITY = "cybersecurity", _("Cyber security")
    SITES_INFRASTRUCTURE = "sites-infrastructure", _("Sites and infrastructure")
    PERMITTING = "permitting", _("Permits and red tape")
    INNOVATION = "innovation", _("Innovation and transfer")
    FINANCE = "finance", _("Finance and investment")
    RESILIENCE = "resilience", _("Resilience and supply chains")
    SITE_SECURITY = "site-security", _("Keeping sites")
    SOCIAL_PARTNERSHIP = "social-partnership", _("Social partnership and good work")
    PARTICIPATION = "participation", _("Public participation")
