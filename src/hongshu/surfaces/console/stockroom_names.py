"""Names of the states, zones and movements of the stockroom, for its pages."""

from __future__ import annotations

from babel.numbers import format_currency
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from hongshu.kernel.money import Money

_NAMES = {
    "quality": {
        "awaiting": _("awaits inspection"),
        "passed": _("passed"),
        "conditional": _("passed with conditions"),
        "failed": _("failed"),
    },
    "state": {
        "draft": _("draft"),
        "ordered": _("ordered"),
        "closed": _("closed"),
        "cancelled": _("cancelled"),
    },
    "zone": {"shelf": _("on the shelf"), "transit": _("on the way"), "checking": _("being checked")},
    "movement": {
        "received": _("received"),
        "sold": _("sold"),
        "returned": _("returned"),
        "disposed": _("disposed of"),
        "adjusted": _("corrected"),
        "sent": _("sent off"),
        "arrived": _("arrived"),
    },
    "act": {
        "recalled": _("recalled"),
        "lifted": _("recall lifted"),
        "set_aside": _("set aside"),
        "cleared": _("found fine"),
        "shelved": _("laid onto the shelf"),
    },
    "kind": {
        "bonded": _("bonded"),
        "domestic": _("domestic"),
        "overseas": _("overseas"),
    },
    "stopped": {"recalled": _("recalled"), "failed": _("failed"), "expired": _("expired")},
    "track": {
        "packed": _("packed"),
        "picked_up": _("with the carrier"),
        "on_the_way": _("on its way"),
        "out_for_delivery": _("out for delivery"),
        "delivered": _("delivered"),
        "lost": _("lost"),
    },
    "order": {
        "placed": _("not paid yet"),
        "paid": _("paid, and waiting"),
        "declared": _("with the customs"),
        "released": _("released, and waiting"),
        "allocated": _("ready to be packed"),
        "packed": _("packed"),
        "shipped": _("on its way"),
        "delivered": _("delivered"),
        "completed": _("completed"),
        "cancelled": _("cancelled"),
        "refused": _("refused by the customs"),
    },
    "order_tab": {
        "all": _("all"),
        "unpaid": _("not paid yet"),
        "preparing": _("being prepared"),
        "shipped": _("on its way"),
        "delivered": _("arrived"),
        "ended": _("ended"),
    },
    "refund_state": {"partly": _("partly given back"), "whole": _("given back")},
    "order_actor": {
        "buyer": _("by the buyer"),
        "staff": _("by staff"),
        "system": _("by itself"),
        "customs": _("by the customs"),
        "carrier": _("by the carrier"),
    },
    "account": {
        "bank": _("Bank"),
        "provider_clearing": _("With payment providers"),
        "inventory": _("Goods in stock"),
        "supplier_payable": _("Owed to suppliers"),
        "freight_payable": _("Owed for freight"),
        "duty_payable": _("Owed for duty"),
        "customer_funds": _("Paid by buyers, not yet earned"),
        "tax_payable": _("Import tax to be paid on"),
        "revenue": _("Revenue"),
        "shipping_revenue": _("Revenue of freight"),
        "stock_found": _("Stock found"),
        "cost_of_goods": _("Cost of goods"),
        "coupon_cost": _("Cost of coupons"),
        "refunds": _("Refunds"),
        "provider_fees": _("Fees of providers"),
        "stock_loss": _("Stock lost"),
    },
    "hold": {"held": _("reserved"), "sold": _("sold")},
    "holder": {"order": _("Order"), "demo": _("Sample order")},
}


def stock_name(kind: str, value: str) -> str:
    """The word for a value; what has none stands as it is."""
    return gettext(_NAMES[kind].get(value, value))


def amount(price: Money) -> str:
    """An amount with its currency's code, which no reader takes for another's."""
    chinese = (translation.get_language() or "").startswith("zh")
    text: str = format_currency(
        price.amount, price.currency, format="¤¤ #,##0.00", locale="zh_Hans_CN" if chinese else "en"
    )
    return text
