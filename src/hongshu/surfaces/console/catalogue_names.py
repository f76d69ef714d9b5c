"""Names of states, kinds of prices and filled values, and the reasons of the catalogue in words."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from hongshu.kernel.errors import DomainError
from hongshu.surfaces.faults import WORDS

_NAMES = {
    "draft": _("draft"),
    "published": _("in the shop"),
    "withdrawn": _("withdrawn"),
    "list": _("list price"),
    "selling": _("selling price"),
    "member": _("member price"),
    "weight_g": _("weight"),
    "hs_code": _("HS code"),
    "shelf_life_days": _("shelf life"),
    "content": _("content"),
    "category": _("category"),
    "price": _("price"),
}
_RATES = {
    "rate_not_a_number": _("A rate is a number above zero with at most eight digits behind the point."),
    "unknown_currency": _("This currency is not known, or it is the one in which the shop sells."),
    "rate_without_source": _("Say where the rate comes from, in at most 80 characters."),
}


def catalogue_name(value: str) -> str:
    """The word for a value; what has none stands as it is."""
    return gettext(_NAMES.get(value, value))


def why(refused: DomainError) -> str:
    """Every reason of a refusal of the catalogue, in words."""
    reasons = str(refused.details["why"]).split(",")
    return " ".join(gettext(_RATES.get(reason) or WORDS.get(reason, reason)) for reason in reasons)
