"""Opening the house for a command: its settings, a database that answers, and Django."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from hongshu.kernel import settings as house
from hongshu.kernel.private_database.borrow import borrowed
from hongshu.kernel.private_database.cluster import PrivateCluster
from hongshu.surfaces.cli.installation import find_installation
from hongshu.surfaces.cli.refusals import Refused

OLDEST_POSTGRESQL = 15
SETTINGS_MODULE = "hongshu.config.django_settings"


def with_data_folder(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that every command has."""

    def keep(_context: click.Context, _option: click.Parameter, folder: str | None) -> None:
        if folder:
            os.environ["HONGSHU_DATA"] = folder

    return click.option(
        "--data",
        metavar="DIR",
        callback=keep,
        expose_value=False,
        is_eager=True,
        help="The data folder (default: $HONGSHU_DATA, or ./var).",
    )(command)


def read_settings() -> house.Settings:
    """The settings as they are now; not kept, since a private database adds its address later."""
    return house.load(os.environ)


def private_cluster(settings: house.Settings) -> PrivateCluster:
    """The private database of a data folder, with room for every pool of the program."""
    pools = settings.web_workers * (settings.web_threads + 2)
    return PrivateCluster(
        settings.data_folder / "postgresql",
        log_folder=settings.data_folder / "log",
        max_connections=max(100, pools + 60),
    )


@contextmanager
def database(settings: house.Settings) -> Iterator[str]:
    """The address of a database that answers, for one command; a private one is started if need be."""
    if not settings.has_private_database:
        check_server(settings.database_url)
        yield settings.database_url
        return
    cluster = private_cluster(settings)
    with borrowed(cluster) as url:
        cluster.ensure_database()
        yield url


@contextmanager
def opened(*, prepared: bool = True) -> Iterator[house.Settings]:
    """Everything a command on the running or resting installation needs.

    With *prepared*, its tables are made or brought up to date first. Yields the settings as the operator
    gave them.
    """
    settings = read_settings()
    find_installation(settings.data_folder)
    with database(settings) as url:
        start_django(url)
        if prepared:
            from hongshu.surfaces.cli.preparing import prepare_database

            prepare_database(say=click.echo)
        try:
            yield settings
        finally:
            from django.db import connections

            connections.close_all()
            for connection in connections.all(initialized_only=True):
                connection.close_pool()  # type: ignore[attr-defined]


def start_django(database_url: str) -> None:
    """Set Django up for this process. What a person reads are the command's own lines, not its log."""
    import logging

    import django

    os.environ["DATABASE_URL"] = database_url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)
    django.setup()
    logging.getLogger().setLevel(logging.WARNING)


def check_server(url: str) -> None:
    """Refuse a server of the operator's own that does not answer, or is too old."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.OperationalError as problem:
        said = " ".join(str(problem).split())
        raise Refused(f"DATABASE_URL: the server does not answer: {said}") from None
    except psycopg.ProgrammingError as problem:
        raise Refused(f"DATABASE_URL: {' '.join(str(problem).split())}") from None
    if version < OLDEST_POSTGRESQL:
        raise Refused(f"DATABASE_URL: PostgreSQL {OLDEST_POSTGRESQL} or newer is needed, this is {version}.")
