"""``hongshu provenance``: the keys that sign the codes of units."""

from __future__ import annotations

import click

from hongshu.surfaces.cli.opening import opened, with_data_folder


@click.group()
def provenance() -> None:
    """Look after the keys that sign the codes of units."""


@provenance.command(name="add-key")
@with_data_folder
def add_key() -> None:
    """Make a newer key. Codes are signed with it from the next start on; older codes stay recognised."""
    with opened():
        from hongshu.store.provenance.services import add_key as add

        click.echo(f"Key {add()} signs from the next start on. Copy the file of keys away.")
