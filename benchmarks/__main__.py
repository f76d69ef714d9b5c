"""The commands."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

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
@click.option(
    "--json", "file", type=click.Path(dir_okay=False, path_type=Path), default=_RESULTS / "community.json"
)
@click.option("--small", is_flag=True, help="A tiny world and short runs: shows that it works, not how fast.")
@click.option("--seed", default=20261125, show_default=True)
@click.option("--notes", type=click.IntRange(1000), help="Another number of notes.")
@click.option("--members", type=click.IntRange(1000), help="Another number of members.")
@click.option("--rounds", type=click.IntRange(1, 50), help="Closed runs of each case; the median counts.")
@click.option(
    "--world", type=click.Path(file_okay=False, path_type=Path), help="Keep the world here, or use it."
)
@click.option(
    "--plans", type=click.Path(dir_okay=False, path_type=Path), help="Write EXPLAIN of every statement here."
)
def community(
    file: Path, small: bool, seed: int, world: Path | None, plans: Path | None, **sizes: int | None
) -> None:
    """The followed's feed, notes, comments and likes among a million notes and a hundred thousand members."""
    from dataclasses import replace

    from benchmarks.community import FULL, SMALL, measure_community

    given = {name: value for name, value in sizes.items() if value}
    plan = replace(SMALL if small else FULL, **given)
    found = measure_community(plan, seed=seed, world=world, plans=plans, say=click.echo)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    click.echo(f"written to {file}")


@commands.command()
@click.option(
    "--json", "file", type=click.Path(dir_okay=False, path_type=Path), default=_RESULTS / "inventory.json"
)
@click.option("--small", is_flag=True, help="A tiny stock and short runs: shows that it works, not how fast.")
@click.option("--seed", default=20261125, show_default=True)
@click.option("--clients", type=click.IntRange(1, 64), help="Another number of connections.")
@click.option(
    "--world", type=click.Path(file_okay=False, path_type=Path), help="Keep the stock here, or use it."
)
@click.option(
    "--plans", type=click.Path(dir_okay=False, path_type=Path), help="Write the plans of the function here."
)
def inventory(
    file: Path, small: bool, seed: int, world: Path | None, plans: Path | None, **sizes: int | None
) -> None:
    """Reservations a second, spread and on one hot SKU, beside pgbench of the same statement."""
    from dataclasses import replace

    from benchmarks.inventory import FULL, SMALL, measure_inventory

    plan = SMALL if small else FULL
    plan = replace(plan, clients=sizes["clients"] or plan.clients)
    found = measure_inventory(plan, seed=seed, world=world, plans=plans, say=click.echo)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    click.echo(f"written to {file}")


@commands.command()
@click.option(
    "--json", "file", type=click.Path(dir_okay=False, path_type=Path), default=_RESULTS / "catalog.json"
)
@click.option("--small", is_flag=True, help="A tiny catalogue and few reads: shows that it works.")
@click.option("--seed", default=20261125, show_default=True)
@click.option(
    "--plans", type=click.Path(dir_okay=False, path_type=Path), help="Write EXPLAIN of every read here."
)
def catalog(file: Path, small: bool, seed: int, plans: Path | None) -> None:
    """Ten thousand products from a file and back; shelves and facets among a hundred thousand SKUs."""
    from benchmarks.catalog import FULL, SMALL, measure_catalog, written

    written(measure_catalog(SMALL if small else FULL, seed=seed, plans=plans, say=click.echo), file)
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
@click.option(
    "--community",
    "community_file",
    type=click.Path(path_type=Path),
    default=_RESULTS / "community.json",
)
@click.option(
    "--inventory",
    "inventory_file",
    type=click.Path(path_type=Path),
    default=_RESULTS / "inventory.json",
)
@click.option("--to", "page", type=click.Path(dir_okay=False, path_type=Path), default=_PAGE)
def report(file: Path, community_file: Path, inventory_file: Path, page: Path) -> None:
    """Write docs/measurements.md from what was measured; what was not measured anew stays as it is there."""
    from benchmarks.community_report import HEADING, community_part
    from benchmarks.customs import customs_part
    from benchmarks.report import measurements_page

    before = page.read_text(encoding="utf-8") if page.exists() else ""
    kept = HEADING + before.partition(HEADING)[2] if HEADING in before else ""
    if community_file.exists():
        kept = community_part(json.loads(community_file.read_text(encoding="utf-8")))
    stock = json.loads(inventory_file.read_text(encoding="utf-8")) if inventory_file.exists() else None
    text = measurements_page(json.loads(file.read_text(encoding="utf-8")), stock)
    taxed = _RESULTS / "customs.json"
    if taxed.exists():
        text += "\n" + customs_part(json.loads(taxed.read_text(encoding="utf-8")))
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"{text}\n{kept}" if kept else text, encoding="utf-8")
    click.echo(f"written to {page}")


@commands.command()
@click.option(
    "--json",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    is_flag=False,
    flag_value=str(_RESULTS / "customs.json"),
    default=_RESULTS / "customs.json",
)
@click.option("--rounds", type=click.IntRange(1, 50), default=5, show_default=True)
@click.option("--quotes", type=click.IntRange(1), default=5000, show_default=True, help="Quotes of a round.")
@click.option("--orders", type=click.IntRange(0), default=200, show_default=True, help="Orders to declare.")
def customs(file: Path, rounds: int, quotes: int, orders: int) -> None:
    """Import tax quotes of a five-line cart a second on one core; declarations a second, end to end."""
    from benchmarks.customs import measure_customs
    from benchmarks.declarations import measure_declarations

    found: dict[str, Any] = {**measure_customs(rounds=rounds, quotes=quotes)}
    if orders:
        say = partial(click.echo, err=True)
        found["declarations"] = measure_declarations(orders=orders, say=say)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    click.echo(json.dumps(found))


@commands.command()
@click.option(
    "--json",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    is_flag=False,
    flag_value=str(_RESULTS / "search.json"),
    default=_RESULTS / "search.json",
)
@click.option("--small", is_flag=True, help="A tiny index: shows that it works, not how fast.")
@click.option("--seed", default=20261125, show_default=True)
@click.option("--notes", type=click.IntRange(1000), help="Another number of notes.")
@click.option("--products", type=click.IntRange(100), help="Another number of products.")
def search(file: Path, small: bool, seed: int, **sizes: int | None) -> None:
    """Queries, completion and updates among a million notes and a hundred thousand products, on one core."""
    from dataclasses import replace

    from benchmarks.searching import SMALL, SearchPlan, measure_search

    given = {name: value for name, value in sizes.items() if value}
    found = measure_search(replace(SMALL if small else SearchPlan(), **given), seed=seed, say=click.echo)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    click.echo(json.dumps(found, ensure_ascii=False))


@commands.command("known-items")
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@click.option("--seed", default=20261125, show_default=True)
def known_items(data: Path, target: Path, seed: int) -> None:
    """Collections of known items from the real lists in DATA, for ``hongshu search evaluate``."""
    from benchmarks.known_items import write_known_items

    for folder in write_known_items(data, target, seed=seed):
        click.echo(str(folder))


if __name__ == "__main__":
    commands()
