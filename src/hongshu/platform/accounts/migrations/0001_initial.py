import django.db.models.functions.datetime
from django.db import migrations, models

import hongshu.kernel.ids.field
import hongshu.kernel.ids.generator


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="LoginClaim",
            fields=[
                (
                    "value",
                    models.CharField(db_collation="C", max_length=254, primary_key=True, serialize=False),
                ),
                ("user_id", models.BigIntegerField()),
                ("is_verified", models.BooleanField(default=False)),
                ("claimed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "accounts_login_claim",
                "indexes": [models.Index(fields=["user_id"], name="accounts_claims_of_user")],
            },
        ),
        migrations.CreateModel(
            name="PersonalFactRow",
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
                ("user_id", models.BigIntegerField()),
                ("key", models.CharField(max_length=20)),
                ("value", models.CharField(max_length=40)),
                (
                    "visibility",
                    models.CharField(choices=[("public", "PUBLIC"), ("private", "PRIVATE")], max_length=10),
                ),
                ("consented_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "accounts_personal_fact",
                "constraints": [
                    models.UniqueConstraint(fields=("user_id", "key"), name="accounts_one_fact_a_key"),
                    models.CheckConstraint(
                        condition=models.Q(("key__in", ("gender", "birth_year", "city", "skin_type"))),
                        name="accounts_fact_key_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleGrant",
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
                ("user_id", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("admin", "ADMIN"),
                            ("buyer", "BUYER"),
                            ("inspector", "INSPECTOR"),
                            ("warehouse", "WAREHOUSE"),
                            ("service", "SERVICE"),
                            ("moderator", "MODERATOR"),
                            ("analyst", "ANALYST"),
                        ],
                        max_length=20,
                    ),
                ),
                ("granted_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "accounts_role_grant",
                "constraints": [
                    models.UniqueConstraint(fields=("user_id", "role"), name="accounts_one_grant_a_role"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "admin",
                                    "buyer",
                                    "inspector",
                                    "warehouse",
                                    "service",
                                    "moderator",
                                    "analyst",
                                ],
                            )
                        ),
                        name="accounts_role_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "id",
                    hongshu.kernel.ids.field.IdField(
                        default=None, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("login", models.CharField(max_length=40)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("is_active", models.BooleanField(default=True)),
                ("is_staff", models.BooleanField(default=False)),
                ("joined_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "db_table": "accounts_user",
                "indexes": [models.Index(fields=["email"], name="accounts_user_email")],
            },
        ),
    ]
