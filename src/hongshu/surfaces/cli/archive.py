"""``hongshu backup FILE`` and ``hongshu restore FILE``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from hongshu import __version__
from hongshu.flows.backup import services
from hongshu.flows.backup.contracts import NotEmpty, Progress
from hongshu.kernel.settings import Settings
from hongshu.surfaces.cli.installation import Installation, find_installation, save_installation
from hongshu.surfaces.cli.opening import database, read_settings, with_data_folder
from hongshu.surfaces.cli.progress import Bars, bars
from hongshu.surfaces.cli.refusals import Refused


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_data_folder
def backup(file: Path) -> None:
    """Keep everything in one FILE: database, pictures, secret key. The program may be running."""
    settings = read_settings()
    here = find_installation(settings.data_folder)
    if here is None:
        raise Refused(f"Nothing was started in {settings.data_folder} yet: there is nothing to keep.")
    if not file.absolute().parent.is_dir():
        raise Refused(f"{file.absolute().parent} is not a folder.")
    with database(settings) as url, bars() as shown:
        manifest = services.make_backup(
            file=file,
            database_url=url,
            media_folder=settings.media_folder,
            secret_key=settings.secret_key,
            demo=here.demo,
            progress=_told(shown),
        )
    size_mib = file.stat().st_size / 2**20
    click.echo(f"{file}: {len(manifest.files)} files, {size_mib:.1f} MiB, checked")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_data_folder
def restore(file: Path) -> None:
    """Make an installation from FILE, in an empty data folder (and, with DATABASE_URL, an empty database)."""
    settings = read_settings()
    if not file.is_file():
        raise Refused(f"{file} is not there.")
    _check_empty(settings)
    with bars() as shown:
        manifest = services.check_backup(file=file, progress=_told(shown))
        with database(settings) as url:
            services.restore_backup(
                file=file,
                database_url=url,
                media_folder=settings.media_folder,
                secret_key_file=settings.data_folder / "secret_key",
                progress=_told(shown),
            )
    # Written last: a restore that was cut off is not taken for an installation.
    save_installation(
        settings.data_folder, Installation(version=manifest.version, demo=manifest.demo, is_filled=True)
    )
    click.echo(f"restored what Hongshu {manifest.version} kept at {manifest.made_at} (this is {__version__})")
    if os.environ.get("HONGSHU_SECRET_KEY"):
        click.echo("HONGSHU_SECRET_KEY is set and goes before the key of the backup: unset it.")


def _check_empty(settings: Settings) -> None:
    folder = settings.data_folder
    if find_installation(folder) is not None:
        raise NotEmpty(f"{folder} holds an installation: restore into an empty folder (--data DIR).")
    if settings.has_private_database and (folder / "postgresql").exists():
        raise NotEmpty(
            f"{folder / 'postgresql'} holds a database: restore into an empty folder (--data DIR)."
        )


def _told(shown: Bars) -> Progress:
    return lambda *, step, done, total: shown.step(step, done, total)
