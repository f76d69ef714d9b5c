"""Sealing and opening: AES-256-GCM (NIST SP 800-38D) with a fresh 96-bit nonce before each sealed text."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hongshu.platform.identity.keys import KeyRing

_NONCE_BYTES = 12
_KEY_BYTES = 32


def blind_index(number: str, keys: KeyRing) -> str:
    """What a number is found by: 64 hexadecimal digits that tell nothing without the index key."""
    return hmac.new(keys.index, f"resident:{number}".encode(), hashlib.sha256).hexdigest()


def new_data_key() -> bytes:
    """A key for one record."""
    return secrets.token_bytes(_KEY_BYTES)


def wrap(data_key: bytes, *, keys: KeyRing, version: int, identity_id: int) -> bytes:
    """Seal a record's key under a master key."""
    return _seal(keys.master(version), data_key, f"identity:{identity_id}:key:{version}")


def unwrap(wrapped: bytes, *, keys: KeyRing, version: int, identity_id: int) -> bytes:
    """Open a record's key. Raises MasterKeyMissing; InvalidTag when it was tampered with."""
    return _open(keys.master(version), wrapped, f"identity:{identity_id}:key:{version}")


def seal(data_key: bytes, text: str, *, user_id: int, field: str) -> bytes:
    """Seal a text of an account's record."""
    return _seal(data_key, text.encode(), f"user:{user_id}:{field}")


def open_sealed(data_key: bytes, sealed: bytes, *, user_id: int, field: str) -> str:
    """Open a text. Raises InvalidTag when it was tampered with, or belongs to another account or field."""
    return _open(data_key, sealed, f"user:{user_id}:{field}").decode()


def _seal(key: bytes, plain: bytes, belongs_to: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, belongs_to.encode())


def _open(key: bytes, sealed: bytes, belongs_to: str) -> bytes:
    return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], belongs_to.encode())
