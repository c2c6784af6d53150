"""Full-text indexes: a virtual table on SQLite, an expression index on PostgreSQL."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

VECTOR = (
    "(setweight(to_tsvector('simple', title_stems), 'A')"
    " || setweight(to_tsvector('simple', body_stems), 'C'))"
)


def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE VIRTUAL TABLE search_fts USING fts5(title_stems, body_stems, tokenize='unicode61')"
        )
    else:
        schema_editor.execute(f"CREATE INDEX search_entry_fts ON search_entry USING gin ({VECTOR})")


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_fts")
    else:
        schema_editor.execute("DROP INDEX search_entry_fts")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
