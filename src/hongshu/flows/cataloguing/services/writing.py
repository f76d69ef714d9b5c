"""Writing the catalogue out as a file that, read again, changes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from tablib import Databook

from hongshu.flows.cataloguing.contracts import FileKind, TableKind
from hongshu.flows.cataloguing.reading.resource import CatalogueResource
from hongshu.flows.cataloguing.rules.columns import AXES
from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import KeptProduct, SkuDraft
from hongshu.store.catalog.queries import (
    list_kept_product_ids,
    list_kept_products,
    list_prices_from,
    list_skus_by_code,
)

_BATCH = 1_000


def write_products(
    *, kind: FileKind, table: TableKind = TableKind.PRODUCTS, product_ids: Collection[Id] | None = None
) -> bytes:
    """Products with their SKUs, of any state, in the order in which they came; or the prices that hold now or
    later. None of *product_ids*: all of them. A workbook has both tables. UTF-8 with a byte order mark, so
    that spreadsheets read Chinese.
    """
    products = list(_products(product_ids))
    if kind is FileKind.XLSX:
        book = Databook([_sheet(one, products) for one in TableKind])
        return bytes(book.export("xlsx"))
    return _csv(_sheet(table, products))


def _products(product_ids: Collection[Id] | None) -> Iterator[KeptProduct]:
    if product_ids is not None:
        yield from list_kept_products(product_ids).values()
        return
    after = 0
    while ids := list_kept_product_ids(after=after, limit=_BATCH):
        yield from list_kept_products(ids).values()
        after = ids[-1]


def _sheet(table: TableKind, products: list[KeptProduct]) -> Any:
    if table is TableKind.PRICES:
        sheet = CatalogueResource(table).written(list(_price_rows(products)))
    else:
        attributes = sorted({slug for product in products for slug in product.draft.attributes})
        rows = [_row(product, sku, attributes) for product in products for sku in product.draft.skus]
        sheet = CatalogueResource(table, attributes).written(rows)
    sheet.title = table.value
    return sheet


def _csv(sheet: Any) -> bytes:
    # tablib's own CSV ends lines as the platform does; a file should be the same everywhere.
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(sheet.headers)
    writer.writerows(sheet)
    return text.getvalue().encode("utf-8-sig")


def _row(product: KeptProduct, sku: SkuDraft, attributes: list[str]) -> Mapping[str, Any]:
    draft = product.draft
    row: dict[str, Any] = {
        "source": draft.source, "product_key": draft.source_key, "state": draft.state.value,
        "brand": draft.brand_slug, "brand_zh": product.brand_name.zh, "brand_en": product.brand_name.en,
        "category": draft.category_slug, "name_zh": draft.name.zh, "name_en": draft.name.en,
        "description_zh": draft.description.zh, "description_en": draft.description.en,
        "highlights_zh": draft.highlights_zh, "highlights_en": draft.highlights_en,
        "ingredients": draft.ingredients, "origin": draft.origin, "picture_waiver": draft.picture_waiver,
        "needs_review": draft.needs_review, "sku_code": sku.code, "option_zh": sku.option.zh,
        "option_en": sku.option.en, "price": sku.price.amount_minor,
        "list_price": sku.list_price.amount_minor if sku.list_price else None,
        "member_price": sku.member_price.amount_minor if sku.member_price else None,
        "barcode": sku.barcode, "origin_country": sku.origin_country, "hs_code": sku.hs_code,
        "shelf_life_days": sku.shelf_life_days, "content": sku.content, "content_unit": sku.content_unit,
        "weight_g": sku.weight_g,
    }  # fmt: skip
    for number, axis, slug in zip(AXES, draft.axes, sku.choice, strict=False):
        value = next(one for one in axis.values if one.slug == slug)
        row |= {
            f"axis_{number}": axis.slug, f"axis_{number}_zh": axis.name.zh,
            f"axis_{number}_en": axis.name.en, f"value_{number}": slug, f"value_{number}_zh": value.name.zh,
            f"value_{number}_en": value.name.en, f"value_{number}_color": value.color,
        }  # fmt: skip
    row |= {f"told{place}": draft.attributes.get(slug, "") for place, slug in enumerate(attributes)}
    return row


def _price_rows(products: list[KeptProduct]) -> Iterator[Mapping[str, Any]]:
    codes = [sku.code for product in products for sku in product.draft.skus]
    for begin in range(0, len(codes), _BATCH):
        ids = list_skus_by_code(codes[begin : begin + _BATCH])
        code_of = {key: code for code, key in ids.items()}
        for price in list_prices_from(ids.values(), clock.now()):
            yield {
                "sku_code": code_of[price.sku_id],
                "kind": price.kind.value,
                "amount": price.amount.amount_minor,
                "starts_at": price.starts_at,
                "ends_at": price.ends_at,
            }
