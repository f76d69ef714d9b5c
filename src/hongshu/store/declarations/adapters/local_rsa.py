"""XML signatures with an RSA key of this machine (W3C XML Signature 1.1, RSA-SHA256), by the library
signxml.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import InvalidInput, InvalidSignature, SignXMLException
from signxml.signer import XMLSigner
from signxml.verifier import SignatureConfiguration, XMLVerifier

from hongshu.kernel.own_files import made_once
from hongshu.store.declarations.contracts import ForgedMessage
from hongshu.store.declarations.rules.reading import parse

_BITS = 3072
_LASTS = timedelta(days=3650)
_EXPECTED = SignatureConfiguration(
    location="./",
    expect_references=1,
    signature_methods=frozenset({SignatureMethod.RSA_SHA256}),
    digest_algorithms=frozenset({DigestAlgorithm.SHA256}),
)


class LocalRsaSigner:
    """Signs with a private key and its certificate, both in PEM."""

    def __init__(self, *, key: bytes, certificate: bytes) -> None:
        # Read once: reading tests the key's primes, which takes longer than a hundred signatures.
        loaded = serialization.load_pem_private_key(key, password=None)
        assert isinstance(loaded, rsa.RSAPrivateKey)
        self._key = loaded
        self._certificate = certificate

    def sign(self, message: bytes) -> bytes:
        """See ``Signer.sign``."""
        signed = XMLSigner().sign(parse(message), key=self._key, cert=self._certificate.decode())
        written: bytes = etree.tostring(signed, xml_declaration=True, encoding="UTF-8")
        return written


class LocalRsaVerifier:
    """Believes one certificate, whatever certificate a message brings along."""

    def __init__(self, *, certificate: bytes) -> None:
        self._certificate = certificate.decode()

    def verify(self, message: bytes) -> etree._Element:
        """See ``Verifier.verify``."""
        root = parse(message)
        try:
            found = XMLVerifier().verify(root, x509_cert=self._certificate, expect_config=_EXPECTED)
        except (InvalidSignature, InvalidInput, SignXMLException, ValueError, etree.LxmlError):
            raise ForgedMessage from None
        assert not isinstance(found, list)
        signed = found.signed_xml
        # The signature must be of this message itself: a signed part elsewhere in it proves nothing.
        if signed is None or signed.tag != root.tag or signed.get("guid") != root.get("guid"):
            raise ForgedMessage
        return signed


def make_key(folder: Path, name: str) -> tuple[bytes, bytes]:
    """The key and the certificate called *name* in a folder, made at the first call; both in PEM."""
    both = made_once(folder / f"{name}.pem", lambda: b"".join(_fresh(name)))
    end = both.index(b"-----BEGIN CERTIFICATE-----")
    return both[:end], both[end:]


def _fresh(name: str) -> tuple[bytes, bytes]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(tz=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _LASTS)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private, certificate.public_bytes(serialization.Encoding.PEM)
