"""An order's invoice as PDF, and a member's orders as CSV.

Letters come from the typefaces that are installed as wheels: a fresh machine has no Chinese font.
"""

from __future__ import annotations

import csv
import importlib.resources
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from hongshu.flows.pages.contracts.ordering import OrderView
from hongshu.kernel.money import Money

_FONT = ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf")
_INK = (34, 34, 34)


def invoice_pdf(order: OrderView) -> bytes:
    """What was bought and what it cost, on one or more A4 pages."""
    # A quarter of a second of imports, which no other page needs.
    from fpdf import FPDF

    made = FPDF(format="A4")
    made.set_title(order.number)
    made.set_creation_date(order.paid_at)
    face = str(importlib.resources.files(_FONT[0]) / _FONT[1])
    for style in ("", "B"):
        made.add_font("cjk", style=style, fname=face)
    made.set_margins(18, 18)
    made.add_page()
    made.set_text_color(*_INK)
    made.set_font("cjk", size=20)
    made.cell(0, 12, _("Invoice"), new_x="LMARGIN", new_y="NEXT")
    made.set_font("cjk", size=10)
    for label, text in (
        (_("Order"), order.number),
        (_("Paid"), f"{order.paid_at:%Y-%m-%d}" if order.paid_at else ""),
        (_("To"), f"{order.recipient}, {order.address_line}"),
    ):
        made.multi_cell(0, 6, f"{label}: {text}", new_x="LMARGIN", new_y="NEXT")
    made.ln(4)
    with made.table(col_widths=(86, 18, 34, 34), text_align=("LEFT", "RIGHT", "RIGHT", "RIGHT")) as table:
        _row(table, (_("Goods"), _("Units"), _("Price"), _("Import tax")))
        for line in order.lines:
            name = " · ".join(part for part in (line.name, line.option) if part)
            _row(table, (name, str(line.quantity), yuan(line.total), yuan(line.tax)))
    made.ln(4)
    sums = [(_("Goods"), order.before), (_("Discounts"), Money(-order.discount.amount_minor))]
    sums += [(_("Freight"), order.freight), (_("Import tax"), order.tax), (_("Total"), order.total)]
    if order.refunded.amount_minor:
        sums.append((_("Given back"), Money(-order.refunded.amount_minor)))
    for label, amount in sums:
        made.cell(138, 7, label, align="R")
        made.cell(36, 7, yuan(amount), align="R", new_x="LMARGIN", new_y="NEXT")
    return bytes(made.output())


def orders_csv(orders: Iterable[OrderView]) -> str:
    """A row a line of an order."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [
            *("number", "placed_at", "state", "product", "option", "units", "unit_price_cny"),
            *("line_tax_cny", "order_freight_cny", "order_total_cny", "order_refunded_cny"),
        ]
    )
    for order in orders:
        for line in order.lines:
            writer.writerow(
                [
                    *(order.number, order.placed_at.isoformat(timespec="seconds"), order.state),
                    *(_safe(line.name), _safe(line.option), line.quantity, line.unit.amount),
                    *(line.tax.amount, order.freight.amount, order.total.amount, order.refunded.amount),
                ]
            )
    return text.getvalue()


def yuan(amount: Money) -> str:
    """An amount on paper."""
    sign = "−" if amount.amount_minor < 0 else ""
    return f"{sign}¥{abs(amount.amount):,.2f}"


def _row(table: object, cells: Iterable[str]) -> None:
    row = table.row()  # type: ignore[attr-defined]
    for cell in cells:
        row.cell(cell)


def _safe(text: str) -> str:
    # What begins like a formula would be one in a spreadsheet.
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
