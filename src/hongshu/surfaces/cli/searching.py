"""``hongshu search``: the index, and how good the search is."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from hongshu.surfaces.cli.opening import opened, with_data_folder

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def search() -> None:
    """The search's index, and how good the search is."""


@search.command()
@click.option("--corpus", type=_FILE, required=True, help="id TAB text, or id TAB title TAB text; also .gz.")
@click.option("--queries", type=_FILE, required=True, help="id TAB text.")
@click.option("--qrels", type=_FILE, required=True, help="query 0 document grade.")
@click.option("--ranker", default="linear", show_default=True, help="linear, first, words or characters.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def evaluate(corpus: Path, queries: Path, qrels: Path, ranker: str, as_json: bool) -> None:
    """Try the search on a judged collection. Indexes in a temporary place and never touches the site."""
    # One process a core; the arrays' own threads would only be in each other's way. Read at their first
    # import.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from hongshu.discovery.engines.searching.evaluation import (
        RANKERS,
        Collection,
        UnreadableCollection,
        evaluate,
    )

    if ranker not in RANKERS:
        raise click.BadParameter(f"one of {', '.join(RANKERS)}", param_hint="--ranker")
    try:
        found = evaluate(Collection(corpus, queries, qrels), ranker=ranker)
    except UnreadableCollection as error:
        raise click.ClickException(str(error)) from None
    click.echo(
        json.dumps(found) if as_json else "\n".join(f"{name:14} {value}" for name, value in found.items())
    )


@search.command()
@with_data_folder
def rebuild() -> None:
    """Make the index anew. The old one serves until the new one is whole, and after a kill as well."""
    with opened():
        from hongshu.discovery.search.services import rebuild

        click.echo(f"the new index is in use: {rebuild().name}")
