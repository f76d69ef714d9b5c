"""Fail when a model has changed and its migration is missing. No database is asked."""

from __future__ import annotations

import os
import sys
import tempfile


def main() -> int:
    """Run Django's own check on settings that name no server."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "hongshu.config.django_settings"
    os.environ["DATABASE_URL"] = "postgresql://nobody@/nothing?host=/nonexistent"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HONGSHU_DATA"] = folder
        import django

        django.setup()
        from django.core.management import call_command
        from django.db.migrations.loader import MigrationLoader

        # Whether the history of a database is consistent cannot be told without one, and is not asked here.
        MigrationLoader.check_consistent_history = lambda *_: None  # type: ignore[method-assign]
        try:
            call_command("makemigrations", check=True, dry_run=True, verbosity=1)
        except SystemExit as end:
            return int(end.code or 0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
