"""Whether what a provider says is about what it was asked for."""

from __future__ import annotations

from datetime import datetime, timedelta

from hongshu.kernel.money import Money

# Clocks of two houses differ; from further ahead nothing is believed.
_AHEAD = timedelta(minutes=5)


def mismatch(*, merchant: str, our_merchant: str, amount: Money | None, asked: Money) -> str:
    """What does not fit ("wrong merchant", "wrong currency", "wrong amount"); empty where all fits.

    An amount that was not said is not the one asked for.
    """
    if merchant != our_merchant:
        return "wrong merchant"
    if amount is None:
        return "wrong amount"
    if amount.currency != asked.currency:
        return "wrong currency"
    return "" if amount.amount_minor == asked.amount_minor else "wrong amount"


def is_fresh(said_at: datetime, *, now: datetime, fresh_for_s: float) -> bool:
    """Whether a notification is young enough to be believed, and not of the future."""
    return -_AHEAD <= now - said_at <= timedelta(seconds=fresh_for_s)
