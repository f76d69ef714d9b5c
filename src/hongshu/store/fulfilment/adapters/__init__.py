"""Implementations of the carrier."""

from hongshu.store.fulfilment.adapters.simulated import SimulatedCarrier
from hongshu.store.fulfilment.ports import Carrier


def current_carrier() -> Carrier:
    """The carrier of this installation. The simulated one is the only one that comes with the program."""
    return SimulatedCarrier()
