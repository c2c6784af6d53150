from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Land(models.Model):
    """One of the sixteen Länder."""

    code = models.CharField(max_length=2, primary_key=True)  # "NW"
    key = models.CharField(max_length=2, unique=True)  # first two digits of every Kreis key: "05"
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name_en if (get_language() or "de").startswith("en") else self.name


class Kreis(models.Model):
    """A district (Kreis or kreisfreie Stadt), by its official five-digit key (AGS)."""

    ags5 = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)  # official designation: "Landkreis", "Kreisfreie Stadt"
    land = models.ForeignKey(Land, on_delete=models.PROTECT, related_name="kreise")
    nuts3 = models.CharField(max_length=5)
    longitude = models.FloatField()  # degrees, WGS 84
    latitude = models.FloatField()
    neighbours = models.ManyToManyField("self", symmetrical=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)  # set when a reform dissolves the Kreis
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.label

    @property
    def is_city(self) -> bool:
        """Whether this is a town that is a district by itself."""
        return self.kind in {"Kreisfreie Stadt", "Stadtkreis"}

    @property
    def label(self) -> str:
        """Name as people say it: "Flensburg", "Landkreis Gifhorn", "Region Hannover".

        Official names carry titles after a comma ("Kiel, Landeshauptstadt"); a town and the
        district around it often share the rest.
        """
        plain = self.name.split(",")[0].strip()
        speaks_for_itself = "kreis" in plain.lower() or plain.startswith(("Region", "Städteregion"))
        return plain if self.is_city or speaks_for_itself else f"{self.kind} {plain}"


class FigureSource(models.Model):
    """Where a series of figures comes from; printed wherever the figures are."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    attribution = models.CharField(max_length=400)
    licence = models.CharField(max_length=60)
    licence_url = models.URLField(blank=True)
    url = models.URLField(blank=True)
    changes = models.CharField(max_length=300, blank=True)
    imported_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name


class Indicator(models.TextChoices):
    POPULATION = "population", _("Population")
    AREA_KM2 = "area_km2", _("Area in km²")
    MANUFACTURING_EMPLOYEES = "manufacturing_employees", _("Employees in manufacturing")
    EMPLOYEES_TOTAL = "employees_total", _("Employees in all sectors")


class Figure(models.Model):
    """One value of one indicator for one Kreis at one date."""

    kreis = models.ForeignKey(Kreis, on_delete=models.CASCADE, related_name="figures")
    indicator = models.CharField(max_length=40, choices=Indicator)
    value = models.DecimalField(
        max_digits=14, decimal_places=2, null=True
    )  # None: kept secret at the source
    reference_date = models.DateField()
    source = models.ForeignKey(FigureSource, on_delete=models.PROTECT, related_name="figures")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kreis", "indicator", "reference_date"),
                name="one_figure_per_kreis_and_date",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kreis_id} {self.indicator} {self.reference_date}: {self.value}"


class BoundaryFile(models.Model):
    """A file of boundaries that an operator imported; named wherever its lines are drawn."""

    level = models.CharField(max_length=20)  # "kreise" (Länder are made from them) or "laender"
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    attribution = models.CharField(max_length=300)
    attribution_url = models.URLField(blank=True)
    licence = models.CharField(max_length=60)
    licence_url = models.URLField(blank=True)
    imported_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.file_name}: {self.attribution}"


class Boundary(models.Model):
    """The outline of one Kreis or one Land, simplified with borders shared by both sides.

    Numbers are units of 200 m on EPSG:25832, see ``geo.shapes``.
    """

    file = models.ForeignKey(BoundaryFile, on_delete=models.CASCADE, related_name="boundaries")
    kreis = models.OneToOneField(
        Kreis, on_delete=models.CASCADE, null=True, blank=True, related_name="boundary"
    )
    land = models.OneToOneField(
        Land, on_delete=models.CASCADE, null=True, blank=True, related_name="boundary"
    )
    path = models.TextField()
    label_x = models.IntegerField()
    label_y = models.IntegerField()
    left = models.IntegerField()
    top = models.IntegerField()
    right = models.IntegerField()
    bottom = models.IntegerField()

    class Meta:
        verbose_name_plural = "boundaries"
        constraints = (
            models.CheckConstraint(
                name="boundary_of_one_kreis_or_one_land",
                condition=models.Q(kreis=None, land__isnull=False)
                | models.Q(kreis__isnull=False, land=None),
            ),
        )

    def __str__(self) -> str:
        return f"boundary of {self.kreis_id or self.land_id}"
