"""``hongshu import``: catalogues and reviews from files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hongshu.surfaces.cli.opening import opened, with_data_folder
from hongshu.surfaces.cli.progress import bars

if TYPE_CHECKING:
    from hongshu.flows.importing.contracts import ImportReport

_SHOWN_ROWS = 20


def _with_report_file(command: Callable[..., object]) -> Callable[..., object]:
    return click.option(
        "--report",
        "report_file",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Also write every refused row, with its line and reason, into this file.",
    )(command)


@click.group("import")
def import_() -> None:
    """Bring in products and notes from files. The same files twice are the same as once."""


@import_.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@_with_report_file
@with_data_folder
def sephora(folder: Path, report_file: Path | None) -> int:
    """Products, reviews and ratings of the Sephora data set: CSV (also zipped or gzipped) and Parquet."""
    with opened(), bars() as shown:
        from hongshu.flows.importing.services import import_sephora

        report = import_sephora(folder, progress=lambda *, part, done, total: shown.step(part, done, total))
    return _tell(report, report_file)


@import_.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@_with_report_file
@with_data_folder
def double11(file: Path, report_file: Path | None) -> int:
    """The Chinese cosmetics catalogue of a Double 11 sale (CSV in GBK)."""
    with opened(), bars() as shown:
        from hongshu.flows.importing.services import import_double11

        report = import_double11(file, progress=lambda *, part, done, total: shown.step(part, done, total))
    return _tell(report, report_file)


def _tell(report: ImportReport, report_file: Path | None) -> int:
    """Say what happened to every row."""
    for part in report.parts:
        click.echo(
            f"{part.part}: {part.read} read, {part.created} new, {part.changed} changed, "
            f"{part.known} known, {part.repeated} repeated, {part.refused} refused"
        )
    for warning in report.warnings:
        click.echo(warning, err=True)
    rows = [f"{row.file}:{row.line}: {row.reason}" for row in report.refused]
    for row in rows[:_SHOWN_ROWS]:
        click.echo(row, err=True)
    if len(rows) > _SHOWN_ROWS and report_file is None:
        click.echo(f"… and {len(rows) - _SHOWN_ROWS} more: --report FILE keeps them all", err=True)
    if report_file is not None:
        report_file.write_text("".join(row + "\n" for row in rows), encoding="utf-8")
    return 0
