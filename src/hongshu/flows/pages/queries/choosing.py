"""Choosing a SKU by the axes of its product."""

from __future__ import annotations

from collections.abc import Mapping

from hongshu.flows.pages.contracts import AxisView, OptionView, Viewer
from hongshu.flows.pages.contracts.offers import StockView
from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import Product, Sku

NOTHING_KNOWN: Mapping[Id, StockView] = {}


def axes_view(
    product: Product, chosen: Sku | None, viewer: Viewer, *, stock: Mapping[Id, StockView] = NOTHING_KNOWN
) -> tuple[AxisView, ...]:
    """Each axis with the values that some SKU has, each leading to the SKU that is nearest to *chosen*:
    with this value, and with as many of the other values as there are.

    ``is_whole`` is False where following a value changes another axis too. No query.
    """
    if chosen is None or len(product.skus) < 2:
        return ()
    return tuple(
        AxisView(
            slug=axis.slug,
            name=axis.name.in_language(viewer.language),
            options=tuple(
                OptionView(
                    slug=value.slug,
                    name=value.name.in_language(viewer.language),
                    color=value.color,
                    sku_id=nearest.id,
                    is_chosen=chosen.choice[place] == value.slug,
                    is_whole=_alike(nearest, chosen) >= len(product.axes) - 1,
                    can_be_had=nearest.id not in stock or stock[nearest.id].can_be_had,
                )
                for value in axis.values
                if (nearest := _nearest(product, place, value.slug, chosen)) is not None
            ),
        )
        for place, axis in enumerate(product.axes)
    )


def _nearest(product: Product, place: int, value: str, chosen: Sku) -> Sku | None:
    having = [sku for sku in product.skus if sku.choice[place] == value]
    # The first of equals: they stand in the order that buyers see.
    return max(having, key=lambda sku: _alike(sku, chosen), default=None)


def _alike(sku: Sku, other: Sku) -> int:
    return sum(mine == theirs for mine, theirs in zip(sku.choice, other.choice, strict=True))
