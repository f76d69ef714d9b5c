"""Commands on products. Saving is by key and idempotent: the same drafts twice change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import LPad

from hongshu.kernel import clock
from hongshu.kernel.ids import Id, new_ids
from hongshu.store.catalog.contracts import (
    InvalidPrice,
    InvalidProduct,
    PriceKind,
    ProductDraft,
    ProductNotFound,
    ProductState,
    SavedProducts,
    SkuDraft,
)
from hongshu.store.catalog.models import BrandRow, CategoryRow, ProductRow, SkuRow
from hongshu.store.catalog.queries.shapes import category_of
from hongshu.store.catalog.rules.codes import padded_gtin
from hongshu.store.catalog.rules.products import digest_of
from hongshu.store.catalog.services.filling import Filled, Shelves, fill, sku_rows
from hongshu.store.catalog.services.pricing import PriceBook

_PRODUCT_COLUMNS = (
    "draft_digest", "brand", "category", "name_zh", "name_en", "search_text", "description_zh",
    "description_en", "highlights_zh", "highlights_en", "ingredients", "origin", "price_minor",
    "highest_price_minor", "source_price_minor", "source_currency", "rate", "rate_on", "needs_review",
    "attributes", "axes", "picture_waiver",
)  # fmt: skip
_SKU_COLUMNS = (
    "position", "option_zh", "option_en", "choice", "price_minor", "currency", "barcode", "origin_country",
    "hs_code", "shelf_life_days", "content", "content_unit", "weight_g", "is_withdrawn",
)  # fmt: skip
_BATCH = 500


@dataclass
class _Saving:
    """One call's work in progress."""

    at: datetime
    shelves: Shelves
    known: dict[tuple[str, str], ProductRow]
    owners: _Owners
    book: PriceBook
    refused: dict[str, InvalidProduct] = field(default_factory=dict)
    created: list[Filled] = field(default_factory=list)
    changed: list[Filled] = field(default_factory=list)
    unchanged: int = 0


@dataclass
class _Owners:
    """Whose the codes and barcodes are: product and SKU of each code, code of each barcode."""

    products: dict[str, Id]
    skus: dict[str, Id]
    barcodes: dict[str, str]

    def take(self, filled: Filled) -> None:
        """Claim everything that a product's SKUs carry. Raises InvalidProduct, and then claims nothing."""
        mine = {sku.code for sku, _ in filled.skus}
        barcodes: dict[str, str] = {}
        for sku, _ in filled.skus:
            if self.products.get(sku.code, filled.row.id) != filled.row.id:
                raise InvalidProduct(
                    why=f"SKU code {sku.code} belongs to another product", field="sku_code", sku=sku.code
                )
            if not sku.barcode:
                continue
            padded = padded_gtin(sku.barcode)
            holder = self.barcodes.get(padded, sku.code)
            if holder not in mine or padded in barcodes:
                raise InvalidProduct(
                    why=f"barcode {sku.barcode} belongs to another SKU", field="barcode", sku=sku.code
                )
            barcodes[padded] = sku.code
        self.products.update(dict.fromkeys(mine, Id(filled.row.id)))
        self.barcodes.update(barcodes)


@transaction.atomic
def save_products(drafts: Sequence[ProductDraft], *, is_correction: bool = False) -> SavedProducts:
    """Make products with their SKUs, or bring known ones (by source and key) up to date.

    A draft that cannot be made is returned in ``refused`` with its reason, and the others are saved. A SKU
    that a changed draft no longer has is withdrawn, never deleted; a changed price holds from now on, and
    what is planned for later stays planned. About a dozen statements for any number of drafts.

    With *is_correction* the drafts are staff's: the list that a product came from, read again, does not undo
    them, since what it said is remembered.
    """
    drafts_by_key = {(draft.source, draft.source_key): draft for draft in drafts}
    known = _known_products(drafts_by_key)
    owners = _owners_of([sku for draft in drafts for sku in draft.skus])
    at = clock.now()
    saving = _Saving(
        at=at,
        shelves=_shelves_of(drafts),
        known=known,
        owners=owners,
        book=PriceBook(list(owners.skus.values()), at=at),
    )
    fresh_ids = iter(new_ids(len(drafts_by_key)))
    for key, draft in drafts_by_key.items():
        row = known.get(key)
        said_before = None if row is None else bytes(row.draft_digest)
        if said_before == digest_of(draft) and not is_correction:
            saving.unchanged += 1
            continue
        _save_one(saving, row, draft, next(fresh_ids))
        if row is not None and said_before is not None and is_correction:
            row.draft_digest = said_before
    _write(saving)
    return SavedProducts(
        ids={key: Id(row.id) for (_, key), row in known.items()},
        created=len(saving.created),
        changed=len(saving.changed),
        unchanged=saving.unchanged,
        refused=saving.refused,
    )


def set_product_pictures(*, product_id: Id, picture_ids: Sequence[Id]) -> None:
    """Give a product its pictures, in order. Raises ProductNotFound."""
    if not ProductRow.objects.filter(id=product_id).update(picture_ids=list(picture_ids)):
        raise ProductNotFound


