"""``hongshu reconcile``: whether orders, ledger, stock and the providers' statements agree."""

from __future__ import annotations

import dataclasses
import json
import sys

import click

from hongshu.surfaces.cli.opening import opened, with_data_folder


@click.command()
@with_data_folder
@click.option("--days", default=2, show_default=True, help="How many days of statements are asked for.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def reconcile(days: int, as_json: bool) -> None:
    """Compare ledger, orders, stock and the providers' statements; exit code 1 when something differs."""
    with opened():
        from hongshu.flows.reconciling.services import reconcile as compare

        found = compare(days=days)
    if as_json:
        told = dataclasses.asdict(found)
        told.pop("last_order_id")
        click.echo(json.dumps({**told, "is_clean": found.is_clean}, indent=2))
    else:
        click.echo(
            f"{found.orders} orders, {found.payments} payments, {found.statement_lines} statement lines;"
            f" captured {found.captured_minor / 100:.2f}, given back {found.refunded_minor / 100:.2f} CNY."
        )
        for each in found.differences:
            click.echo(f"{each.kind}: {each.subject}: expected {each.expected}, found {each.found}")
        for name in found.unheard:
            click.echo(f"no statement: {name}")
        click.echo("All agree." if found.is_clean else f"{len(found.differences)} differences.")
    if not found.is_clean:
        sys.exit(1)
