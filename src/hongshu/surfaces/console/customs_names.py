"""Words of the customs pages."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

_NAMES = {
    "table": {
        "rates": _("Tax rates"),
        "thresholds": _("Limits and thresholds"),
        "positive_list": _("Positive list"),
    },
    "column": {
        "name": _("Goods"),
        "tariff": _("Tariff %"),
        "vat": _("VAT %"),
        "consumption": _("Consumption tax %"),
        "condition": _("Condition"),
        "value": _("Value"),
        "modes": _("Modes"),
        "yearly_cap": _("Cap of a year"),
        "remark": _("Remark"),
    },
    "condition": {
        "always": _("always"),
        "high_end_cosmetics": _("high-end cosmetics"),
        "costly_watch": _("watches from the threshold on"),
    },
    "threshold": {
        "single_limit_fen": _("Limit of one order, in fen"),
        "yearly_limit_fen": _("Limit of a year, in fen"),
        "factor_millionths": _("Part of VAT and consumption tax that is due, in millionths"),
        "cosmetics_per_measure_fen": _("High-end cosmetics from so much a ml or g on, in fen"),
        "cosmetics_per_piece_fen": _("High-end cosmetics from so much a piece or sheet on, in fen"),
        "watch_fen": _("Watches from so much on, in fen"),
    },
    "fate": {
        "added": _("new"),
        "replaced": _("replaced"),
        "dated": _("another end"),
        "described": _("another description"),
        "unchanged": _("unchanged"),
        "refused": _("refused"),
    },
    "quota": {
        "reserved": _("reserved"),
        "consumed": _("released: counts for good"),
        "restored": _("given back"),
    },
    "state": {
        "stuck": _("No answer for 30 minutes"),
        "declared": _("declared"),
        "matched": _("matched"),
        "released": _("released"),
        "refused": _("refused"),
        "cancelling": _("being cancelled"),
        "cancelled": _("cancelled"),
        "returning": _("going back"),
        "returned": _("returned"),
    },
    "document": {
        "written": _("to be sent"),
        "sent": _("sent, no answer yet"),
        "accepted": _("taken"),
        "refused": _("refused"),
    },
    "kind": {
        "CEB311": _("Order document"),
        "CEB411": _("Payment"),
        "CEB511": _("Waybill"),
        "CEB621": _("List"),
        "CEB623": _("Cancelling"),
        "CEB625": _("Return"),
    },
    "mode": {"1210": _("bonded"), "9610": _("direct")},
    "answers": {
        "at_once": _("answers at once"),
        "late": _("answers after 20 seconds"),
        "twice": _("answers twice"),
        "reversed": _("answers in the wrong order"),
        "refuse": _("refuses with code -301"),
    },
}


def customs_name(kind: str, value: str) -> str:
    """The word for a value; what has none stands as it is."""
    return gettext(_NAMES[kind].get(value, value))
