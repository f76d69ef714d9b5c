"""Background jobs of the flows; the worker finds them here."""

from hongshu.flows.demo_world.jobs import grow_demo_world

__all__ = ["grow_demo_world"]
