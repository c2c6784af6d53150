from __future__ import annotations

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Case, Q, Value, When

URGENCIES = [
    ("at_once", "At once by e-mail"),
    ("digest", "In the summary"),
    ("app", "Only here on the hub"),
]


RHYTHMS = [
    ("daily", "Once a day"),
    ("weekly", "Once a week, on Mondays"),
    ("at_once", "No summary: each piece of news at once, in an e-mail of its own"),
    ("never", "Never: I look here on the hub"),
]


def keep_choices(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Whoever wanted no e-mails of a kind gets none; whoever wanted them has them in the summary."""
    apps.get_model("notify", "Preference").objects.update(
        urgency=Case(When(by_email=True, then=Value("digest")), default=Value("app"))
    )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("notify", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("made", "Made"), ("failed", "Failed")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=Q(("state", "waiting")),
                        fields=["due_at"],
                        name="digest_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "day"), name="one_digest_per_day"),
                    models.UniqueConstraint(
                        condition=Q(("state", "waiting")),
                        fields=("person",),
                        name="one_waiting_digest",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DigestSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(choices=RHYTHMS, default="daily", max_length=10),
                ),
                ("hour", models.PositiveSmallIntegerField(default=7)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(("hour__lte", 23)), name="hour_of_the_day")
                ],
            },
        ),
        migrations.AddField(
            model_name="notification",
            name="digest",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="notes",
                to="notify.digest",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=Q(("digest__isnull", False)), fields=["digest"], name="note_in_digest"
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="urgency",
            field=models.CharField(choices=URGENCIES, default="app", max_length=10),
            preserve_default=False,
        ),
        migrations.RunPython(keep_choices, migrations.RunPython.noop),
        migrations.RemoveField(model_name="preference", name="by_email"),
    ]
