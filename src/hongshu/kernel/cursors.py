"""Opaque, signed page cursors: they carry the place of a keyset page and where they belong.

A cursor of another list, or one that was changed, is refused as ``invalid_cursor``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import orjson

from hongshu.kernel import settings
from hongshu.kernel.errors import DomainError, RefusalKind

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MAC_BYTES = 8
_LONGEST = 400


class InvalidCursor(DomainError):
    """The cursor is not one of this list: begin again at the first page."""

    code = "invalid_cursor"
    kind = RefusalKind.BAD_REQUEST


def encode_cursor(listing: str, place: list[int | str]) -> str:
    """A cursor for *place* (the sort key of the last row seen) in *listing* (its name and filters)."""
    body = orjson.dumps(place)
    cursor = base64.urlsafe_b64encode(_mac(listing, body) + body).decode().rstrip("=")
    assert len(cursor) <= _LONGEST, f"the sort key of {listing} is too long for a cursor"
    return cursor


def decode_cursor(listing: str, cursor: str) -> list[int | str]:
    """The place behind a cursor of *listing*. Raises InvalidCursor."""
    if len(cursor) > _LONGEST:
        raise InvalidCursor
    try:
        data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise InvalidCursor from None
    mac, body = data[:_MAC_BYTES], data[_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(listing, body)):
        raise InvalidCursor
    place: list[int | str] = orjson.loads(body)
    return place


def microseconds_of(moment: datetime) -> int:
    """A moment as a whole number for a place: exact, as the database keeps it."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(microseconds: int | str) -> datetime:
    """The moment behind ``microseconds_of``."""
    return _EPOCH + int(microseconds) * _MICROSECOND


def _mac(listing: str, body: bytes) -> bytes:
    key = f"cursor:{settings.current().secret_key}".encode()
    return hmac.digest(key, listing.encode() + b"\0" + body, hashlib.sha256)[:_MAC_BYTES]
