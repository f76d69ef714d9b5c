"""What an order does to the books.

Placing posts nothing. A capture stands in customer funds (payments post it). With the shipping the price is
earned: funds become revenue, freight and tax; coupons are a cost; goods leave the inventory at the cost of
their lots. A refund before the shipping leaves the books to payments; after it, what was earned first goes
back into customer funds. So an order's customer funds are at any time what was captured, less what was
earned, less what is back at the buyer.
"""

from __future__ import annotations

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.inventory.contracts import HoldState
from hongshu.store.inventory.queries import list_reserved
from hongshu.store.ledger.contracts import Account, TransferDraft
from hongshu.store.ledger.services import post_transfers
from hongshu.store.trade.models import OrderRefundRow, OrderRow

SUBJECT = "order"


def post_earned(row: OrderRow) -> None:
    """The goods have left: what was not given back before is earned."""
    goods = row.goods_minor - row.refunded_goods_minor
    sold = list_reserved(holder_kind=SUBJECT, holder_id=Id(row.id), state=HoldState.SOLD)
    cost = sum(each.unit_cost.amount_minor * each.quantity for each in sold)
    discount = row.discount_minor if goods else 0
    _post(
        row,
        (Account.CUSTOMER_FUNDS, Account.REVENUE, goods, "sale", "sale:goods"),
        (Account.COUPON_COST, Account.REVENUE, discount, "discount", "sale:discount"),
        (
            Account.CUSTOMER_FUNDS,
            Account.SHIPPING_REVENUE,
            row.freight_minor - row.refunded_freight_minor,
            "freight",
            "sale:freight",
        ),
        (
            Account.CUSTOMER_FUNDS,
            Account.TAX_PAYABLE,
            row.tax_minor - row.refunded_tax_minor,
            "import_tax",
            "sale:tax",
        ),
        (Account.COST_OF_GOODS, Account.INVENTORY, cost, "cost_of_goods", "sale:cost"),
    )


def post_given_back(row: OrderRow, refund: OrderRefundRow) -> None:
    """What was earned goes back into customer funds, from where payments give it to the buyer."""
    key = f"refund:{refund.id}"
    _post(
        row,
        (Account.REFUNDS, Account.CUSTOMER_FUNDS, refund.goods_minor, "refund", f"{key}:goods"),
        (Account.SHIPPING_REVENUE, Account.CUSTOMER_FUNDS, refund.freight_minor, "refund", f"{key}:freight"),
        (Account.TAX_PAYABLE, Account.CUSTOMER_FUNDS, refund.tax_minor, "refund", f"{key}:tax"),
    )


def _post(row: OrderRow, *moves: tuple[Account, Account, int, str, str]) -> None:
    drafts = [
        TransferDraft(
            debit=debit,
            credit=credit,
            amount=Money(amount, row.currency),
            reason=reason,
            subject_kind=SUBJECT,
            subject_id=Id(row.id),
            key=key,
        )
        for debit, credit, amount, reason, key in moves
        if amount
    ]
    if drafts:
        post_transfers(drafts)
