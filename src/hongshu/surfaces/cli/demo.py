"""``hongshu demo``: people, products and notes to look at."""

from __future__ import annotations

import click

from hongshu.surfaces.cli.opening import opened, with_data_folder
from hongshu.surfaces.cli.progress import bars


@click.command()
@with_data_folder
def demo() -> None:
    """Fill the demo world into this installation. Twice is the same as once."""
    with opened():
        fill()


def fill(*, first_part_only: bool = False) -> None:
    """Fill the demo world, with progress; Django is started already.

    The first part is what people see first; the worker makes the rest while they look.
    """
    from hongshu.flows.demo_world import services

    with bars() as shown:
        services.fill(
            progress=lambda *, step, done, total: shown.step(step, done, total),
            first_part_only=first_part_only,
        )
