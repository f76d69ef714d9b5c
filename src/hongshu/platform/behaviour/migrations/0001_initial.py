import django.db.models.functions.datetime
from django.db import migrations, models

import hongshu.kernel.ids.field
import hongshu.kernel.ids.generator
from hongshu.kernel import clock

# Django cannot say PARTITION BY, so the table is made by SQL, and its state is told beside it.
# The primary key is `id` alone, which is also what the table is partitioned by: so it can be unique.
CREATE = """
CREATE TABLE behaviour_event (
    id bigint NOT NULL PRIMARY KEY,
    actor_id bigint NOT NULL,
    kind varchar(20) NOT NULL,
    surface varchar(20) NOT NULL,
    entity_kind varchar(10) NOT NULL,
    entity_id bigint NOT NULL,
    position smallint NOT NULL,
    source varchar(255) NOT NULL,
    propensity double precision NOT NULL,
    subject_kind varchar(10) NOT NULL,
    subject_id bigint NULL,
    request_id varchar(255) NOT NULL,
    model_version varchar(255) NOT NULL,
    arms varchar(255) NOT NULL,
    ref_id bigint NULL,
    offset_ms integer NOT NULL,
    visible_ms integer NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT behaviour_event_in_range CHECK (position >= -1 AND offset_ms >= 0 AND visible_ms >= 0),
    CONSTRAINT behaviour_event_propensity CHECK (propensity >= 0 AND propensity <= 1)
) PARTITION BY RANGE (id);
CREATE INDEX behaviour_event_actions ON behaviour_event (actor_id, id) WHERE NOT (kind = 'impression');
CREATE TABLE behaviour_event_default PARTITION OF behaviour_event DEFAULT;
"""


def make_partitions(apps, schema_editor):
    """The partitions of these months; the daily job makes the later ones."""
    from hongshu.platform.behaviour.services import make_partitions as make

    make(clock.now())


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(CREATE, reverse_sql="DROP TABLE behaviour_event"),
            ],
            state_operations=[
                migrations.CreateModel(
                    name="EventRow",
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
                        ("actor_id", models.BigIntegerField()),
                        ("kind", models.CharField(max_length=20)),
                        ("surface", models.CharField(max_length=20)),
                        ("entity_kind", models.CharField(max_length=10)),
                        ("entity_id", models.BigIntegerField()),
                        ("position", models.SmallIntegerField()),
                        ("source", models.CharField(max_length=255)),
                        ("propensity", models.FloatField()),
                        ("subject_kind", models.CharField(max_length=10)),
                        ("subject_id", models.BigIntegerField(null=True)),
                        ("request_id", models.CharField(max_length=255)),
                        ("model_version", models.CharField(max_length=255)),
                        ("arms", models.CharField(max_length=255)),
                        ("ref_id", models.BigIntegerField(null=True)),
                        ("offset_ms", models.IntegerField()),
                        ("visible_ms", models.IntegerField()),
                        ("occurred_at", models.DateTimeField()),
                        (
                            "received_at",
                            models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                        ),
                    ],
                    options={
                        "db_table": "behaviour_event",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("offset_ms__gte", 0), ("position__gte", -1), ("visible_ms__gte", 0)
                                ),
                                name="behaviour_event_in_range",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("propensity__gte", 0), ("propensity__lte", 1)),
                                name="behaviour_event_propensity",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                fields=["actor_id", "id"],
                                name="behaviour_event_actions",
                                condition=models.Q(("kind", "impression"), _negated=True),
                            ),
                        ],
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name="RefusalCount",
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
                ("day", models.DateField()),
                ("reason", models.CharField(max_length=20)),
                ("count", models.BigIntegerField()),
            ],
            options={
                "db_table": "behaviour_refusal_count",
                "constraints": [
                    models.UniqueConstraint(fields=("day", "reason"), name="behaviour_one_count_a_reason"),
                ],
            },
        ),
        migrations.RunPython(make_partitions, migrations.RunPython.noop),
    ]
