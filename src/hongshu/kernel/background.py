"""Background work, behind one module (procrastinate on the same PostgreSQL; docs/decisions/0007).

A job is a function of JSON values with a stable name. It is run at least once, so it must bear being run
again.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from typing import Any

from django.db import connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


def job(
    name: str, *, queue: str = "default", retries: int = 8, cron: str = ""
) -> Callable[[Callable[..., None]], Any]:
    """Declare a background job. With *cron* it also runs by itself, once over all workers."""

    def declare(function: Callable[..., None]) -> Any:
        @functools.wraps(function)
        def run(**arguments: Any) -> None:
            arguments.pop("timestamp", None)
            try:
                function(**arguments)
            finally:
                # Gives the thread's connection back to the pool.
                connections.close_all()

        retry = RetryStrategy(max_attempts=retries, exponential_wait=2)
        task: Any = app.task(name=name, queue=queue, retry=retry)(run)
        if cron:
            app.periodic(cron=cron, periodic_id=name)(task)
        return task

    return declare


def defer(task: Any, **arguments: Any) -> None:
    """Queue a job: it becomes due when the current transaction commits."""
    task.defer(**arguments)


def defer_many(task: Any, arguments: list[dict[str, Any]]) -> None:
    """Queue a job once for each set of arguments, in one statement."""
    task.batch_defer(*arguments)


def run_worker(*, concurrency: int = 4, beside: list[Callable[[asyncio.Event], Any]] | None = None) -> None:
    """Work until SIGINT or SIGTERM. *beside* are coroutines that run in the same process (the relay)."""
    asyncio.run(_work(concurrency, beside or []))


async def _work(concurrency: int, beside: list[Callable[[asyncio.Event], Any]]) -> None:
    ended = asyncio.Event()
    companions = [asyncio.create_task(start(ended)) for start in beside]
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined, unused-ignore]
    try:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                concurrency=concurrency,
                install_signal_handlers=True,
                delete_jobs="successful",
                shutdown_graceful_timeout=15,
                fetch_job_polling_interval=1.0,
            )
    finally:
        ended.set()
        await asyncio.gather(*companions, return_exceptions=True)
