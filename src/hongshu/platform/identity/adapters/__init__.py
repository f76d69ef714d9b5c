"""Implementations of the vault's ports."""

from hongshu.platform.identity.adapters.sandbox import SandboxVerifier
from hongshu.platform.identity.ports import Verifier


def current_verifier() -> Verifier:
    """The verifier of this installation. The sandbox is the only one that comes with the program."""
    return SandboxVerifier()
