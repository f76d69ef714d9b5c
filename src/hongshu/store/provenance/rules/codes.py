"""The code of a unit: 120 bits in 24 letters of Crockford's base 32, which people can type from a label.

Layout, big-endian: one byte, the number of the key · eight bytes, the serial, drawn by chance · six bytes of
keyed BLAKE2b over both. Guessing a code means meeting one of 2⁴⁸ signatures, online, and then a serial that
was given to some unit.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import struct
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS = 24
SERIAL_BITS = 63
MOST_KEYS = 255
_BODY = struct.Struct(">BQ")
_MAC_BYTES = 6
_GROUP = 4
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_IGNORED = re.compile(r"[\s\-·]")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a code says of itself; whether it is true shows its signature."""

    key_number: int
    serial: int
    signature: bytes


def write(serial: int, *, key_number: int, key: bytes) -> str:
    """The code of *serial* under a key."""
    assert 0 < key_number <= MOST_KEYS, f"there is no key {key_number}"
    assert 0 <= serial < 1 << SERIAL_BITS, "a serial has 63 bits"
    body = _BODY.pack(key_number, serial)
    number = int.from_bytes(body + _mac(body, key), "big")
    letters = [ALPHABET[(number >> 5 * place) & 31] for place in range(LETTERS)]
    return "".join(reversed(letters))


def read(text: str) -> Claim | None:
    """What a code claims, as people type it: small letters, hyphens, O for 0, I or L for 1; None: no code."""
    letters = _IGNORED.sub("", text[:100]).upper()
    if len(letters) != LETTERS or any(letter not in _VALUES for letter in letters):
        return None
    number = 0
    for letter in letters:
        number = number << 5 | _VALUES[letter]
    whole = number.to_bytes(_BODY.size + _MAC_BYTES, "big")
    key_number, serial = _BODY.unpack(whole[: _BODY.size])
    if serial >= 1 << SERIAL_BITS:
        return None
    return Claim(key_number=key_number, serial=serial, signature=whole[_BODY.size :])


def is_signed(claim: Claim, key: bytes) -> bool:
    """Whether the claim was signed with *key*; takes as long for a wrong signature as for a right one."""
    return hmac.compare_digest(claim.signature, _mac(_BODY.pack(claim.key_number, claim.serial), key))


def grouped(code: str) -> str:
    """The code as it is printed: in groups of four."""
    return "-".join(code[place : place + _GROUP] for place in range(0, len(code), _GROUP))


def _mac(body: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(body, key=key, digest_size=_MAC_BYTES, person=b"unit code").digest()
