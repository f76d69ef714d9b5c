import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

import hongshu.kernel.ids.field
import hongshu.kernel.ids.generator


class Migration(migrations.Migration):
    dependencies = [
        ("notes", "0005_channels"),
    ]

    operations = [
        migrations.CreateModel(
            name="EditDraftRow",
            fields=[
                (
                    "id",
                    hongshu.kernel.ids.field.IdField(
                        default=hongshu.kernel.ids.generator.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("author_id", models.BigIntegerField()),
                ("note_id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("serial", models.BigIntegerField(default=0)),
                ("content", models.JSONField()),
                (
                    "picture_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("saved_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "notes_edit_draft",
                "constraints": [
                    models.UniqueConstraint(fields=("author_id", "note_id"), name="notes_edit_draft_once")
                ],
            },
        ),
    ]
