"""Running functions at the same time, each with a database connection of its own, and watching them wait."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from urllib.parse import quote, urlencode

from django.db import connection, connections
from tests.concurrency.programs import PATIENCE_S, await_true


class Running:
    """A function in a thread; its result, or what it raised."""

    def __init__(self, function: Callable[[], object]) -> None:
        self._function = function
        self.result: object = None
        self.error: Exception | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.result = self._function()
        except Exception as error:
            self.error = error
        finally:
            connections.close_all()

    def outcome(self) -> object:
        """Wait for the end; the result, or the class of what it raised."""
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive(), f"{self._function} does not end"
        return type(self.error) if self.error is not None else self.result


def together(functions: Sequence[Callable[[], object]]) -> list[object]:
    """The outcomes of *functions* that all begin at the same moment."""
    start = threading.Barrier(len(functions))

    def begin(function: Callable[[], object]) -> object:
        connection.ensure_connection()
        start.wait(PATIENCE_S)
        return function()

    running = [Running(lambda function=function: begin(function)) for function in functions]  # type: ignore[misc]
    return [each.outcome() for each in running]


def await_waiting(count: int = 1) -> None:
    """Wait until *count* connections to this database wait for a lock of another."""
    await_true(lambda: _waiting() == count, f"{count} connections wait for a lock")


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


def database_url() -> str:
    """The address of the test database, for programs beside the test."""
    parts = connection.settings_dict
    asked = {key: value for key, value in (("host", parts["HOST"]), ("port", str(parts["PORT"]))) if value}
    password = f":{quote(parts['PASSWORD'], safe='')}" if parts["PASSWORD"] else ""
    return f"postgresql://{quote(parts['USER'])}{password}@/{quote(parts['NAME'])}?{urlencode(asked)}"


# What a program does first: the same settings as this test, and its database.
DJANGO = f"""
    import os, sys, warnings
    warnings.resetwarnings()
    os.environ.update(
        DATABASE_URL=sys.argv[1], HONGSHU_DATA={os.environ["HONGSHU_DATA"]!r}, MEDIA_STORE=sys.argv[2],
        DJANGO_SETTINGS_MODULE="hongshu.config.django_settings",
    )
    import django
    django.setup()
"""
