"""The analysts' page of figures."""

from __future__ import annotations

from hongshu.flows.pages.contracts.figures import FiguresPage
from hongshu.flows.pages.queries.stockroom import name_of
from hongshu.store.inventory.queries import ask_warehouses, get_stock_figures


def figures_page(*, language: str) -> FiguresPage:
    """All figures of the stock as it is now. Two queries."""
    return FiguresPage(
        figures=get_stock_figures(),
        names={each.id: name_of(each, language) for each in ask_warehouses().answer},
    )
