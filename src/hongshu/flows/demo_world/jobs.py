"""The demo world goes on growing while people look."""

from __future__ import annotations

from hongshu.flows.demo_world import services
from hongshu.kernel import background


@background.job("demo_world.grow")
def grow_demo_world() -> None:
    """Make a few seconds' worth of the world, and queue the next few seconds until it is complete."""
    if services.grow():
        background.defer(grow_demo_world)
