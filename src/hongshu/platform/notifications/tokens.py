"""The token that opens a member's stream of counts: signed, short-lived, and good for nothing else.

It stands in an address, so it may end in a log: what it opens are five numbers. Layout, big-endian: version,
user id, second of its end, 16 bytes of keyed BLAKE2b; base 64 without padding. No Django.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct

from hongshu.kernel.ids import Id
from hongshu.platform.notifications.contracts import StreamTokenRefused

_VERSION = 1
_BODY = struct.Struct(">BQQ")
_MAC_BYTES = 16
_LENGTH = len(base64.urlsafe_b64encode(bytes(_BODY.size + _MAC_BYTES)).rstrip(b"="))


def key_of(secret: str) -> bytes:
    """The signing key that follows from the installation's secret."""
    return hashlib.blake2b(secret.encode(), digest_size=32, person=b"stream token").digest()


def seal(user_id: Id, *, expires_s: int, key: bytes) -> str:
    """A token for *user_id* that opens until the second *expires_s* of the Unix clock."""
    body = _BODY.pack(_VERSION, user_id, expires_s)
    return base64.urlsafe_b64encode(body + _mac(body, key)).rstrip(b"=").decode()


def unseal(token: str, *, now_s: float, key: bytes) -> Id:
    """Whose token it is. Raises StreamTokenRefused for a forged one and for one whose time is over."""
    if len(token) != _LENGTH:
        raise StreamTokenRefused
    try:
        data = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise StreamTokenRefused from None
    body, mac = data[: _BODY.size], data[_BODY.size :]
    if not hmac.compare_digest(mac, _mac(body, key)):
        raise StreamTokenRefused
    version, user_id, expires_s = _BODY.unpack(body)
    if version != _VERSION or now_s >= expires_s:
        raise StreamTokenRefused
    return Id(user_id)


def _mac(body: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_MAC_BYTES, key=key).digest()
