"""Bringing the tables of a database up to this version."""

from __future__ import annotations

from collections.abc import Callable

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hongshu.surfaces.cli.refusals import Refused

# Any number will do, as long as nothing else locks it: servers that start together migrate one after another.
_ONE_AT_A_TIME = 7_203_101


def prepare_database(*, say: Callable[[str], object]) -> None:
    """Apply what is missing. Idempotent. Refuses a database that a newer version has migrated."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
        try:
            _prepare(say)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_AT_A_TIME])


def _prepare(say: Callable[[str], object]) -> None:
    executor = MigrationExecutor(connection)
    loader = executor.loader
    installed = {configuration.label for configuration in apps.get_app_configs()}
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known.update(migration.replaces)
    unknown = sorted(key for key in loader.applied_migrations if key[0] in installed and key not in known)
    if unknown:
        raise Refused(
            f"The database was changed by a newer version of Hongshu ({'.'.join(unknown[0])}): "
            "start that version."
        )
    missing = executor.migration_plan(loader.graph.leaf_nodes())
    if missing:
        say(f"preparing the database ({len(missing)} steps)")
        call_command("migrate", interactive=False, verbosity=0)
    # Only now are the models ready to be imported.
    from hongshu.store.customs.services import fill_empty_tables

    # Rates that an operator has brought stay; what is empty begins with the tables of this version.
    fill_empty_tables()
