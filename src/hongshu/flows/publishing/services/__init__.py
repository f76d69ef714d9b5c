"""Commands that publish."""

from hongshu.flows.publishing.services.drafts import discard_draft, publish_due, save_draft, schedule_draft
from hongshu.flows.publishing.services.edits import discard_edit_draft, restore_version, save_edit_draft
from hongshu.flows.publishing.services.publishing import edit_note, publish_dated_note, publish_note
from hongshu.flows.publishing.services.purging import purge_deleted_notes

__all__ = [
    "discard_draft",
    "discard_edit_draft",
    "edit_note",
    "publish_dated_note",
    "publish_due",
    "publish_note",
    "purge_deleted_notes",
    "restore_version",
    "save_draft",
    "save_edit_draft",
    "schedule_draft",
]
