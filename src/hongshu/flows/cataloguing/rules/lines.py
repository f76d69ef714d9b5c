"""Rows of one product as the draft that they tell, beside the product as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hongshu.flows.cataloguing.contracts import Problem, TableKind
from hongshu.flows.cataloguing.rules.axes import axes_told, choice_told, tells_axes
from hongshu.flows.cataloguing.rules.cells import shortened
from hongshu.flows.cataloguing.rules.columns import ATTRIBUTE, PRODUCT, Holds
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import (
    BrandDraft,
    OptionAxis,
    ProductDraft,
    ProductState,
    SkuDraft,
    Text,
)

# What a product is from that names no source: the operator's own buyers wrote it.
OWN_SOURCE = "catalogue"
_KEPT_WHEN_EMPTY = ("origin_country", "hs_code", "shelf_life_days", "weight_g")


@dataclass(slots=True)
class Line:
    """One row: what its columns tell, by name. A column that the table does not have is not in it."""

    number: int
    told: dict[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A text, empty where the column is missing."""
        return str(self.told.get(name) or "")


@dataclass(frozen=True, slots=True)
class ProductLines:
    """All rows of one product, in their order."""

    source: str
    key: str
    lines: tuple[Line, ...]

    @property
    def head(self) -> Line:
        """The row that tells of the product; further rows may leave those cells empty."""
        return self.lines[0]

    def row_of(self, sku_code: str) -> int:
        """The row of a SKU, or the product's first."""
        rows = (line.number for line in self.lines if line.text("sku_code") == sku_code)
        return next(rows, self.head.number)


def grouped(lines: Iterable[Line]) -> tuple[list[ProductLines], list[Problem]]:
    """Rows by product, and what is wrong between rows: a missing key, a SKU twice, rows that disagree."""
    found: dict[tuple[str, str], list[Line]] = {}
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for line in lines:
        code, key = line.text("sku_code"), line.text("product_key")
        missing = [name for name in ("product_key", "sku_code") if name in line.told and not line.text(name)]
        problems += [_problem(line, name, "required") for name in missing]
        if code in seen:
            problems.append(_problem(line, "sku_code", "twice_in_file", f"{code} ({seen[code]})"))
        if code:
            seen.setdefault(code, line.number)
        if key and code:
            found.setdefault((line.text("source") or OWN_SOURCE, key), []).append(line)
    products = [ProductLines(source, key, tuple(rows)) for (source, key), rows in found.items()]
    for product in products:
        problems += _disagreeing(product)
    return products, problems


def _disagreeing(product: ProductLines) -> list[Problem]:
    head = product.head.told
    names = [
        name for name in head
        if (name in PRODUCT and PRODUCT[name] is not Holds.TOLD) or name.startswith(ATTRIBUTE)
    ]  # fmt: skip
    return [
        _problem(line, name, "disagrees", str(line.told[name]))
        for line in product.lines[1:]
        for name in names
        if line.told.get(name) and line.told[name] != head[name]
    ]


def draft_of(product: ProductLines, known: ProductDraft | None) -> ProductDraft:
    """What the rows make of a product. A column that is not there leaves what is; a new product is a draft
    unless its state is told.
    """
    head = product.head
    base = known or ProductDraft(
        source=product.source, source_key=product.key, brand_slug="", category_slug="", name=Text(), skus=(),
        state=ProductState.DRAFT, picture_waiver="",
    )  # fmt: skip
    before = {sku.code: sku for sku in base.skus}
    axes = axes_told([line.told for line in product.lines], base.axes)
    if not tells_axes(head.told) and any(line.text("sku_code") not in before for line in product.lines):
        # They are told apart by what they are called, as the catalogue does it.
        axes = ()
    told = head.told
    return replace(
        base,
        brand_slug=told.get("brand", base.brand_slug),
        category_slug=told.get("category", base.category_slug),
        name=_text(told, "name", base.name),
        description=_text(told, "description", base.description),
        highlights_zh=told.get("highlights_zh", base.highlights_zh),
        highlights_en=told.get("highlights_en", base.highlights_en),
        ingredients=told.get("ingredients", base.ingredients),
        origin=told.get("origin", base.origin),
        picture_waiver=told.get("picture_waiver", base.picture_waiver),
        attributes=_attributes(told, base.attributes),
        state=ProductState(told["state"]) if told.get("state") else base.state,
        axes=axes,
        skus=tuple(_sku(line, before.get(line.text("sku_code")), axes) for line in product.lines),
    )


def brand_of(product: ProductLines) -> BrandDraft | None:
    """The brand that the rows name in words, to be made where it is not there."""
    slug, zh, en = (product.head.text(name) for name in ("brand", "brand_zh", "brand_en"))
    return BrandDraft(slug=slug, name=Text(zh=zh, en=en)) if slug and (zh or en) else None


def _sku(line: Line, known: SkuDraft | None, axes: Sequence[OptionAxis]) -> SkuDraft:
    told = line.told
    base = known or SkuDraft(code=line.text("sku_code"), price=Money(0))
    choice = choice_told(told, axes, base.choice)
    option = _text(told, "option", base.option)
    if known is not None and option == Text() and choice == known.choice:
        option = known.option
    named = {name: told[name] for name in ("barcode", "content", "content_unit") if name in told}
    kept = {name: told[name] for name in _KEPT_WHEN_EMPTY if told.get(name) not in (None, "")}
    prices: dict[str, Any] = {
        name: Money(told[name])
        for name in ("price", "list_price", "member_price")
        if told.get(name) is not None
    }
    return replace(base, choice=choice, option=option, **named, **kept, **prices)


def _text(told: dict[str, Any], name: str, base: Text) -> Text:
    return Text(zh=told.get(f"{name}_zh", base.zh), en=told.get(f"{name}_en", base.en))


def _attributes(told: dict[str, Any], base: dict[str, str]) -> dict[str, str]:
    found = {slug: value for slug, value in base.items() if ATTRIBUTE + slug not in told}
    for name, value in told.items():
        if name.startswith(ATTRIBUTE) and value:
            found[name.removeprefix(ATTRIBUTE)] = value
    return found


def _problem(line: Line, column: str, code: str, value: str = "") -> Problem:
    return Problem(TableKind.PRODUCTS, line.number, column, code, shortened(value))
