"""Commands that publish."""

from hongshu.flows.publishing.services.drafts import discard_draft, publish_due, save_draft, schedule_draft
from hongshu.flows.publishing.services.publishing import edit_note, publish_dated_note, publish_note
from hongshu.flows.publishing.services.purging import purge_deleted_notes

__all__ = [
    "discard_draft",
    "edit_note",
    "publish_dated_note",
    "publish_due",
    "publish_note",
    "purge_deleted_notes",
    "save_draft",
    "schedule_draft",
]
