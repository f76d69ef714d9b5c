import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

import hongshu.kernel.ids.field
import hongshu.kernel.ids.generator


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="MediaPicture",
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
                ("owner_id", models.BigIntegerField()),
                ("stem", models.CharField(db_collation="C", max_length=40)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                (
                    "widths",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), size=None
                    ),
                ),
                ("thumbhash", models.CharField(max_length=48)),
                ("color", models.CharField(max_length=7)),
                (
                    "state",
                    models.CharField(
                        choices=[("storing", "Storing"), ("ready", "Ready"), ("removing", "Removing")],
                        default="storing",
                        max_length=10,
                    ),
                ),
                ("attached_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "media_picture",
                "indexes": [
                    models.Index(fields=["stem"], name="media_picture_stem"),
                    models.Index(
                        condition=models.Q(("attached_at__isnull", True)),
                        fields=["created_at"],
                        name="media_picture_unattached",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("owner_id", "stem"), name="media_picture_one_row_a_stem"),
                    models.CheckConstraint(
                        condition=models.Q(("stem__regex", "^[0-9a-f]{2}/[0-9a-f]{32}$")),
                        name="media_picture_stem_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("height__gte", 1),
                            ("width__gte", 1),
                            ("widths__len__gte", 1),
                            ("widths__len__lte", 3),
                        ),
                        name="media_picture_has_size",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("color__regex", "^#[0-9a-f]{6}$")),
                        name="media_picture_color_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["storing", "ready", "removing"])),
                        name="media_picture_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("attached_at__isnull", True), ("state", "ready"), _connector="OR"
                        ),
                        name="media_picture_attached_is_ready",
                    ),
                ],
            },
        ),
    ]
