"""Background jobs of the flows; the worker finds them here."""

from hongshu.flows.demo_world.jobs import grow_demo_world
from hongshu.flows.exporting.jobs import make_data_export, sweep_data_exports
from hongshu.flows.leaving.jobs import erase_due_members
from hongshu.flows.moderation.jobs import keep_in_line
from hongshu.flows.publishing.jobs import publish_scheduled_notes, purge_deleted

__all__ = [
    "erase_due_members",
    "grow_demo_world",
    "keep_in_line",
    "make_data_export",
    "publish_scheduled_notes",
    "purge_deleted",
    "sweep_data_exports",
]
