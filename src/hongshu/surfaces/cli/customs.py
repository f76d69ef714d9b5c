"""``hongshu customs``: import tax, without a database."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

import click

from hongshu.kernel.errors import DomainError
from hongshu.store.customs.contracts import Cart, InvalidCart, LineTax, Quote
from hongshu.store.customs.queries import quote_json
from hongshu.surfaces.cli.refusals import REFUSED

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
