"""``hongshu catalog``: the catalogue as a CSV or XLSX file, in and out."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hongshu.flows.cataloguing.contracts import (
    MOST_BYTES,
    MOST_ROWS,
    CatalogueFileTooLarge,
    FileKind,
    TableKind,
)
from hongshu.kernel.errors import DomainError
from hongshu.surfaces.cli.opening import opened, with_data_folder
from hongshu.surfaces.cli.refusals import REFUSED, Refused

if TYPE_CHECKING:
    from hongshu.flows.cataloguing.contracts import Outcome

_SHOWN = 50


@click.group()
def catalog() -> None:
    """Products, SKUs and prices as a file."""


@catalog.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Write nothing; tell what would become of every product.")
@click.option("--again", is_flag=True, help="Bring the file in although it was brought in before.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, refusals too.")
@with_data_folder
def import_command(file: Path, dry_run: bool, again: bool, as_json: bool) -> int:
    """Make the catalogue as FILE (CSV or XLSX) says: all of it, or nothing.

    Every row that cannot be taken is told with its number, column and reason.
    """
    data = _read(file)
    try:
        with opened():
            from hongshu.flows.cataloguing.services import bring_in, look_at

            if dry_run:
                outcome = look_at(data=data, file_name=file.name)
            else:
                outcome = bring_in(data=data, file_name=file.name, again=again)
            return _tell(outcome, as_json=as_json)
    except DomainError as refusal:
        if not as_json:
            raise
        said = {"code": refusal.code, "field": refusal.field, "details": refusal.details}
        click.echo(json.dumps({"error": said}, ensure_ascii=False))
        return REFUSED


@catalog.command("export")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--prices", is_flag=True, help="Write dated prices instead of products (CSV).")
@with_data_folder
def export_command(file: Path, prices: bool) -> int:
    """Write all products into FILE: CSV, or XLSX if its name ends so (products and prices).

    Read again, the file changes nothing.
    """
    kind = FileKind.XLSX if file.suffix.lower() == ".xlsx" else FileKind.CSV
    with opened():
        from hongshu.flows.cataloguing.services import write_products

        data = write_products(kind=kind, table=TableKind.PRICES if prices else TableKind.PRODUCTS)
    file.write_bytes(data)
    click.echo(f"{file}: {len(data):,} bytes")
    return 0


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as problem:
        raise Refused(f"{file} cannot be read: {problem.strerror}.") from None
    if len(data) > MOST_BYTES:
        raise CatalogueFileTooLarge(max_mb=MOST_BYTES // 1024 // 1024, max_rows=MOST_ROWS)
    return data


def _tell(outcome: Outcome, *, as_json: bool) -> int:
    """Say what became of the file; the exit code."""
    from hongshu.surfaces.faults import words_of_problem

    code = REFUSED if outcome.problems else 0
    if as_json:
        told = asdict(outcome)
        told["problems"] = [
            {**asdict(problem), "words": words_of_problem(problem)} for problem in outcome.problems
        ]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return code
    for problem in outcome.problems[:_SHOWN]:
        value = f" [{problem.value}]" if problem.value else ""
        where = f"{problem.table.value}, row {problem.row}, {problem.column or 'row'}"
        click.echo(f"{where}{value}: {problem.code}: {words_of_problem(problem)}", err=True)
    if len(outcome.problems) > _SHOWN:
        click.echo(f"… and {len(outcome.problems) - _SHOWN} more: --json tells them all", err=True)
    for change in [change for change in outcome.changes if change.withdrawn][:_SHOWN]:
        click.echo(f"row {change.row}, {change.key}: withdraws {', '.join(change.withdrawn)}", err=True)
    click.echo(
        f"{outcome.rows} rows: {outcome.created} new, {outcome.changed} changed, "
        f"{outcome.unchanged} as they are; prices: {outcome.prices_set} set, "
        f"{outcome.prices_unchanged} as they are" + ("" if outcome.is_applied else " (nothing written)")
    )
    return code
