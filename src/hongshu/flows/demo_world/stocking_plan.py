"""What the demo world has bought, as it is read: places, suppliers, and a purchase of every SKU."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from hongshu.flows.demo_world.contracts import World, chance_of
from hongshu.kernel.money import from_major
from hongshu.store.catalog.contracts import ProductDraft, SkuDraft
from hongshu.store.inventory.contracts import SupplierDraft, WarehouseDraft, WarehouseKind

CONTENT = Path(__file__).resolve().parent / "content" / "buying.toml"
# What a supplier asks of a selling price, as a share.
_COST_SHARE = Decimal("0.4")


class Wave(StrEnum):
    """Which purchase of a SKU: the first one, or one more that staff have to go on with."""

    FIRST = "first"
    WAITING = "waiting"
    COMING = "coming"
    DRAFT = "draft"


class Fate(StrEnum):
    """What becomes of a SKU's first lot."""

    PASSED = "passed"
    FAILED = "failed"
    RECALLED = "recalled"
    CONDITIONAL = "conditional"
    NEAR_EXPIRY = "near_expiry"
    SOLD_OUT = "sold_out"
    LOW = "low"


# Different for each wave, so that an order tells which one it is.
_UNITS = {Wave.WAITING: 31, Wave.COMING: 51, Wave.DRAFT: 71}
_FEW = {Fate.SOLD_OUT: 6, Fate.LOW: 4}


@dataclass(frozen=True, slots=True)
class FateOf:
    """The fate of a product's lots, with what the inspector wrote."""

    kind: Fate = Fate.PASSED
    defects: int = 0
    failing: tuple[str, ...] = ()
    note: str = ""
    conditions_zh: str = ""
    conditions_en: str = ""
    left_days: int | None = None
    sold: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where a brand comes from, to which warehouse, and by which authorisation; days are from the filling."""

    brand: str
    supplier: str
    warehouse: str
    number: str
    from_days: int
    until_days: int
    came_days: int
    duty_percent: int


@dataclass(frozen=True, slots=True)
class Planned:
    """A SKU in a wave: how many, at what price in the supplier's currency. None: it does not expire."""

    wave: Wave
    code: str
    quantity: int
    unit_price_minor: int
    shelf_life_days: int | None
    fate: FateOf


@dataclass(frozen=True, slots=True)
class BuyingContent:
    """The content of this module; suppliers' rates are by their codes, fates by product."""

    warehouses: tuple[WarehouseDraft, ...]
    suppliers: Mapping[str, SupplierDraft]
    rates: Mapping[str, Decimal]
    sources: tuple[Source, ...]
    fates: Mapping[str, FateOf]
    more: Mapping[str, Wave] = field(default_factory=dict)


@cache
def read_buying() -> BuyingContent:
    """The content of this module."""
    told = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
    return BuyingContent(
        warehouses=tuple(
            WarehouseDraft(**{**entry, "kind": WarehouseKind(entry["kind"])}) for entry in told["warehouse"]
        ),
        suppliers={entry["code"]: _supplier(entry) for entry in told["supplier"]},
        rates={entry["code"]: Decimal(entry["rate"]) for entry in told["supplier"]},
        sources=tuple(Source(**entry) for entry in told["source"]),
        fates={entry["product"]: _fate(entry) for entry in told["fate"]},
        more={slug: Wave(entry["kind"]) for entry in told["more"] for slug in entry["products"]},
    )


def purchases_of(source: Source, world: World) -> tuple[Planned, ...]:
    """Everything that is bought of a source's brand: each SKU once, and some once more."""
    content = read_buying()
    rate = content.rates[source.supplier]
    currency = content.suppliers[source.supplier].currency
    planned = []
    for product in world.products:
        if product.brand_slug != source.brand:
            continue
        for sku in product.skus:
            for wave in _waves(product, content):
                planned.append(_planned(product, sku, wave, content, rate=rate, currency=currency))
    return tuple(planned)


def _waves(product: ProductDraft, content: BuyingContent) -> Iterator[Wave]:
    yield Wave.FIRST
    if product.source_key in content.more:
        yield content.more[product.source_key]


def _planned(
    product: ProductDraft,
    sku: SkuDraft,
    wave: Wave,
    content: BuyingContent,
    *,
    rate: Decimal,
    currency: str,
) -> Planned:
    fate = content.fates.get(product.source_key, FateOf()) if wave is Wave.FIRST else FateOf()
    usual = _UNITS.get(wave) or 24 + 12 * chance_of("units", sku.code).randrange(10)
    price = from_major(sku.price.amount * _COST_SHARE / rate, currency)
    return Planned(
        wave=wave,
        code=sku.code,
        quantity=_FEW.get(fate.kind, usual),
        unit_price_minor=price.amount_minor,
        shelf_life_days=sku.shelf_life_days,
        fate=fate,
    )


def _supplier(entry: Mapping[str, Any]) -> SupplierDraft:
    return SupplierDraft(
        code=entry["code"],
        name=entry["name"],
        country=entry["country"],
        currency=entry["currency"],
        contact=entry["contact"],
    )


def _fate(entry: Mapping[str, Any]) -> FateOf:
    told = {name: value for name, value in entry.items() if name != "product"}
    return FateOf(**{**told, "kind": Fate(entry["kind"]), "failing": tuple(entry.get("failing", ()))})
