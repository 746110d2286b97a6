from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from search import word_table


def create(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    word_table.create_vocabulary(schema_editor)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    word_table.drop_vocabulary(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("search", "0004_searched_text")]
    operations = [migrations.RunPython(create, drop)]
