"""RSA-SHA256 signatures in base64, as both providers use them, and WeChat's encryption."""

from __future__ import annotations

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class Signing:
    """One side's private key and the other side's public one; PEM."""

    def __init__(self, *, private: str, other_public: str) -> None:
        key = serialization.load_pem_private_key(private.encode(), password=None)
        other = serialization.load_pem_public_key(other_public.encode())
        assert isinstance(key, rsa.RSAPrivateKey)
        assert isinstance(other, rsa.RSAPublicKey)
        self._key, self._other = key, other
        self._nobody = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def sign(self, text: str, *, is_forged: bool = False) -> str:
        """Our signature; a forged one is of a key that nobody knows."""
        key = self._nobody if is_forged else self._key
        return base64.b64encode(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()

    def is_theirs(self, text: str, signature: str) -> bool:
        """Whether the other side signed this."""
        try:
            self._other.verify(
                base64.b64decode(signature, validate=True), text.encode(), padding.PKCS1v15(), hashes.SHA256()
            )
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True


def encrypt(text: str, *, secret: str, associated: str) -> tuple[str, str]:
    """AES-256-GCM as WeChat Pay v3 does it: a nonce of twelve characters, and the ciphertext in base64."""
    nonce = secrets.token_hex(6)
    sealed = AESGCM(secret.encode()).encrypt(nonce.encode(), text.encode(), associated.encode())
    return nonce, base64.b64encode(sealed).decode()
