"""What is printed on a demo SKU and beside its price: it follows from the code, the same in every world."""

from __future__ import annotations

import hashlib

from hongshu.kernel.money import Money

_YUAN = 100
# GS1 General Specifications (release 25): numbers that begin so are for use inside of a company.
_INSIDE = "29"


def barcode_of(code: str) -> str:
    """An EAN-13 that no manufacturer can have."""
    digits = _INSIDE + f"{int.from_bytes(_digest(code), 'big') % 10**10:010}"
    odd, even = (sum(int(digit) for digit in digits[begin::2]) for begin in (0, 1))
    return f"{digits}{-(odd + 3 * even) % 10}"


def list_price_of(code: str, price: Money) -> Money | None:
    """Two in five are struck through, at a sixth more, in whole yuan; the others were never dearer."""
    if _digest(code)[0] % 5 > 1:
        return None
    return Money(-(-price.amount_minor * 7 // 6 // _YUAN) * _YUAN)


def member_price_of(code: str, price: Money) -> Money | None:
    """Members pay a twentieth less for one in three."""
    if _digest(code)[1] % 3:
        return None
    return Money(price.amount_minor * 19 // 20)


def _digest(code: str) -> bytes:
    return hashlib.blake2b(code.encode(), digest_size=8).digest()
