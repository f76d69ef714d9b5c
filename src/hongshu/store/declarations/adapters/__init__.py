"""Implementations of the ports of declarations, and which of them this installation uses."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hongshu.kernel import settings
from hongshu.store.declarations.adapters.http_gateway import HttpGateway
from hongshu.store.declarations.adapters.local_rsa import LocalRsaSigner, LocalRsaVerifier, make_key
from hongshu.store.declarations.adapters.simulator_line import SimulatorLine
from hongshu.store.declarations.ports import Gateway, Signer, Verifier

OURS, THEIRS = "declarant", "customs"


def keys_folder() -> Path:
    """Where our key is kept, and the certificate of the other side."""
    return settings.current().data_folder / "customs_keys"


@cache
def current_signer() -> Signer:
    """Signs with our key, which is made at the first use."""
    key, certificate = make_key(keys_folder(), OURS)
    return LocalRsaSigner(key=key, certificate=certificate)


@cache
def current_verifier() -> Verifier:
    """Believes the other side's certificate: the simulator's, which lies beside ours."""
    return LocalRsaVerifier(certificate=make_key(keys_folder(), THEIRS)[1])


@cache
def current_gateway() -> Gateway:
    """Where messages go."""
    return HttpGateway(settings.current().customs_url)


def simulator() -> SimulatorLine:
    """The simulator that is started beside the program."""
    return SimulatorLine(settings.current().customs_port)
