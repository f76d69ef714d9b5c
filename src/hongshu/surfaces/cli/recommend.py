"""``hongshu recommend``: how good the recommender's models are, on files and without the site."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from hongshu.surfaces.cli.refusals import Refused

if TYPE_CHECKING:
    from hongshu.discovery.engines.collaborative.evaluation import Report

_MODELS = ("streaming", "batch")
_FORMATS = ("lines", "sephora")


@click.group("recommend")
def recommend() -> None:
    """The recommender, evaluated offline."""


@recommend.command("evaluate")
@click.option("--train", "train", type=click.Path(path_type=Path, exists=True), required=True)
@click.option("--test", "test", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--valid", "valid", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--format", "form", type=click.Choice(_FORMATS), default="lines", show_default=True)
@click.option("--model", "model", type=click.Choice(_MODELS), default=_MODELS[0], show_default=True)
@click.option("--k", "k", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--baselines/--no-baselines", default=True, show_default=True)
@click.option("--seed", type=int, default=20261125, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One object on standard output.")
def evaluate(
    *,
    train: Path,
    test: Path | None,
    valid: Path | None,
    form: str,
    model: str,
    k: int,
    baselines: bool,
    seed: int,
    as_json: bool,
) -> None:
    """Rank all items for every user of the test set, and compare with the baselines.

    Files hold a line of a user and their items each ("user item item …"), also gzipped. Items of the training
    (and validation) set are left out of a user's ranking. The model's numbers are chosen by --valid, or by a
    tenth held out inside the training set. With --format sephora, --train is the folder or the Parquet file
    of the ratings, and the last action of each user is asked for.
    """
    from hongshu.discovery.engines.collaborative.baselines import BASELINES
    from hongshu.discovery.engines.collaborative.evaluation import Options
    from hongshu.discovery.engines.collaborative.evaluation import evaluate as run
    from hongshu.discovery.engines.collaborative.reading import UnreadableSet, read_lines, read_sephora

    says = Console(stderr=True)
    try:
        if form == "sephora":
            sets = read_sephora(train)
        elif test is None:
            raise Refused("--test FILE is wanted: the actions that are to be found again")
        else:
            sets = read_lines(train, test, valid)
    except UnreadableSet as error:
        raise Refused(str(error)) from error
    with says.status("…") as status:
        report = run(
            sets,
            model=model,
            baselines=tuple(BASELINES) if baselines else (),
            options=Options(k=k, seed=seed),
            progress=status.update,
        )
    told = asdict(report)
    if as_json:
        click.echo(json.dumps(told, indent=2))
        return
    _print(report)


def _print(report: Report) -> None:
    k = report.k
    table = Table(title=f"{report.users} users, {report.items} items, {report.actions} actions")
    for title in (
        "",
        f"Recall@{k}",
        f"NDCG@{k}",
        "coverage",
        "training s",
        "µs a user",
        "Recall: ours less theirs",
    ):
        table.add_column(title, justify="right" if title else "left")
    for result in (report.result, *report.baselines):
        less = result.difference
        table.add_row(
            result.name,
            f"{result.recall:.4f}",
            f"{result.ndcg:.4f}",
            f"{result.coverage:.1%}",
            f"{result.training_s:.1f}",
            f"{result.user_us:.0f}",
            "" if less is None else f"{less.mean:+.4f} [{less.low:+.4f}, {less.high:+.4f}]",
        )
    Console().print(table)
    for name, why in report.left_out.items():
        Console().print(f"{name}: {why}")