def set_products_in_stock(*, in_stock: Iterable[Id], sold_out: Iterable[Id]) -> int:
    """Tell which products can be bought at the moment; returns how many that changed. Idempotent.

    Locks are taken in key order, so that two calls at once wait for each other.
    """
    wanted = dict.fromkeys(in_stock, True) | dict.fromkeys(sold_out, False)
    if not wanted:
        return 0
    with transaction.atomic():
        rows = ProductRow.objects.select_for_update(no_key=True).filter(id__in=wanted).order_by("id")
        now = dict(rows.values_list("id", "is_in_stock"))
        changed = 0
        for value in (True, False):
            ids = [key for key, had in now.items() if wanted[key] is value and had is not value]
            changed += ProductRow.objects.filter(id__in=ids).update(is_in_stock=value) if ids else 0
    return changed


def confirm_products(*, product_ids: Sequence[Id]) -> int:
    """A member of staff confirms what was filled by default; returns how many had such values. Idempotent."""
    return ProductRow.objects.filter(id__in=product_ids).exclude(needs_review=[]).update(needs_review=[])


def _save_one(saving: _Saving, row: ProductRow | None, draft: ProductDraft, fresh_id: Id) -> None:
    is_new = row is None
    if row is None:
        row = ProductRow(id=fresh_id, source=draft.source, source_key=draft.source_key)
        row.state = draft.state.value
    try:
        filled = fill(row, draft, saving.shelves)
        if row.state == ProductState.PUBLISHED.value and not filled.skus:
            raise InvalidProduct(why="it has no SKU", field="sku_code")
        saving.owners.take(filled)
        _price(saving, filled)
    except InvalidProduct as error:
        saving.refused[draft.source_key] = error
        return
    (saving.created if is_new else saving.changed).append(filled)
    saving.known[draft.source, draft.source_key] = row


def _price(saving: _Saving, filled: Filled) -> None:
    """Plan the prices of a product's SKUs from now on."""
    missing = [sku.code for sku, _ in filled.skus if sku.code not in saving.owners.skus]
    saving.owners.skus.update(zip(missing, new_ids(len(missing)), strict=True))
    keys = [saving.owners.skus[sku.code] for sku, _ in filled.skus]
    for key, (sku, _) in zip(keys, filled.skus, strict=True):
        prices = (
            (PriceKind.LIST, sku.list_price),
            (PriceKind.SELLING, sku.price),
            (PriceKind.MEMBER, sku.member_price),
        )
        for kind, price in prices:
            if price is not None:
                saving.book.put(key, kind, price.amount_minor, starts_at=saving.at, ends_at=None)
        try:
            saving.book.check(key)
        except InvalidPrice as error:
            saving.book.forget(keys)
            why = f"SKU {sku.code}: {_WHY[str(error.details['why'])]}"
            raise InvalidProduct(why=why, field="price", sku=sku.code) from None


_WHY = {
    "price_above_list": "it would cost more than its list price",
    "price_above_selling": "it would cost members more than others",
}


def _write(saving: _Saving) -> None:
    saved = [*saving.created, *saving.changed]
    ProductRow.objects.bulk_create([filled.row for filled in saving.created])
    ProductRow.objects.bulk_update(
        [filled.row for filled in saving.changed], _PRODUCT_COLUMNS, batch_size=_BATCH
    )
    rows = [row for filled in saved for row in sku_rows(filled, saving.owners.skus)]
    if saving.changed:
        # Everything steps back first: two SKUs that change places would meet in the unique choice.
        before = SkuRow.objects.filter(product_id__in=[filled.row.id for filled in saving.changed])
        before.update(is_withdrawn=True)
        before.filter(code__in=[row.code for row in rows]).exclude(barcode="").update(barcode="")
    SkuRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=_SKU_COLUMNS
    )
    saving.book.save()


def _shelves_of(drafts: Sequence[ProductDraft]) -> Shelves:
    brands = BrandRow.objects.filter(slug__in={draft.brand_slug for draft in drafts})
    categories = CategoryRow.objects.filter(slug__in={draft.category_slug for draft in drafts})
    return Shelves(
        brands={row.slug: row for row in brands},
        categories={row.slug: category_of(row) for row in categories},
    )


def _known_products(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], ProductRow]:
    by_source: dict[str, list[str]] = {}
    for source, key in wanted:
        by_source.setdefault(source, []).append(key)
    found = {}
    # Locked in key order, so that two imports at once wait for each other instead of crossing.
    for source in sorted(by_source):
        rows = ProductRow.objects.select_for_update().order_by("id")
        for row in rows.filter(source=source, source_key__in=by_source[source]):
            found[(source, row.source_key)] = row
    return found


def _owners_of(skus: Sequence[SkuDraft]) -> _Owners:
    codes = {sku.code for sku in skus}
    found = list(SkuRow.objects.filter(code__in=codes).values_list("code", "product_id", "id"))
    barcodes = {padded_gtin(sku.barcode) for sku in skus if sku.barcode}
    held: dict[str, str] = {}
    if barcodes:
        rows = SkuRow.objects.exclude(barcode="").annotate(padded=LPad("barcode", 14, Value("0")))
        held = dict(rows.filter(padded__in=barcodes).values_list("padded", "code"))
    return _Owners(
        products={code: Id(product) for code, product, _ in found},
        skus={code: Id(key) for code, _, key in found},
        barcodes=held,
    )
