"""Tax quotes a second on one core: pure arithmetic, no database."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hongshu.store.customs.contracts import Cart, ContentUnit, Mode, QuoteLine
from hongshu.store.customs.shipped import quote_cart

_ON = date(2026, 11, 22)


def measure_customs(*, rounds: int, quotes: int) -> dict[str, int]:
    """Quotes of a five-line cart, as one order and as several; the median of *rounds*."""
    codes = ("3304990029", "3304100092", "3303000020", "3305900000", "9603302000")
    lines = tuple(
        QuoteLine(
            hs_code=code, price_fen=21_900 + 1_300 * place, quantity=1 + place % 2,
            content=Decimal(30), content_unit=ContentUnit.GRAM,
        )
        for place, code in enumerate(codes)
    )  # fmt: skip
    one = Cart(mode=Mode.BONDED, lines=lines, freight_fen=1_500, insurance_fen=200)
    split = replace(one, lines=tuple(replace(line, price_fen=line.price_fen * 8) for line in lines))
    return {
        "one_order_per_s": _per_s(one, rounds, quotes),
        "several_orders_per_s": _per_s(split, rounds, quotes),
    }


def _per_s(cart: Cart, rounds: int, quotes: int) -> int:
    found: list[float] = []
    for _ in range(rounds):
        begun = time.perf_counter()
        for _ in range(quotes):
            quote_cart(cart, on=_ON)
        found.append(quotes / (time.perf_counter() - begun))
    return round(statistics.median(found))


def customs_part(found: dict[str, Any]) -> str:
    """The section of docs/measurements.md."""
    text = _quotes_part(found)
    declared = found.get("declarations")
    if declared is None:
        return text
    return text + (
        "\n## Customs declarations\n\n"
        "| step | a second |\n|---|---|\n"
        f"| orders written down, each document checked by its schema | {declared['written_per_s']:,} |\n"
        f"| documents written, signed and sent, one after another | {declared['documents_sent_per_s']:,} |\n"
        f"| orders released, from the first step to the last receipt | {declared['released_per_s']:,} |\n\n"
        f"{declared['orders']} orders of four documents each, with the database, the web server and the\n"
        "simulator on the same machine.\n"
    )


def _quotes_part(found: dict[str, Any]) -> str:
    return (
        "## Import tax\n\n"
        "| five-line cart | quotes/s on one core |\n|---|---|\n"
        f"| one order | {found['one_order_per_s']:,} |\n"
        f"| split into several orders | {found['several_orders_per_s']:,} |\n\n"
        "`python -m benchmarks customs` asks for the same quotes again and again in one process, without a\n"
        "database; the median of the rounds counts. At least 5,000 were wanted.\n"
    )
