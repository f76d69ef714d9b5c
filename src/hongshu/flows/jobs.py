"""Background jobs of the flows; the worker finds them here."""

from hongshu.flows.demo_world.jobs import grow_demo_world
from hongshu.flows.publishing.jobs import publish_scheduled_notes, purge_deleted

__all__ = ["grow_demo_world", "publish_scheduled_notes", "purge_deleted"]
