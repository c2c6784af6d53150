import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

BATCH = 500


def count_stays(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Begin the account book with what is there; see services.answer_times for what counts."""
    hand_overs = apps.get_model("exchange", "HandOver")
    tallies = apps.get_model("exchange", "StayTally")
    public = hand_overs.objects.filter(signal__published_at__isnull=False).select_related("signal")
    waiting = public.filter(ended_at__isnull=True, signal__state__in=["handed_over", "in_review"])
    answered = public.filter(ended_at__isnull=False, outcome="answered")
    stays, rows = [], []
    for stay in [*waiting.iterator(), *answered.iterator()]:
        ended = stay.ended_at
        day = timezone.localdate(ended or stay.handed_over_at)
        due_on = None if ended else stay.signal.due_on
        in_time = int(ended is not None and day <= stay.due_on)
        took = round((ended - stay.handed_over_at).total_seconds()) if ended else 0
        kind = "answered" if ended else "waiting"
        due = due_on.isoformat() if due_on else None
        stay.counted_as = [stay.desk_id, kind, day.isoformat(), due, in_time, took]
        stays.append(stay)
        rows.append(
            tallies(
                desk_id=stay.desk_id,
                kind=kind,
                day=day,
                due_on=due_on,
                number=1,
                in_time=in_time,
                took_s=took,
            )
        )
    hand_overs.objects.bulk_update(stays, ["counted_as"], batch_size=BATCH)
    tallies.objects.bulk_create(rows, batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0010_reminders_and_hiding"),
        ("organisations", "0003_organisations_end"),
    ]

    operations = [
        migrations.AddField(
            model_name="handover",
            name="counted_as",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="StayTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("answered", "Answered")], max_length=10
                    ),
                ),
                ("day", models.DateField()),
                ("due_on", models.DateField(null=True)),
                ("number", models.IntegerField()),
                ("in_time", models.IntegerField(default=0)),
                ("took_s", models.BigIntegerField(default=0)),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=[
                            "kind",
                            "desk",
                            "day",
                            "due_on",
                            "number",
                            "in_time",
                            "took_s",
                        ],
                        name="stay_tallies_by_desk",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)),
                fields=["state", "is_example", "due_on"],
                name="signals_public_states",
            ),
        ),
        migrations.RunPython(count_stays, migrations.RunPython.noop),
    ]
