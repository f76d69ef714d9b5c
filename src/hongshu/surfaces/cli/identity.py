"""``hongshu identity``: the keys that seal real names and resident ids."""

from __future__ import annotations

import click

from hongshu.surfaces.cli.opening import opened, with_data_folder


@click.group()
def identity() -> None:
    """Look after the keys of the identity vault."""


@identity.command(name="rotate-keys")
@click.option("--go-on", is_flag=True, help="Make no newer key; only finish what was interrupted.")
@with_data_folder
def rotate_keys(go_on: bool) -> None:
    """Make a newer master key and wrap every record's key anew under it.

    May be stopped at any moment; --go-on finishes it. Copy the file of keys away afterwards: no backup
    holds it.
    """
    with opened():
        from hongshu.platform.identity.queries import count_to_rewrap
        from hongshu.platform.identity.services import add_master_key, newest_master_key, rewrap_some

        version = newest_master_key() if go_on else add_master_key()
        whole = count_to_rewrap(version)
        with click.progressbar(length=whole, label=f"Sealing {whole} records under key {version}") as bar:
            while done := rewrap_some():
                bar.update(done)
        click.echo(f"Every record is sealed under key {version}.")
