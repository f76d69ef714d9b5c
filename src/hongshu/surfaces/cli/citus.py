"""``hongshu citus``: how the tables are spread over a Citus cluster."""

from __future__ import annotations

import os

import click

from hongshu.kernel.placement import Placement, citus_statement
from hongshu.surfaces.cli.opening import SETTINGS_MODULE


@click.command()
def citus() -> None:
    """Print the statements that spread the tables over a Citus cluster. Nothing is changed."""
    import django

    # Only the declarations of the models are read: no database has to be there.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)
    django.setup()
    from django.apps import apps

    for model in sorted(apps.get_models(), key=lambda model: model._meta.db_table):
        placement = getattr(model, "placement", None)
        if isinstance(placement, Placement) and (
            statement := citus_statement(model._meta.db_table, placement)
        ):
            click.echo(statement)
