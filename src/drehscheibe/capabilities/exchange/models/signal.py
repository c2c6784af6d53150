from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange.choices.signal import (
    Rejection,
    Scope,
    SignalState,
    Visibility,
)
from drehscheibe.capabilities.exchange.machine.signal import (
    CLOCK_STATES,
    FINAL_STATES,
    UNSENT_STATES,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import Level
from drehscheibe.core.text.topics import Topic


class SignalQuerySet(models.QuerySet["Signal"]):
    def public(self) -> SignalQuerySet:
        """Keep what everybody may read."""
        return self.filter(published_at__isnull=False)

    def readable_by(self, actor: Actor) -> SignalQuerySet:
        """Keep what has been opened to the actor: to everybody, or to those with a mandate."""
        return self.open_to(sees_network=actor.mandate_id is not None)

    def open_to(self, *, sees_network: bool) -> SignalQuerySet:
        """Keep what is public, and for the network also what is open to it."""
        if not sees_network:
            return self.public()
        return self.filter(Q(published_at__isnull=False) | Q(shared_at__isnull=False))

    def sent(self) -> SignalQuerySet:
        """Keep what has left the authors: neither a draft nor waiting for a second key."""
        return self.exclude(state__in=UNSENT_STATES)

    def overdue_at(self, today: date) -> SignalQuerySet:
        """Keep what somebody owes since before today."""
        return self.filter(state__in=CLOCK_STATES, due_on__lt=today)


class Signal(models.Model):
    """A concern that a region brings to those who can change something.

    From the first keystroke it is a row here; from its first sending it is also an item on the
    trace, with a public id. State, owner and due date stand here, where they are filtered, and
    are repeated in the item; ``services.way`` writes both and nothing else does.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.OneToOneField(
        "trace.Item", on_delete=models.PROTECT, null=True, blank=True, related_name="signal"
    )
    is_example = models.BooleanField(default=False)

    # Where it stands
    state = models.CharField(max_length=30, choices=SignalState, default=SignalState.DRAFT)
    owner = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    due_on = models.DateField(null=True, blank=True)
    reminded_for = models.DateField(null=True, blank=True)  # the missed date that was told last
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    sent_at = models.DateTimeField(null=True, blank=True)  # first arrival at the office
    published_at = models.DateTimeField(null=True, blank=True)  # since when everybody may read it
    shared_at = models.DateTimeField(null=True, blank=True)  # since when mandate holders may
    visibility = models.CharField(
        max_length=20, choices=Visibility, blank=True
    )  # what the authors chose; empty in a draft

    # What is raised, in the authors' own words; never changed once it is sent
    title = models.CharField(_("The concern in one sentence"), max_length=120, blank=True)
    what_happens = models.TextField(_("What happens"), max_length=3000, blank=True)
    since = models.CharField(_("Since when"), max_length=100, blank=True)
    since_month = models.CharField(max_length=7, blank=True)  # "2024-03" or "2024", found in since
    affected = models.TextField(_("Whom it affects"), max_length=1000, blank=True)
    affected_companies = models.PositiveIntegerField(
        _("Number of companies"), null=True, blank=True
    )
    affected_employees = models.PositiveIntegerField(
        _("Number of employees"), null=True, blank=True
    )
    legal_norm = models.CharField(_("Law or rule"), max_length=200, blank=True)
    wish = models.TextField(_("What should change"), max_length=2000, blank=True)
    topic = models.CharField(_("Topic"), max_length=30, choices=Topic, blank=True)
    level = models.CharField(_("Who should act"), max_length=20, choices=Level, blank=True)
    scope = models.CharField(_("Region"), max_length=20, choices=Scope, blank=True)
    laender = models.ManyToManyField(
        "places.Land", verbose_name=_("Länder"), blank=True, related_name="+"
    )  # with the Länder of all Kreise
    kreise = models.ManyToManyField(
        "places.Kreis", verbose_name=_("Kreise"), blank=True, related_name="+"
    )
    region_text = models.CharField(_("Region in words"), max_length=120, blank=True)
    #: What was typed into a draft and is not valid yet, by field; empty once it is sent.
    unfinished = models.JSONField(default=dict, blank=True)
    taken_up_from = models.ForeignKey(
        "trace.Item", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    # Who raised it: an organisation by mandate, or somebody in public
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    mandate = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the second key
    release_note = models.TextField(blank=True)  # why the second person has not agreed yet
    raised_in_public_by = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=600, blank=True)
    #: What somebody handles here stands before what was only found in public; for the register's order.
    register_rank = models.GeneratedField(
        expression=Case(When(state=SignalState.RECORDED, then=Value(1)), default=Value(0)),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    import_key = models.CharField(max_length=120, unique=True, null=True, blank=True)

    # What the office adds
    summary = models.TextField(_("In short"), max_length=600, blank=True)
    rejection = models.CharField(max_length=20, choices=Rejection, blank=True)
    rejection_note = models.TextField(blank=True)

    objects = SignalQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="draft") | Q(item__isnull=False), name="sent_signal_is_an_item"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(FINAL_STATES))
                | Q(owner__isnull=False, due_on__isnull=False),
                name="open_signal_has_owner_and_clock",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, mandate__isnull=False)
                | ~Q(raised_in_public_by=""),
                name="signal_is_raised_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(visibility="public"),
                name="only_public_signals_are_published",
            ),
            models.CheckConstraint(
                condition=Q(shared_at__isnull=True) | Q(visibility__in=["network", "public"]),
                name="only_opened_signals_are_shared",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(rejection=""),
                name="rejected_signal_has_a_reason",
            ),
        )
        indexes = (
            models.Index(fields=("state", "due_on"), name="signals_by_state"),
            # What is due first, of whichever states.
            models.Index(fields=("due_on", "id", "state", "published_at"), name="signals_by_due"),
            models.Index(fields=("owner", "due_on"), name="signals_by_owner"),
            models.Index(fields=("organisation", "-changed_at"), name="signals_by_organisation"),
            # The register in its order, with what its filters ask for: a page reads rows of this index
            # only, whatever is chosen.
            models.Index(
                F("register_rank"),
                F("published_at").desc(),
                F("id").desc(),
                F("state"),
                F("topic"),
                F("level"),
                condition=Q(published_at__isnull=False),
                name="signals_register",
            ),
            models.Index(
                F("published_at").desc(),
                condition=Q(published_at__isnull=False),
                name="signals_published",
            ),
            # How many rest in each state, and for how many somebody is late: counted in this index alone.
            models.Index(
                fields=("state", "is_example", "due_on"),
                condition=Q(published_at__isnull=False),
                name="signals_public_states",
            ),
            models.Index(
                F("shared_at").desc(),
                condition=Q(shared_at__isnull=False),
                name="signals_shared",
            ),
        )

    def __str__(self) -> str:
        return f"{self.public_id or self.uuid} {self.title}"

    @property
    def public_id(self) -> str:
        """The speakable id, once the concern was sent."""
        return self.item.public_id if self.item else ""

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    @property
    def is_open(self) -> bool:
        """Whether more people may read it than those who handle it."""
        return self.published_at is not None or self.shared_at is not None

    @property
    def is_final(self) -> bool:
        return self.state in FINAL_STATES

    def is_overdue(self, today: date) -> bool:
        """Whether somebody owes an answer since before today."""
        return self.state in CLOCK_STATES and self.due_on is not None and self.due_on < today
