"""Between the tables of the law and its shapes."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from hongshu.store.customs.contracts import (
    Condition,
    LawTable,
    Mode,
    PositiveListRow,
    TaxRule,
    Threshold,
)
from hongshu.store.customs.models import ListedRow, RateRow, ThresholdRow
from hongshu.store.customs.rules.tables import LawRow

MODELS: Mapping[LawTable, type[RateRow | ThresholdRow | ListedRow]] = {
    LawTable.RATES: RateRow,
    LawTable.THRESHOLDS: ThresholdRow,
    LawTable.POSITIVE_LIST: ListedRow,
}
KEYS: Mapping[LawTable, str] = {
    LawTable.RATES: "hs_code",
    LawTable.THRESHOLDS: "name",
    LawTable.POSITIVE_LIST: "code",
}


def columns_of(row: LawRow) -> dict[str, object]:
    """A row's columns, but for its id and its import."""
    dated: dict[str, object] = {
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "source": row.source,
        "checked": row.checked,
    }
    match row:
        case TaxRule():
            return dated | {
                "hs_code": row.hs_code,
                "name": row.name,
                "tariff_millionths": row.tariff_millionths,
                "vat_millionths": row.vat_millionths,
                "consumption_millionths": row.consumption_millionths,
                "condition": row.condition.value,
            }
        case Threshold():
            return dated | {"name": row.name, "value": row.value}
        case PositiveListRow():
            modes = " ".join(sorted(mode.value for mode in row.modes))
            return dated | {
                "code": row.code, "remark": row.remark, "modes": modes, "yearly_cap": row.yearly_cap,
            }  # fmt: skip


def row_of(stored: models.Model) -> LawRow:
    """The shape of a stored row."""
    match stored:
        case RateRow():
            return TaxRule(
                hs_code=stored.hs_code,
                name=stored.name,
                tariff_millionths=stored.tariff_millionths,
                vat_millionths=stored.vat_millionths,
                consumption_millionths=stored.consumption_millionths,
                condition=Condition(stored.condition),
                valid_from=stored.valid_from,
                valid_until=stored.valid_until,
                source=stored.source,
                checked=stored.checked,
            )
        case ThresholdRow():
            return Threshold(
                name=stored.name,
                value=stored.value,
                valid_from=stored.valid_from,
                valid_until=stored.valid_until,
                source=stored.source,
                checked=stored.checked,
            )
        case ListedRow():
            return PositiveListRow(
                code=stored.code,
                remark=stored.remark,
                modes=frozenset(Mode(mode) for mode in stored.modes.split()),
                yearly_cap=stored.yearly_cap,
                valid_from=stored.valid_from,
                valid_until=stored.valid_until,
                source=stored.source,
                checked=stored.checked,
            )
    raise AssertionError("a row of no table of the law")
