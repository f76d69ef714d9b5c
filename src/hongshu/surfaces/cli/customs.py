"""``hongshu customs``: import tax, and the tables that it follows from."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from hongshu.kernel.errors import DomainError
from hongshu.store.customs.contracts import Cart, InvalidCart, InvalidTable, LineTax, Quote
from hongshu.store.customs.shipped import quote_json
from hongshu.surfaces.cli.opening import opened, with_data_folder
from hongshu.surfaces.cli.refusals import REFUSED

if TYPE_CHECKING:
    from hongshu.store.customs.contracts import ImportReport

_MOST_BYTES = 1_000_000


@click.group()
def customs() -> None:
    """Import tax of cross-border retail."""


@customs.command("quote")
@click.argument("file", type=click.Path(path_type=Path), metavar="CART.json")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, refusals too.")
def quote_command(file: Path, as_json: bool) -> None:
    """Tax the cart in CART.json and split it into lawful orders. Asks no database."""
    try:
        cart, quote = quote_json(_read(file))
    except DomainError as refusal:
        if not as_json:
            raise
        said = {"code": refusal.code, "field": refusal.field, "details": refusal.details}
        click.echo(json.dumps({"error": said}, ensure_ascii=False))
        raise click.exceptions.Exit(REFUSED) from None
    click.echo(json.dumps(_as_json(cart, quote), ensure_ascii=False, indent=1) if as_json else _table(quote))


@customs.command("import-rates")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option("--dry-run", is_flag=True, help="Write nothing; tell what would become of every line.")
@click.option("--end-earlier", is_flag=True, help="A row without an end ends where a newer one begins.")
@with_data_folder
def import_command(file: Path, dry_run: bool, end_earlier: bool) -> int:
    """Take rates, thresholds or the positive list from FILE.csv, all of it or nothing.

    The columns tell which of the three it is; the shipped tables show them. Rows that would hold on the same
    days are refused, and so is other content for days that are past.
    """
    text = _text(file)
    with opened():
        from hongshu.store.customs.services import import_rates

        # Looked at first, so that every wrong line is told, not only the one that the refusal names.
        report = import_rates(text=text, file_name=file.name, is_dry_run=True, ends_earlier=end_earlier)
        if not report.refused and not dry_run:
            report = import_rates(text=text, file_name=file.name, ends_earlier=end_earlier)
    return _tell(report)


def _text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            whole = stream.read(_MOST_BYTES + 1)
        if len(whole) > _MOST_BYTES:
            raise InvalidTable(why="it is larger than a megabyte")
        return whole.decode("utf-8-sig")
    except OSError as problem:
        raise InvalidTable(why=f"it cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise InvalidTable(why="it is not written in UTF-8") from None


def _tell(report: ImportReport) -> int:
    """Say every line that is refused, and how many fare how; the exit code."""
    for verdict in report.refused:
        click.echo(f"line {verdict.line} {verdict.key}: {verdict.why}", err=True)
    fates = Counter(verdict.fate.value for verdict in report.verdicts)
    said = ", ".join(f"{count} {fate}" for fate, count in sorted(fates.items())) or "no rows"
    ended = f", {len(report.ended)} older ended" if report.ended else ""
    click.echo(f"{report.table.value}: {said}{ended}" + ("" if report.is_applied else " (nothing written)"))
    return REFUSED if report.refused else 0


def _read(file: Path) -> object:
    try:
        with file.open("rb") as stream:
            text = stream.read(_MOST_BYTES + 1)
        if len(text) > _MOST_BYTES:
            raise InvalidCart(field="cart", why="is larger than a megabyte")
        return json.loads(text, parse_float=_no_float, parse_constant=_no_float)
    except OSError as problem:
        raise InvalidCart(field="cart", why=f"cannot be read: {problem.strerror}") from None
    except (ValueError, RecursionError):
        raise InvalidCart(field="cart", why="is no JSON") from None


def _no_float(number: str) -> NoReturn:
    raise InvalidCart(field="cart", why=f"holds {number[:30]}: amounts are whole fen, content is a text")


def _as_json(cart: Cart, quote: Quote) -> dict[str, object]:
    return {
        "on": quote.on.isoformat(),
        "mode": cart.mode.value,
        "tax_fen": quote.tax_fen,
        "dutiable_fen": quote.dutiable_fen,
        "lines": [_line(cart, line) for line in quote.lines],
        "orders": [
            {
                "mode": order.mode.value,
                "warehouse": order.warehouse,
                "reason": order.reason.value,
                "dutiable_fen": order.dutiable_fen,
                "tax_fen": order.tax_fen,
                "lines": [_line(cart, line) for line in order.lines],
            }
            for order in quote.orders
        ],
    }


def _line(cart: Cart, line: LineTax) -> dict[str, object]:
    asked = cart.lines[line.line]
    return {"hs_code": asked.hs_code, "sku": asked.sku, **asdict(line)}


def _table(quote: Quote) -> str:
    heads = ("line", "units", "dutiable", "tariff", "consumption", "VAT", "tax")
    rows = ["{:>6}{:>7}{:>13}{:>11}{:>13}{:>11}{:>11}  rule".format(*heads)]
    for number, order in enumerate(quote.orders, 1):
        place = f", warehouse {order.warehouse}" if order.warehouse else ""
        rows.append(f"order {number}: {order.mode.value}{place} ({order.reason.value})")
        rows += [
            f"{line.line + 1:>6}{line.quantity:>7}{_yuan(line.dutiable_fen):>13}{_yuan(line.tariff_fen):>11}"
            f"{_yuan(line.consumption_fen):>13}{_yuan(line.vat_fen):>11}{_yuan(line.tax_fen):>11}"
            f"  {line.rule}"
            for line in order.lines
        ]
    return "\n".join([*rows, f"tax {_yuan(quote.tax_fen)} RMB on {_yuan(quote.dutiable_fen)} RMB"])


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"
