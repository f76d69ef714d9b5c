"""``hongshu doctor``, ``manage`` and, hidden, ``prepare``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from hongshu import __version__
from hongshu.kernel.private_database.errors import PrivateDatabaseError
from hongshu.kernel.settings import Settings
from hongshu.surfaces.cli.opening import opened, read_settings, start_django, with_data_folder
from hongshu.surfaces.cli.refusals import Refused

_LITTLE_SPACE_BYTES = 500 * 1024 * 1024


@click.command(hidden=True)
@click.option("--demo", "wants_demo", is_flag=True, help="Also begin the demo world.")
def prepare(wants_demo: bool) -> None:
    """Bring the tables of DATABASE_URL up to date; ``serve`` runs this before anything else."""
    from hongshu.surfaces.cli.preparing import prepare_database

    start_django(read_settings().database_url)
    prepare_database(say=click.echo)
    if wants_demo:
        from hongshu.surfaces.cli.demo import fill

        fill(first_part_only=True)


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def manage(words: tuple[str, ...]) -> None:
    """Run one of Django's own commands, such as ``manage shell`` or ``manage changepassword``."""
    from django.core.management import execute_from_command_line

    # Migrations are made by developers, with models that the tables do not know yet.
    with opened(prepared=False):
        execute_from_command_line(["hongshu manage", *words])


@click.command()
@with_data_folder
def doctor() -> int:
    """Tell what is configured, and whether it answers. Ends with 1 if something does not."""
    settings = read_settings()
    is_well = True
    click.echo(f"Hongshu {__version__}, Python {sys.version.split()[0]}")
    for name, check in _checks(settings):
        try:
            said, answers = check(), True
        except (Refused, PrivateDatabaseError, OSError) as problem:
            said, answers = str(problem), False
        is_well = is_well and answers
        click.echo(f"{'ok  ' if answers else 'FAIL'}  {name:12} {said}")
    return 0 if is_well else 1


def _checks(settings: Settings) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "data folder", lambda: _data_folder(settings.data_folder)
    yield "database", lambda: _database(settings)
    yield "media", lambda: _media(settings.media_folder)
    yield "messages", _messages
    yield "mail", lambda: _mail(settings)
    yield "web", lambda: _answers(settings.port, "/readyz")
    yield "live counts", lambda: _answers(settings.events_port, "/healthz")
    yield "customs", lambda: _customs(settings)
    yield "payments", lambda: _payments(settings)


def _data_folder(folder: Path) -> str:
    if not folder.exists():
        return f"{folder} (not there yet: the first start makes it)"
    free = shutil.disk_usage(folder).free
    if free < _LITTLE_SPACE_BYTES:
        raise Refused(f"{folder} has only {free // 2**20} MiB left: free some space")
    return f"{folder}, {free // 2**30} GiB free"


def _database(settings: Settings) -> str:
    kind = "private PostgreSQL" if settings.has_private_database else "DATABASE_URL"
    if settings.has_private_database and not (settings.data_folder / "postgresql").exists():
        return f"{kind} (not there yet: the first start makes it)"
    with opened(prepared=False):
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            version = cursor.fetchone()[0]
        state = f"{len(missing)} migrations to apply at the next start" if missing else "up to date"
    return f"{kind} {version}, {state}"


def _media(folder: Path) -> str:
    if not folder.exists():
        return f"{folder} (not there yet: the first picture makes it)"
    probe = folder / ".doctor"
    probe.write_bytes(b"")
    probe.unlink()
    return f"{folder}, writable"


def _messages() -> str:
    catalogue = Path(__file__).resolve().parents[2] / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo"
    if not catalogue.exists():
        raise Refused("the Chinese messages are not compiled: python tools/messages.py compile")
    return "compiled"


def _mail(settings: Settings) -> str:
    if not settings.email_url:
        return f"written to {settings.data_folder / 'mail'} (HONGSHU_EMAIL_URL is not set)"
    import socket
    from urllib.parse import urlsplit

    parts = urlsplit(settings.email_url)
    with socket.create_connection((parts.hostname or "", parts.port or 587), timeout=5):
        return f"{parts.hostname}:{parts.port or 587} answers"


def _payments(settings: Settings) -> str:
    if settings.has_payment_sandbox:
        return f"sandbox, {_answers(settings.sandbox_port, '/healthz')}"
    start_django(settings.database_url)
    from hongshu.store.payments.queries import describe_accounts

    accounts = describe_accounts()
    problems = [problem for problem in accounts.values() if problem]
    if problems or not accounts:
        nothing = f"{settings.payments_folder} has neither alipay.json nor wechat.json"
        raise Refused("; ".join(problems) or nothing)
    return f"{', '.join(sorted(accounts))} with the accounts in {settings.payments_folder}"


def _customs(settings: Settings) -> str:
    if settings.has_customs_simulator:
        return f"simulator (HONGSHU_CUSTOMS_URL is not set), {_answers(settings.customs_port, '/healthz')}"
    import socket
    from urllib.parse import urlsplit

    parts = urlsplit(settings.customs_url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    with socket.create_connection((parts.hostname or "", port), timeout=5):
        return f"{parts.hostname}:{port} answers"


def _answers(port: int, path: str) -> str:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        status = connection.getresponse().status
    except ConnectionRefusedError:
        return f"nothing runs on port {port}"
    finally:
        connection.close()
    if status != 200:
        raise Refused(f"port {port} answers {status} to {path}")
    return f"port {port} answers"
