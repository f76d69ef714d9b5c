"""What declarations need from outside."""

from __future__ import annotations

from typing import Protocol

from lxml import etree


class Signer(Protocol):
    """Puts our signature into a message. An operator's U-key signs in its own way behind this port."""

    def sign(self, message: bytes) -> bytes:
        """The message with an enveloped XML signature as its last part."""
        ...


class Verifier(Protocol):
    """Knows the signature of the other side."""

    def verify(self, message: bytes) -> etree._Element:
        """The signed content, and nothing that is not signed. Raises UnreadableMessage, ForgedMessage."""
        ...


class Gateway(Protocol):
    """Takes a signed message to customs."""

    def send(self, message: bytes) -> None:
        """Hand it over. Raises ``kernel.errors.OutsideFailure``: retryable, or final where it was turned
        away.
        """
        ...
