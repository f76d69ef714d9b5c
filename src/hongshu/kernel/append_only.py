"""Tables whose rows are written once: the database itself refuses to change or delete one."""

from __future__ import annotations

from django.db import migrations


def append_only_trigger(table: str) -> migrations.RunSQL:
    """The migration step that makes *table* append-only; it needs ``kernel.0003_append_only``.

    TRUNCATE stays possible, because only the owner of the database can do that, and tests need it.
    """
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION hongshu_refuse_change()",
        reverse_sql=f"DROP TRIGGER {table}_append_only ON {table}",
    )
