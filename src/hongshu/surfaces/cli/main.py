"""The group of all commands."""

from __future__ import annotations

import click

from hongshu import __version__
from hongshu.surfaces.cli.administration import doctor, manage, prepare
from hongshu.surfaces.cli.archive import backup, restore
from hongshu.surfaces.cli.catalogue import catalog
from hongshu.surfaces.cli.citus import citus
from hongshu.surfaces.cli.customs import customs
from hongshu.surfaces.cli.demo import demo
from hongshu.surfaces.cli.identity import identity
from hongshu.surfaces.cli.imports import import_
from hongshu.surfaces.cli.places import places
from hongshu.surfaces.cli.provenance import provenance
from hongshu.surfaces.cli.recommend import recommend
from hongshu.surfaces.cli.reconcile import reconcile
from hongshu.surfaces.cli.refusals import run_command
from hongshu.surfaces.cli.role import role
from hongshu.surfaces.cli.searching import search
from hongshu.surfaces.cli.serve import serve
from hongshu.surfaces.cli.worker import worker


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="hongshu")
def commands() -> None:
    """Hongshu: a community with a shop in it."""


for _command in (
    serve,
    worker,
    demo,
    import_,
    catalog,
    places,
    search,
    recommend,
    customs,
    reconcile,
    doctor,
    role,
    identity,
    provenance,
    backup,
    restore,
    citus,
    manage,
    prepare,
):
    commands.add_command(_command)


def main() -> None:
    """The entry point."""
    run_command(lambda: commands.main(prog_name="hongshu", standalone_mode=False))
