"""``hongshu places``: where notes belong, looked up anew."""

from __future__ import annotations

import click

from hongshu.surfaces.cli.opening import opened, with_data_folder


@click.command()
@with_data_folder
def places() -> None:
    """Look up the places of all notes anew, after the list of places has grown. Twice is the same as once."""
    with opened():
        from hongshu.community.places.services import place_all_notes

        click.echo(f"{place_all_notes()} places of notes")
