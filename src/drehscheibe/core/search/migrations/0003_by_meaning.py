"""Texts instead of stems; the full-text indexes of the databases go."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import drehscheibe.core.search.models


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE IF EXISTS search_fts")
    else:
        schema_editor.execute("DROP INDEX IF EXISTS search_entry_fts")


def number(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Entry = apps.get_model("search", "Entry")
    entries = list(Entry.objects.only("pk"))
    for entry in entries:
        entry.version = drehscheibe.core.search.models.make_version()
    Entry.objects.bulk_update(entries, ["version"], batch_size=500)


VERSION = models.BigIntegerField(
    default=drehscheibe.core.search.models.make_version, editable=False
)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_full_text")]

    operations = [
        migrations.RunPython(drop, migrations.RunPython.noop),
        migrations.RemoveField(model_name="entry", name="title_stems"),
        # Stems are found too, until the rooms announce their texts again (`drehscheibe search rebuild`).
        migrations.RenameField(model_name="entry", old_name="body_stems", new_name="body"),
        migrations.AlterField(model_name="entry", name="body", field=models.TextField(blank=True)),
        migrations.AddField(
            model_name="entry",
            name="topics",
            field=models.CharField(blank=True, default="", max_length=400),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="entry",
            name="lands",
            field=models.CharField(blank=True, default="", max_length=100),
            preserve_default=False,
        ),
        migrations.AddField(model_name="entry", name="version", field=VERSION),
        migrations.RunPython(number, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["language", "version"], name="search_by_version"),
        ),
    ]
