"""Writing the tables of the law as CSV, in the form in which they are read."""

from __future__ import annotations

import csv
import io

from hongshu.store.customs.contracts import LawTable, PositiveListRow, TaxRule, Threshold
from hongshu.store.customs.rules.tables import LawRow, Tables

_DATED = ("valid_from", "valid_until", "source", "checked")
_COLUMNS: dict[LawTable, tuple[str, ...]] = {
    LawTable.RATES: (
        *("hs_code", "name", "tariff_percent", "vat_percent", "consumption_percent", "condition"),
        *_DATED,
    ),
    LawTable.THRESHOLDS: ("name", "value", *_DATED),
    LawTable.POSITIVE_LIST: ("code", "remark", "modes", "yearly_cap", *_DATED),
}


def written(table: LawTable, tables: Tables) -> str:
    """A table as CSV; reading it again gives the same rows."""
    by_table: dict[LawTable, tuple[LawRow, ...]] = {
        LawTable.RATES: tables.rules,
        LawTable.THRESHOLDS: tables.thresholds,
        LawTable.POSITIVE_LIST: tables.positive_list,
    }
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(_COLUMNS[table])
    for row in by_table[table]:
        until = "" if row.valid_until is None else row.valid_until.isoformat()
        writer.writerow((*_cells(row), row.valid_from.isoformat(), until, row.source, row.checked))
    return made.getvalue()


def percent(millionths: int) -> str:
    """A rate in per cent without needless zeros: "6.5"."""
    whole, rest = divmod(millionths, 10_000)
    return f"{whole}.{rest:04}".rstrip("0").rstrip(".")


def _cells(row: LawRow) -> tuple[str, ...]:
    match row:
        case TaxRule():
            rates = (row.tariff_millionths, row.vat_millionths, row.consumption_millionths)
            return (row.hs_code, row.name, *map(percent, rates), row.condition.value)
        case Threshold():
            return (row.name, str(row.value))
        case PositiveListRow():
            return (row.code, row.remark, " ".join(sorted(mode.value for mode in row.modes)), row.yearly_cap)
