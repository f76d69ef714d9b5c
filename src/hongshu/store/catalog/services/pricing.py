"""The prices of many SKUs, read once, changed by the rules, and written back together."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from hongshu.kernel.ids import Id, new_ids
from hongshu.store.catalog.contracts import InvalidPrice, PriceKind
from hongshu.store.catalog.models import PriceRow
from hongshu.store.catalog.rules.spans import Span, carve, is_above, waits_for_next

_Key = tuple[Id, PriceKind]


class PriceBook:
    """What holds from *at* on for SKUs; whoever writes has locked them or their products."""

    def __init__(self, sku_ids: Collection[Id], *, at: datetime) -> None:
        self._at = at
        self._rows: dict[_Key, list[PriceRow]] = {}
        self._ended: dict[Id, PriceRow] = {}
        self._removed: dict[Id, Id] = {}
        self._fresh: dict[Id, PriceRow] = {}
        if not sku_ids:
            return
        rows = PriceRow.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), sku_id__in=sku_ids)
        for row in rows.order_by("starts_at"):
            self._rows.setdefault((Id(row.sku_id), PriceKind(row.kind)), []).append(row)

    def put(
        self, sku_id: Id, kind: PriceKind, amount_minor: int, *, starts_at: datetime, ends_at: datetime | None
    ) -> bool:
        """Give a price its time; whether that changes anything. ``check`` comes after.

        Without an end it holds until the next one that is planned already.
        """
        rows = self._rows.get((sku_id, kind), [])
        spans = [_span(row) for row in rows]
        new = waits_for_next(Span(amount_minor, starts_at, ends_at), spans)
        for span in spans:
            is_same = span.amount_minor == amount_minor and span.starts_at <= new.starts_at
            if is_same and span.ends_at == new.ends_at:
                return False
        carved = carve(spans, new)
        for place, ends in carved.ended.items():
            rows[place].ends_at = ends
            self._ended[Id(rows[place].id)] = rows[place]
        for place in carved.removed:
            self._removed[Id(rows[place].id)] = sku_id
        kept = [row for place, row in enumerate(rows) if place not in carved.removed]
        for span, key in zip(carved.added, new_ids(len(carved.added)), strict=True):
            row = PriceRow(
                id=key, sku_id=sku_id, kind=kind.value, amount_minor=span.amount_minor,
                starts_at=span.starts_at, ends_at=span.ends_at, is_applied=span.starts_at <= self._at,
            )  # fmt: skip
            self._fresh[key] = row
            kept.append(row)
        self._rows[sku_id, kind] = kept
        return True

    def holds(
        self, sku_id: Id, kind: PriceKind, amount_minor: int, starts_at: datetime, ends_at: datetime | None
    ) -> bool:
        """Whether that very price is there already."""
        return Span(amount_minor, starts_at, ends_at) in self._spans(sku_id, kind)

    def check(self, sku_id: Id) -> None:
        """Raise InvalidPrice unless members pay at most the selling price, and that is at most the list
        price, at every moment.
        """
        listed, selling, members = (
            self._spans(sku_id, kind) for kind in (PriceKind.LIST, PriceKind.SELLING, PriceKind.MEMBER)
        )
        if is_above(selling, listed):
            raise InvalidPrice(why="price_above_list")
        if is_above(members, selling):
            raise InvalidPrice(why="price_above_selling")

    def forget(self, sku_ids: Collection[Id]) -> None:
        """Leave the prices of SKUs as they are written."""
        gone = set(sku_ids)
        for rows in (self._ended, self._fresh):
            for key in [key for key, row in rows.items() if row.sku_id in gone]:
                del rows[key]
        self._removed = {key: sku for key, sku in self._removed.items() if sku not in gone}
        self._rows = {key: rows_of for key, rows_of in self._rows.items() if key[0] not in gone}

    def save(self) -> None:
        """Write everything: first what makes room, then what takes it. At most three statements."""
        untouched = self._ended.keys() - self._fresh.keys() - self._removed.keys()
        written = [self._ended[key] for key in untouched]
        if written:
            PriceRow.objects.bulk_update(written, ["ends_at"], batch_size=1000)
        if gone := self._removed.keys() - self._fresh.keys():
            PriceRow.objects.filter(id__in=gone).delete()
        PriceRow.objects.bulk_create(
            [row for key, row in self._fresh.items() if key not in self._removed], batch_size=5000
        )

    def _spans(self, sku_id: Id, kind: PriceKind) -> list[Span]:
        return [_span(row) for row in self._rows.get((sku_id, kind), [])]


def copy_selling_prices(sku_ids: Iterable[Id], *, at: datetime) -> int:
    """Bring the copies in SKUs and their products up to the selling price of a moment; returns how many
    products that touched. Two statements; the caller holds the products.
    """
    ids = [int(key) for key in sku_ids]
    if not ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_COPY_TO_SKUS, {"ids": ids, "at": at})
        cursor.execute(_COPY_TO_PRODUCTS, {"ids": ids})
        return int(cursor.rowcount)


_COPY_TO_SKUS = """
UPDATE catalog_sku s SET price_minor = p.amount_minor FROM catalog_price p
WHERE s.id = ANY(%(ids)s) AND p.sku_id = s.id AND p.kind = 'selling' AND p.starts_at <= %(at)s
  AND (p.ends_at IS NULL OR p.ends_at > %(at)s) AND s.price_minor <> p.amount_minor
"""
_COPY_TO_PRODUCTS = """
UPDATE catalog_product p SET price_minor = f.low, highest_price_minor = f.high FROM (
  SELECT product_id, min(price_minor) AS low, max(price_minor) AS high FROM catalog_sku
  WHERE NOT is_withdrawn AND product_id IN (SELECT product_id FROM catalog_sku WHERE id = ANY(%(ids)s))
  GROUP BY product_id
) f WHERE p.id = f.product_id AND (p.price_minor, p.highest_price_minor) IS DISTINCT FROM (f.low, f.high)
"""


def _span(row: Any) -> Span:
    return Span(row.amount_minor, row.starts_at, row.ends_at)
