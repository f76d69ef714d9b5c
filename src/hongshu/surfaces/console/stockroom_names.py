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
    "hold": {"held": _("reserved"), "sold": _("sold")},
    "holder": {"order": _("Order")},
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
