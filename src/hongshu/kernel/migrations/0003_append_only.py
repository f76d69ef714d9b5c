"""A trigger function for tables whose rows are never changed: ledgers and movements.

A package attaches it in a migration of its own: ``append_only_trigger(table)``.
"""

from django.db import migrations

_CREATE = """
CREATE FUNCTION hongshu_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_shared_cache")]

    operations = [migrations.RunSQL(_CREATE, reverse_sql="DROP FUNCTION hongshu_refuse_change()")]
