import django.db.models.functions.datetime
from django.db import migrations, models

import hongshu.kernel.ids.field
import hongshu.kernel.ids.generator


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="IdempotencyRecord",
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
                ("key", models.CharField(max_length=80)),
                ("fingerprint", models.BinaryField()),
                ("outcome", models.JSONField(null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "kernel_idempotency_record",
                "indexes": [models.Index(fields=["created_at"], name="kernel_idempotency_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("owner_id", "key"), name="kernel_one_answer_a_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="NodeLease",
            fields=[
                ("node", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("reserved_until_ms", models.BigIntegerField()),
            ],
            options={
                "db_table": "kernel_node_lease",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("node__gte", 0), ("node__lt", 1024)), name="kernel_node_in_range"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxEvent",
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
                ("kind", models.CharField(max_length=80)),
                ("payload", models.JSONField()),
                ("occurred_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("delivered_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "kernel_outbox_event",
                "indexes": [
                    models.Index(
                        condition=models.Q(("delivered_at__isnull", True)),
                        fields=["id"],
                        name="kernel_outbox_undelivered",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProcessedEvent",
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
                ("event_id", models.BigIntegerField()),
                ("subscriber", models.CharField(max_length=80)),
                ("processed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "kernel_processed_event",
                "constraints": [
                    models.UniqueConstraint(fields=("event_id", "subscriber"), name="kernel_processed_once")
                ],
            },
        ),
    ]
