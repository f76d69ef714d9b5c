"""The demo world goes on growing while people look."""

from __future__ import annotations

from hongshu.flows.demo_world import ordering, packing, promoting, services
from hongshu.kernel import background, clock, settings


@background.job("demo_world.grow")
def grow_demo_world() -> None:
    """Make a few seconds' worth of the world, and queue the next few seconds until it is complete."""
    if services.grow():
        background.defer(grow_demo_world)
    else:
        background.defer(order_in_demo_world)


@background.job("demo_world.order")
def order_in_demo_world() -> None:
    """Let the demo world's people order some more, and queue the next few orders until there are enough."""
    if ordering.order_some():
        background.defer(order_in_demo_world)


@background.job("demo_world.pack", cron="* * * * *")
def pack_in_demo_world() -> None:
    """Pack some of what the demo world's people ordered and customs let go, where the demo world is."""
    if settings.current().demo:
        packing.pack_some()


@background.job("demo_world.keep_flash_sales", cron="*/5 * * * *")
def keep_flash_sales() -> None:
    """Let a flash sale run at whatever time somebody looks, where the demo world is."""
    promoting.keep_flash_sales(clock.now())
