"""XML signatures with an RSA key of this machine (W3C XML Signature 1.1, RSA-SHA256), by the library
signxml.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
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
        self._key, self._certificate = key, certificate

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
    """The key and certificate called *name* in a folder, made at the first call; PEM, the key for its owner
    only.
    """
    key_file, certificate_file = folder / f"{name}.key.pem", folder / f"{name}.pem"
    if not (key_file.exists() and certificate_file.exists()):
        folder.mkdir(parents=True, exist_ok=True)
        key, certificate = _fresh(name)
        # The certificate first and both by a link: two processes that begin together agree on one pair.
        _keep(certificate_file, key_file, key=key, certificate=certificate)
    return key_file.read_bytes(), certificate_file.read_bytes()


def _keep(certificate_file: Path, key_file: Path, *, key: bytes, certificate: bytes) -> None:
    pair = key_file.with_name(f"{key_file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(pair, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key + certificate)
        file.flush()
        os.fsync(file.fileno())
    both = key_file.with_name(f"{certificate_file.stem}.both.pem")
    with suppress(FileExistsError):
        os.link(pair, both)
    pair.unlink()
    whole = both.read_bytes()
    end = whole.index(b"-----BEGIN CERTIFICATE-----")
    for path, content, mode in ((key_file, whole[:end], 0o600), (certificate_file, whole[end:], 0o644)):
        beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        beside.replace(path)


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
