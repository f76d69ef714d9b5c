"""What analysts see of the stock as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import StockFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresPage:
    """Figures of the stock, with the names of the warehouses."""

    figures: StockFigures
    names: Mapping[Id, str]
