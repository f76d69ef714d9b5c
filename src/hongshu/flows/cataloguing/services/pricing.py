"""The dated prices of a file."""

from __future__ import annotations

from collections.abc import Sequence

from hongshu.flows.cataloguing.contracts import Problem, TableKind
from hongshu.flows.cataloguing.rules.cells import shortened
from hongshu.flows.cataloguing.rules.lines import Line
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import ChangedPrices, PriceChange, PriceKind
from hongshu.store.catalog.queries import list_skus_by_code
from hongshu.store.catalog.services import set_prices

_COLUMNS = {
    "price_not_positive": "amount", "price_in_the_past": "starts_at", "price_ends_first": "ends_at",
    "price_above_list": "amount", "price_above_selling": "amount",
}  # fmt: skip


def set_told_prices(lines: Sequence[Line], *, actor_id: Id | None) -> tuple[ChangedPrices, list[Problem]]:
    """Set the prices of all rows; each that cannot be set is a problem."""
    problems, changes, rows = [], [], []
    skus = list_skus_by_code({line.text("sku_code") for line in lines})
    seen: dict[tuple[object, ...], int] = {}
    for line in lines:
        missing = [name for name in ("sku_code", "kind", "amount") if line.told.get(name) in (None, "")]
        problems += [_problem(line, name, "required") for name in missing]
        if missing:
            continue
        sku_id = skus.get(line.text("sku_code"))
        if sku_id is None:
            problems.append(_problem(line, "sku_code", "sku_unknown", line.text("sku_code")))
            continue
        change = PriceChange(
            sku_id, PriceKind(line.told["kind"]), Money(line.told["amount"]),
            line.told.get("starts_at"), line.told.get("ends_at"),
        )  # fmt: skip
        place = (sku_id, change.kind, change.starts_at)
        if place in seen:
            problems.append(_problem(line, "starts_at", "twice_in_file", str(seen[place])))
            continue
        seen[place] = line.number
        changes.append(change)
        rows.append(line)
    done = set_prices(changes, actor_id=actor_id)
    for place_of, error in done.refused.items():
        why = str(error.details["why"])
        problems.append(_problem(rows[place_of], _COLUMNS[why], why))
    return done, problems


def _problem(line: Line, column: str, code: str, value: str = "") -> Problem:
    return Problem(TableKind.PRICES, line.number, column, code, shortened(value))
