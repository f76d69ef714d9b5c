"""``hongshu serve``, which is what ``./run`` starts: everything under one supervisor."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import click

from hongshu import __version__
from hongshu.kernel.private_database.cluster import PrivateCluster
from hongshu.kernel.processes.contracts import RestartPolicy
from hongshu.kernel.processes.launch import launch
from hongshu.kernel.processes.supervise import ProcessSupervisor
from hongshu.kernel.settings import Settings
from hongshu.surfaces.cli import children
from hongshu.surfaces.cli.installation import Installation, find_installation, save_installation
from hongshu.surfaces.cli.opening import (
    SETTINGS_MODULE,
    check_server,
    private_cluster,
    read_settings,
    with_data_folder,
)

# A database server of the operator's own may be away for longer than one that we restart ourselves.
_PATIENCE_WITH_OTHERS = RestartPolicy(most_quick_deaths=60)


@click.command()
@click.option("--port", metavar="N", help="The port on 127.0.0.1 (default: $HONGSHU_PORT, or 8000).")
@with_data_folder
@click.option("--empty", is_flag=True, help="Begin without the demo world.")
def serve(port: str | None, empty: bool) -> int:
    """Start the database, the web server, the worker and the live counts, and keep them running.

    The first start fills the demo world, unless it is --empty. Ctrl-C stops everything.
    """
    began = time.monotonic()
    if port is not None:
        os.environ["HONGSHU_PORT"] = port
    settings = read_settings()
    before = find_installation(settings.data_folder)
    children.check_port_free(settings.port)
    children.check_port_free(settings.events_port, by="HONGSHU_EVENTS_PORT")
    if settings.has_customs_simulator:
        children.check_port_free(settings.customs_port, by="HONGSHU_CUSTOMS_PORT")
    if settings.has_payment_sandbox:
        children.check_port_free(settings.sandbox_port, by="HONGSHU_SANDBOX_PORT")
    here = before or Installation(version=__version__, demo=not empty)
    with _database(settings) as (url, cluster):
        env = children.child_environment(settings, database_url=url, demo=here.demo)
        os.environ.update(env)
        code = _prepare(env, fills=here.demo and not here.is_filled)
        if code != 0:
            return code
        save_installation(
            settings.data_folder,
            Installation(version=__version__, demo=here.demo, is_filled=here.demo),
        )
        return _supervise(settings, here, env, cluster, began)


@contextmanager
def _database(settings: Settings) -> Iterator[tuple[str, PrivateCluster | None]]:
    """The address of the database, and the cluster if it is ours to keep."""
    if not settings.has_private_database:
        check_server(settings.database_url)
        yield settings.database_url, None
        return
    cluster = private_cluster(settings)
    if not cluster.layout.data_folder.exists():
        click.echo(f"making a database in {cluster.layout.data_folder}")
    try:
        cluster.start()
        cluster.ensure_database()
        yield cluster.url, cluster
    finally:
        cluster.stop()


def _prepare(env: Mapping[str, str], *, fills: bool) -> int:
    """Bring the tables up to date in a process of its own, so that this one stays small; its exit code."""
    process = launch(children.command_line("prepare", *(["--demo"] if fills else [])), env=env)
    try:
        return process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise


def _supervise(
    settings: Settings,
    here: Installation,
    env: Mapping[str, str],
    cluster: PrivateCluster | None,
    began: float,
) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)
    from hongshu.surfaces.cli.static_files import static_mounts

    supervisor = ProcessSupervisor(policy=None if cluster is not None else _PATIENCE_WITH_OTHERS)
    if cluster is not None:
        running: subprocess.Popen[bytes] | None = cluster.process
        supervisor.add(cluster.child_spec(), running=running)
    supervisor.add(
        children.web_server(
            settings,
            env=env,
            static=static_mounts(settings.data_folder / "static"),
            on_first_answer=_announcement(settings, here, began),
        )
    )
    supervisor.add(children.worker(env=env))
    supervisor.add(children.live_counts(settings, env=env))
    if settings.has_customs_simulator:
        supervisor.add(children.customs_simulator(settings, env=env))
    if settings.has_payment_sandbox:
        supervisor.add(children.payment_sandbox(settings, env=env))
    return supervisor.run()


def _announcement(settings: Settings, here: Installation, began: float) -> Callable[[], None]:
    def announce() -> None:
        click.echo(f"\nHongshu is ready after {time.monotonic() - began:.1f} s:  {settings.public_url}\n")
        if here.demo:
            from hongshu.flows.demo_world.logins import demo_logins

            for _role, name_zh, name_en, login, password in demo_logins():
                click.echo(f"  {name_en:24} {login:28} {password:20} {name_zh}")
            click.echo("")
        click.echo("Ctrl-C stops it.")

    return announce
