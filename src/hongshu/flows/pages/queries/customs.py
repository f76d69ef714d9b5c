"""Pages of customs for staff."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hongshu.community.members.queries import find_by_handle, list_profiles_by_id
from hongshu.flows.pages.contracts.customs import (
    LawImportView,
    LawRowView,
    QuotaLookup,
    QuotaStep,
    RatesPage,
)
from hongshu.flows.pages.queries.identity import quota_view
from hongshu.kernel.money import Money
from hongshu.platform.identity.queries import find_identity
from hongshu.store.customs.contracts import LawTable, PositiveListRow, TaxRule, Threshold
from hongshu.store.customs.queries import current_tables, list_imports, list_quota_entries
from hongshu.store.declarations.queries import ask_order_numbers

_MOST_ROWS = 200


def find_quota(*, handle: str, last_four: str) -> QuotaLookup | None:
    """The quota of who has an account and a resident id that ends so; None where the two do not go together.

    At most seven queries. Nothing is opened for it.
    """
    profile = find_by_handle(handle.strip().removeprefix("@"))
    found = None if profile is None else find_identity(profile.user_id)
    if profile is None or found is None or found.last_four != last_four.strip().upper():
        return None
    entries = list_quota_entries(found.resident_id)
    numbers = ask_order_numbers([entry.order_id for entry in entries]).answer
    return QuotaLookup(
        masked_name=found.masked_name,
        last_four=found.last_four,
        account=profile.handle,
        quota=quota_view(found.resident_id),
        steps=tuple(
            QuotaStep(
                order_id=entry.order_id,
                order_number=numbers.get(entry.order_id, ""),
                year=entry.year,
                kind=entry.kind.value,
                amount=Money(entry.amount_fen),
                made_at=entry.made_at,
            )
            for entry in entries
        ),
    )


def rates_page(*, table: LawTable, wanted: str, today: date) -> RatesPage:
    """A table of the law: rows whose key or words have *wanted*, the newest of a key first."""
    rows = [_view(row, today) for row in _rows(table)]
    words = wanted.strip().casefold()
    found = [row for row in rows if words in " ".join((row.key, *row.cells)).casefold()]
    imports = list_imports()
    people = list_profiles_by_id([made.actor_id for made in imports if made.actor_id is not None])
    return RatesPage(
        table=table.value,
        rows=tuple(sorted(found, key=lambda row: (row.key, -row.valid_from.toordinal()))[:_MOST_ROWS]),
        total=len(rows),
        unchecked=sum(row.checked in ("", "no") for row in rows),
        imports=tuple(
            LawImportView(
                table=made.table.value,
                file_name=made.file_name,
                rows=made.rows,
                by=people[made.actor_id].name if made.actor_id in people else "",
                made_at=made.made_at,
            )
            for made in imports
        ),
    )


def _rows(table: LawTable) -> tuple[TaxRule | Threshold | PositiveListRow, ...]:
    tables = current_tables()
    match table:
        case LawTable.RATES:
            return tables.rules
        case LawTable.THRESHOLDS:
            return tables.thresholds
        case LawTable.POSITIVE_LIST:
            return tables.positive_list


def _view(row: TaxRule | Threshold | PositiveListRow, today: date) -> LawRowView:
    key: str
    cells: tuple[str, ...]
    match row:
        case TaxRule():
            key, cells = (
                row.hs_code,
                (
                    row.name,
                    _percent(row.tariff_millionths),
                    _percent(row.vat_millionths),
                    _percent(row.consumption_millionths),
                    row.condition.value,
                ),
            )
        case Threshold():
            key, cells = row.name, (str(row.value),)
        case PositiveListRow():
            modes = " ".join(sorted(mode.value for mode in row.modes))
            key, cells = row.code, (modes, row.yearly_cap, row.remark)
    return LawRowView(
        key=key,
        cells=cells,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        source=row.source,
        checked=row.checked,
        holds=row.valid_from <= today and (row.valid_until is None or today < row.valid_until),
    )


def _percent(millionths: int) -> str:
    return f"{Decimal(millionths).scaleb(-4):f}".rstrip("0").rstrip(".")
