"""How long to wait before a provider is asked again."""

from __future__ import annotations

from datetime import timedelta

_POLLS_S = (20, 30, 60, 120, 300, 600)
_RESENDS_S = (15, 30, 60, 300, 900, 1800)
# Two refused polls in a row are not the end of it: a refund is money that we owe.
_LONGEST_S = 3600


def before_poll(tries: int) -> timedelta:
    """The pause before a payment is asked after for the ``tries``-th time, from 1."""
    return _pause(_POLLS_S, tries)


def before_refund(tries: int) -> timedelta:
    """The pause before a refund is sent or asked after for the ``tries``-th time, from 1."""
    return _pause(_RESENDS_S, tries)


def _pause(steps: tuple[int, ...], tries: int) -> timedelta:
    assert tries >= 1, "the first try is number one"
    return timedelta(seconds=steps[tries - 1] if tries <= len(steps) else _LONGEST_S)
