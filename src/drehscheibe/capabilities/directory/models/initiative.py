from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.directory.choices import (
    VOCABULARIES,
    BudgetClass,
    FacetKind,
    InitiativeStatus,
    PublicationState,
    Reach,
    StaffClass,
    Standing,
)


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def published(self) -> InitiativeQuerySet:
        return self.filter(state=PublicationState.PUBLISHED)

    def with_facet(self, kind: str, codes: tuple[str, ...]) -> InitiativeQuerySet:
        """Keep initiatives that have at least one of the codes."""
        matching = Facet.objects.filter(kind=kind, code__in=codes)
        return self.filter(pk__in=matching.values("initiative_id"))


class Initiative(models.Model):
    """An initiative as the directory describes it.

    Nearly everything may be unknown: None or empty then, and shown as unknown, never as "no".
    Lists of codes live in JSON columns, which one read fetches whole; the rows of :class:`Facet`
    repeat them for filters and counts and are written by ``services.profile_index`` alone.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    organisation = models.OneToOneField(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=20, choices=PublicationState, default=PublicationState.PROPOSED
    )
    is_example = models.BooleanField(default=False)

    # Identity
    name = models.CharField(_("Name"), max_length=200)
    short_name = models.CharField(_("Short name"), max_length=80, blank=True)
    sort_key = models.CharField(max_length=200, editable=False)  # SQLite knows no German order
    motto = models.CharField(_("Motto"), max_length=160, blank=True)
    summary = models.CharField(_("What it does, in one sentence"), max_length=300, blank=True)
    types = models.JSONField(_("Type"), default=list, blank=True)
    reach = models.CharField(_("Reach"), max_length=20, choices=Reach, blank=True)
    status = models.CharField(_("Status"), max_length=20, choices=InitiativeStatus, blank=True)
    founded_year = models.PositiveSmallIntegerField(
        _("Founded in"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1800), MaxValueValidator(2100)],
    )

    # Region
    land = models.ForeignKey(
        "places.Land",
        verbose_name=_("Land"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    kreise = models.ManyToManyField(
        "places.Kreis", verbose_name=_("Kreise"), blank=True, related_name="+"
    )
    region_text = models.CharField(_("Region in words"), max_length=200, blank=True)
    seat_city = models.CharField(_("Seat"), max_length=80, blank=True)

    # Organisation
    legal_form = models.CharField(_("Legal form"), max_length=80, blank=True)
    lead_organisation = models.CharField(_("Lead organisation"), max_length=200, blank=True)
    office_host = models.CharField(_("Office is at"), max_length=200, blank=True)
    patronage = models.CharField(_("Patron"), max_length=200, blank=True)
    speaker_employer = models.CharField(_("Speaker, employer side"), max_length=120, blank=True)
    speaker_union = models.CharField(_("Speaker, union side"), max_length=120, blank=True)
    speakers_agreed = models.BooleanField(_("The named speakers agree to be shown"), default=False)
    members_count = models.PositiveIntegerField(_("Members"), null=True, blank=True)
    members_note = models.CharField(_("What counts as a member"), max_length=200, blank=True)
    members_as_of = models.DateField(_("Members counted on"), null=True, blank=True)
    company_share = models.PositiveSmallIntegerField(
        _("Share of companies in per cent"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    staff_class = models.CharField(_("Paid staff"), max_length=20, choices=StaffClass, blank=True)
    budget_class = models.CharField(_("Budget"), max_length=20, choices=BudgetClass, blank=True)
    financing = models.JSONField(_("Financing"), default=list, blank=True)
    #: Bench → number of organisations, or None where the number is unknown.
    benches = models.JSONField(_("Benches that take part"), default=dict, blank=True)
    #: List of {"name", "rhythm"}.
    bodies = models.JSONField(_("Bodies and how often they meet"), default=list, blank=True)

    # Work
    topics = models.JSONField(_("Topics"), default=list, blank=True)
    goals = models.TextField(_("Goals"), max_length=2000, blank=True)
    fields_of_action = models.TextField(_("Fields of action"), max_length=2000, blank=True)
    #: List of {"title", "status", "note"}.
    measures = models.JSONField(_("Measures"), default=list, blank=True)
    formats = models.JSONField(_("Formats"), default=list, blank=True)
    offers = models.JSONField(_("Offers"), default=list, blank=True)
    offers_note = models.CharField(_("Offers, in words"), max_length=300, blank=True)
    seeks = models.JSONField(_("Seeks"), default=list, blank=True)
    seeks_note = models.CharField(_("Seeks, in words"), max_length=300, blank=True)

    # Contact
    website = models.URLField(_("Website"), max_length=400, blank=True)
    contact_email = models.EmailField(_("E-mail address of the office"), blank=True)
    social_links = models.JSONField(_("Other pages of the initiative"), default=list, blank=True)

    # Where the entry comes from and how fresh it is
    source_note = models.TextField(_("Remark on the source"), blank=True)
    import_digest = models.CharField(max_length=64, blank=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)  # by its own people
    curated_at = models.DateTimeField(null=True, blank=True)  # corrected by the office
    last_confirmed_at = models.DateTimeField(null=True, blank=True)
    next_confirmation_due = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ("sort_key", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(company_share__isnull=True) | Q(company_share__lte=100),
                name="company_share_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="published_initiative_has_a_date",
            ),
        )
        indexes = (
            models.Index(fields=("state", "sort_key"), name="initiatives_by_name"),
            models.Index(fields=("state", "-last_confirmed_at"), name="initiatives_by_freshness"),
            models.Index(
                fields=("next_confirmation_due",),
                condition=Q(verified_at__isnull=False),
                name="initiatives_to_confirm",
            ),
        )

    def __str__(self) -> str:
        return self.short_name or self.name

    def clean(self) -> None:
        """Refuse codes that the vocabulary does not know."""
        unknown = {
            field: _("Please choose one of the options.")
            for field, vocabulary in VOCABULARIES.items()
            if set(getattr(self, field)) - set(vocabulary.values)
        }
        if unknown:
            raise ValidationError(unknown)

    @property
    def is_published(self) -> bool:
        return self.state == PublicationState.PUBLISHED

    @property
    def is_touched(self) -> bool:
        """Whether people stand behind the entry, so that an import leaves it alone."""
        stamps = (self.verified_at, self.edited_at, self.curated_at, self.last_confirmed_at)
        return any(stamps)

    @property
    def standing(self) -> Standing:
        """How far a reader may rely on the entry today."""
        return standing_of(
            confirmed=self.last_confirmed_at is not None,
            edited=self.edited_at is not None,
            due=self.next_confirmation_due,
            today=timezone.localdate(),
        )


def standing_of(*, confirmed: bool, edited: bool, due: date | None, today: date) -> Standing:
    """Return the standing of an entry; also used for list rows, which are no models."""
    if confirmed:
        return Standing.OVERDUE if due is not None and due < today else Standing.CONFIRMED
    return Standing.EDITED if edited else Standing.PUBLIC_SOURCES


class Facet(models.Model):
    """One value by which a published initiative is found: an index, never the truth."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="facets")
    kind = models.CharField(max_length=10, choices=FacetKind)
    code = models.CharField(max_length=30)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "code", "initiative"), name="one_facet_per_value"
            ),
        )

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.kind}={self.code}"


class InitiativeSource(models.Model):
    """Where facts of an entry come from; shown beside them."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="sources")
    url = models.URLField(max_length=600)
    what = models.CharField(max_length=200, blank=True)  # which facts; empty: all that is shown

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("initiative", "url"), name="one_source_per_address"),
        )

    def __str__(self) -> str:
        return self.url
