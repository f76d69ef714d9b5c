"""The commands."""

from __future__ import annotations

import json
from pathlib import Path

import click

from benchmarks.machine import PROJECT

_RESULTS = PROJECT / "benchmarks" / "results"
_PAGE = PROJECT / "docs" / "measurements.md"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Measure the program."""


@commands.command()
@click.option(
    "--json", "file", type=click.Path(dir_okay=False, path_type=Path), default=_RESULTS / "pages.json"
)
@click.option("--small", is_flag=True, help="A tiny world and short runs: shows that it works, not how fast.")
@click.option("--seed", default=20261125, show_default=True)
@click.option("--rounds", type=click.IntRange(1, 50), help="Closed runs of each case; the median counts.")
@click.option(
    "--world", type=click.Path(file_okay=False, path_type=Path), help="Keep the world here, or use it."
)
def pages(file: Path, small: bool, seed: int, rounds: int | None, world: Path | None) -> None:
    """Explore, note and product page and the feed as JSON: pages a second, and latency under an open load."""
    from dataclasses import replace

    from benchmarks.pages import FULL, SMALL, measure_pages

    plan = SMALL if small else FULL
    found = measure_pages(replace(plan, rounds=rounds or plan.rounds), seed=seed, world=world, say=click.echo)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    click.echo(f"written to {file}")


@commands.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--json", "file", type=click.Path(dir_okay=False, path_type=Path), default=_RESULTS / "imports.json"
)
def imports(data: Path, file: Path) -> None:
    """Both imports of the real lists in the folder DATA: rows a minute, first and again."""
    from benchmarks.importing import measure_imports

    found = measure_imports(data, say=click.echo)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    click.echo(f"written to {file}")


@commands.command()
@click.option(
    "--pages", "file", type=click.Path(exists=True, path_type=Path), default=_RESULTS / "pages.json"
)
@click.option("--to", "page", type=click.Path(dir_okay=False, path_type=Path), default=_PAGE)
def report(file: Path, page: Path) -> None:
    """Write docs/measurements.md from what was measured."""
    from benchmarks.report import measurements_page

    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(measurements_page(json.loads(file.read_text(encoding="utf-8"))), encoding="utf-8")
    click.echo(f"written to {page}")


if __name__ == "__main__":
    commands()
