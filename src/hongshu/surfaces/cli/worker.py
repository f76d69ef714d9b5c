"""``hongshu worker``: one more background worker, on this machine or another."""

from __future__ import annotations

import runpy

import click

from hongshu.surfaces.cli.children import WORKER
from hongshu.surfaces.cli.opening import opened, with_data_folder


@click.command()
@with_data_folder
def worker() -> None:
    """Run background jobs until Ctrl-C; ``serve`` has a worker of its own already."""
    with opened():
        click.echo("working; Ctrl-C stops it")
        runpy.run_module(WORKER, run_name="__main__")
